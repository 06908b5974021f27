// Unified diffs of text files, three lines of context, as `patch -p1` and `git apply` take them.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/secrets.h"

namespace carbonfix {

struct DiffOptions {
  std::string oldName = "a";
  std::string newName = "b";
  std::size_t context = 3;
  // Text behind the second @@ of the hunk whose first changed line is this (1-based, in the new text).
  std::function<std::string(std::size_t newLine)> heading;
  // Secret values become asterisks; a hunk that holds one gets the header `@@ -masked a,b +c,d @@`, at which `patch`
  // and `git apply` fail without touching the file. A line of which only the secret changed ends in "********
  // (changed)".
  bool mask = true;
  // More secrets: values of sensitive parameters, wherever they stand.
  std::vector<std::string> secrets = {};
  // And ranges of the old text, ascending, not overlapping.
  std::vector<TextRange> oldSecrets = {};
};

// Empty when the texts are equal. Lines end at LF; CR stays part of the line; a missing last newline is marked as diff
// does.
std::string unifiedDiff(std::string_view before, std::string_view after, const DiffOptions& options);

}  // namespace carbonfix
