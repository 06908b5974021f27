// Pieces of Markdown pages about rules.
#pragma once

#include <string>
#include <string_view>

#include "report/rule_facts.h"

namespace carbonfix {

// Text that Markdown shows as it is.
std::string markdownText(std::string_view text);
// Set as code, whatever is in it.
std::string markdownCode(std::string_view text);

// A rule under a heading of this level, without its examples.
std::string markdownFacts(const RuleFacts& rule, int level);

}  // namespace carbonfix
