// The XPath functions about the machine rather than about files: which there are, and which of them an expression
// calls. They answer under lint --live only, so patterns that call them say live="true". What they mean is decided by
// home/live.h; docs/rule-language.md tells it to authors.
#pragma once

#include <span>
#include <string_view>

#include "carbonfix/document/xpath.h"

namespace carbonfix {

struct LiveFunction {
  std::string_view name;
  int least = 0;  // arguments, each a text
  int most = 0;
};

// By name.
std::span<const LiveFunction> liveFunctions();

// The first of them that the expression calls; null: none.
const LiveFunction* liveFunctionIn(const XPath& expression);

}  // namespace carbonfix
