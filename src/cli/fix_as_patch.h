// A lint fix, run by the planner: a patch whose `ensure` is that the finding is gone.
#pragma once

#include <optional>
#include <string_view>

#include "carbonfix/rules/model.h"

namespace carbonfix {

// The pack with one patch, the fix of this check; nothing when the check has none.
std::optional<Pack> fixAsPatch(const Pack& pack, std::string_view check);

}  // namespace carbonfix
