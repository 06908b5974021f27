// Options from the environment: CARBONFIX_FAIL_ON=warning is --fail-on warning.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/cli/cli.h"
#include "cli/given_options.h"

namespace carbonfix {

inline constexpr const char* kConfigVariable = "CARBONFIX_CONFIG";

// "CARBONFIX_FAIL_ON" of "fail-on"
std::string variableOf(std::string_view option);

// An empty variable counts as one that is not set. Several values stand with commas between them, paths with colons,
// and values of --param one a line. Error: the first that must be typed, or a switch without sense.
Result<GivenOptions> readVariables(const Console& console);

// A sentence on each variable that looks like ours and is of no option.
std::vector<std::string> unknownVariables(const Console& console);

}  // namespace carbonfix
