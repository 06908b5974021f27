// --show-config: the options in force and where each comes from.
#pragma once

#include <string>

#include "cli/given_options.h"
#include "cli/options.h"

namespace carbonfix {

// A configuration file that says the same: "fail-on = warning  # carbonfix.conf:3", every option of the command. What a
// file can't say (it must be typed, or is a secret, or is not set) stands in a comment.
std::string showConfig(const GivenOptions& given, const Options& options);

}  // namespace carbonfix
