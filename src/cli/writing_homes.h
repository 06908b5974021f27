// Commits a plan: the questions asked of all homes before the first is written, and one run a home.
#pragma once

#include <cstddef>
#include <functional>

#include "carbonfix/base/result.h"
#include "carbonfix/cli/cli.h"
#include "carbonfix/store/store.h"
#include "cli/options.h"
#include "cli/planned.h"

namespace carbonfix {

// A changed file of a generated home does not survive the product's next start, so writing would only look like
// success; what moves data or identity needs the operator's word.
Status checkAllowed(const Planned& planned, const Options& options);

// What would stop the run of the last home is told before the first is written.
Status checkWritable(const Planned& planned, const Options& options, Console& console);

// Told of each home in turn when its run is committed; of one that has nothing to change the run is null.
using TellHome = std::function<void(std::size_t home, const Run* run)>;

// Stops at the first home that can't be written, and says why on standard error.
ExitCode writeHomes(const Planned& planned, const Options& options, Console& console, const TellHome& tell);

// "wrote conf/carbon.xml (my.host-name)", a line a file; `node` is empty or ends in ":".
std::string filesWritten(const ChangeSet& changes, const std::string& node);
// "Takes effect …", "Note: …", and how to undo the run.
std::string aboutRun(const Home& home, const ChangeSet& changes, const Run& run, const Options& options);

}  // namespace carbonfix
