// All rules of some packs, checks and patches and the tool's own, and what there is to tell of each.
#pragma once

#include <string_view>
#include <vector>

#include "carbonfix/lint/own_findings.h"
#include "carbonfix/rules/model.h"
#include "cli/options.h"
#include "report/rule_facts.h"

namespace carbonfix {

// Where a rule stands: a check in a rule of a pattern, or a patch, or one of the tool's own.
struct RuleSource {
  const Pack* pack = nullptr;
  const Pattern* pattern = nullptr;
  const Rule* rule = nullptr;
  const Check* check = nullptr;
  const Patch* patch = nullptr;
  const OwnFinding* own = nullptr;

  std::string_view id() const;
};

// By id.
std::vector<RuleSource> rulesOf(const std::vector<Pack>& packs);
std::vector<RuleSource> ownRuleSources();

RuleFacts factsOf(const RuleSource& source, const Options& options);

// Runs the examples of a check: what is found in each bad one, and on which lines.
void addFindings(RuleFacts& facts, const RuleSource& source);

}  // namespace carbonfix
