// What a plan file holds of a plan that was made.
#pragma once

#include "carbonfix/base/result.h"
#include "carbonfix/patch/saved_plan.h"
#include "cli/options.h"
#include "cli/planned.h"

namespace carbonfix {

// Error: --out is no file; rules or the inventory come from standard input, and could not be read again.
Status checkCanBeSaved(const Options& options);

// `options` are those that the plan was made with.
Result<SavedPlan> savedPlan(const Options& options, const Planned& planned);

// Digests of the recipes, or the rule files, among the packs.
std::vector<SavedRules> recipesOf(const std::vector<Pack>& packs);
Result<std::vector<SavedRules>> ruleFilesOf(const std::vector<Pack>& packs);

}  // namespace carbonfix
