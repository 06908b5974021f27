// carbonfix history prune: what of the store is removed for good.
#pragma once

#include <vector>

#include "carbonfix/cli/cli.h"
#include "carbonfix/home/home.h"
#include "cli/options.h"

namespace carbonfix {

// Asks before it removes anything; --keep and --secrets say what.
ExitCode pruneHomes(const std::vector<Home>& homes, const Options& options, Console& console);

}  // namespace carbonfix
