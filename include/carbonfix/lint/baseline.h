// A baseline: the findings of a day, kept in a file, so that later runs show only what is new. The tool writes it, one
// entry a line, sorted, so that it can be kept under version control.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/base/result.h"

namespace carbonfix {

struct BaselineEntry {
  std::string node;  // empty: any
  std::string path;
  std::string id;
  std::string place;  // by names and keys; for whoever reads the file
  std::string fingerprint;
  friend auto operator<=>(const BaselineEntry&, const BaselineEntry&) = default;  // NOLINT(modernize-use-nullptr)
};

// Error: not well-formed, another kind of file, a later version's, an entry that lacks something.
Result<std::vector<BaselineEntry>, Errors> parseBaseline(std::string text, const std::string& path);

std::string formatBaseline(std::vector<BaselineEntry> entries);

// What a run made of the baseline that it was given.
struct BaselineOutcome {
  std::vector<BaselineEntry> entries;  // what a new baseline holds: all that is found now, and what was not checked
  std::size_t added = 0;               // of them
  std::size_t stale = 0;               // of the given ones: not found any more
};

}  // namespace carbonfix
