// A file of waivers: findings that someone answers for, until a day. See docs/lint.md and rules/schema/waivers.rng.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/result.h"

namespace carbonfix {

struct Waiver {
  std::string id;    // exact, or a prefix that ends in "."
  std::string path;  // glob, as `files` of rules
  std::string node;  // glob; empty: every node
  std::string reason;
  std::string until;  // YYYY-MM-DD, the last day; empty: no end
  Position at;        // in the file of waivers, and the line there
  std::string line;
};

struct Waivers {
  std::string path;  // as the user named it
  std::vector<Waiver> entries;
};

// Error: not well-formed, another kind of file, not valid by the schema, a day that is none.
Result<Waivers, Errors> parseWaivers(std::string text, const std::string& path);

}  // namespace carbonfix
