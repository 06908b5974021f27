// A plan that is kept in a file: written by plan --out, and run by apply FILE.
#pragma once

#include <optional>
#include <string>

#include "carbonfix/base/result.h"
#include "carbonfix/cli/cli.h"
#include "cli/options.h"
#include "cli/planned.h"

namespace carbonfix {

// Writes the plan to --out, whole or not at all, for nobody else to read.
Status savePlan(const Options& options, const Planned& planned);

// The one argument of apply that is a file and so a plan, no home.
std::optional<std::string> planArgument(const Options& options);

// Plans anew what the file says, with the rules and values that are there today. Error: each thing that is not as it
// was when the plan was made; or the file is no plan, or not to be trusted.
Result<Planned, Errors> planAgain(const std::string& path, const Options& given, Console& console, Purpose purpose);

}  // namespace carbonfix
