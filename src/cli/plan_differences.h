// What is no longer as it was when a plan was made, a sentence each.
#pragma once

#include "carbonfix/base/result.h"
#include "carbonfix/patch/saved_plan.h"

namespace carbonfix {

// Is every file as the plan would make it? No: there is none in it.
bool isApplied(const SavedPlan& plan);

// Recipes, rule files and targets, held against what is there; works where nothing can be planned any more. What can't
// be read is passed over: planning tells.
Errors changedInputs(const SavedPlan& plan);

// Homes, values, and what the patches would do. What follows from a changed input is not said again.
Errors changedOutcome(const SavedPlan& plan, const SavedPlan& now);

}  // namespace carbonfix
