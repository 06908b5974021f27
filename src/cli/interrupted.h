// Runs that were cut off, as they are told by commands that write nothing: those roll nothing back.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/cli/cli.h"
#include "carbonfix/home/home.h"
#include "carbonfix/lint/finding.h"
#include "carbonfix/store/store.h"
#include "cli/options.h"

namespace carbonfix {

// carbonfix.run-interrupted, at the run's manifest.
Finding interruptedFinding(const Home& home, const StoreOptions& options, const Run& run);

struct Interruptions {
  std::vector<Finding> findings;
  std::vector<NotChecked> notChecked;  // stores that can't be read
};
// Costs a look at one path where no store is.
Interruptions findInterruptions(const std::vector<Home>& homes, const StoreOptions& options);

// For plan: says them on standard error. False: there are none.
bool warnOfInterruptions(const std::vector<Home>& homes, const Options& options, Console& console);

}  // namespace carbonfix
