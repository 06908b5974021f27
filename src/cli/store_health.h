// carbonfix history --check: is all well with the store of each home?
#pragma once

#include <vector>

#include "carbonfix/cli/cli.h"
#include "carbonfix/home/home.h"
#include "cli/options.h"

namespace carbonfix {

// 0: healthy; 1: not; 2: can't be told, because something can't be read.
ExitCode checkHomes(const std::vector<Home>& homes, const Options& options, Console& console);

}  // namespace carbonfix
