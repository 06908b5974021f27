// Rules told to people and programs: lists of them, and all there is to say of each.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "report/rule_facts.h"

namespace carbonfix {

struct RulePageOptions {
  bool color = false;
  std::size_t width = 100;  // columns that running text may take
};

// One rule a line: id, severity, whether it has a fix, files, title.
std::string ruleListText(const std::vector<RuleFacts>& rules);
// The page of all rules: a section a pack.
std::string ruleListMarkdown(const std::vector<RuleFacts>& rules);

std::string explainText(const RuleFacts& rule, const RulePageOptions& options);
std::string explainMarkdown(const RuleFacts& rule);

// One object with all of them, for either.
std::string rulesJson(const std::vector<RuleFacts>& rules);

}  // namespace carbonfix
