// What every command that writes does first: a run that was cut off is rolled back.
#pragma once

#include "carbonfix/base/result.h"
#include "carbonfix/cli/cli.h"
#include "carbonfix/store/store.h"
#include "cli/options.h"

namespace carbonfix {

// A command that will be refused, because nobody can be asked, rolls nothing back either: Error is that refusal.
Status checkMayRecover(const Store& store, const Options& options, Console& console);

// Rolls back, and says so on standard error, with the files that were left alone. False: there was nothing to do.
Result<bool> recoverFirst(Store& store, const Options& options, Console& console);

// Both of them; the home is then as the roll-back left it.
Status recoverHome(Home& home, const Options& options, Console& console);

// 2, or 128 + the number of the signal that stopped us.
ExitCode exitCodeOf(const Error& error);

}  // namespace carbonfix
