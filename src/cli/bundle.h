// `carbonfix rules --bundle`
#pragma once

#include "carbonfix/cli/cli.h"
#include "cli/options.h"

namespace carbonfix {

// All lint packs and the files of --rules as one rule file on standard output.
ExitCode printBundle(const Options& options, Console& console);

}  // namespace carbonfix
