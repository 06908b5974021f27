// What lint leaves out, as the command line says: the day it is, waivers, and the baseline.
#pragma once

#include <ctime>

#include "carbonfix/base/result.h"
#include "carbonfix/cli/cli.h"
#include "carbonfix/lint/engine.h"
#include "cli/options.h"

namespace carbonfix {

// Now, in seconds since 1970, or SOURCE_DATE_EPOCH.
Result<std::time_t> secondOf(const Console& console);

// Today in UTC, YYYY-MM-DD, or the day of SOURCE_DATE_EPOCH.
Result<std::string> todayOf(const Console& console);

// Reads the files that the options name, into `lint`.
Errors readLeftOut(const Options& options, const Console& console, LintOptions& lint);

// Writes the baseline when that was asked for, and tells of entries that nothing matches any more.
Status keepBaseline(const LintReport& report, const Options& options, Console& console);

}  // namespace carbonfix
