// Several packs as one rule file.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/base/result.h"

namespace carbonfix {

struct RuleText {
  std::string text;
  std::string path;  // for messages
};

// <bundle> with the packs of all these rule files, in order, without examples and prose; UTF-8. The files were loaded
// before, so they are right each by itself. Error: one can't be moved into another file.
Result<std::string> bundleOf(const std::vector<RuleText>& files);

}  // namespace carbonfix
