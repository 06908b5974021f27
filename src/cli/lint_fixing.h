// lint --fix and --diff: what is mended, and what becomes of it.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/cli/cli.h"
#include "carbonfix/fix/fixing.h"
#include "carbonfix/home/home.h"
#include "cli/options.h"
#include "cli/planned.h"

namespace carbonfix {

// The change sets of a fixing as a plan. `secrets`: values that no output may show.
Result<Planned> planFixes(std::vector<Home> homes, std::vector<ChangeSet> changes, std::vector<std::string> secrets,
                          const Options& options);

// Writes the fixes, each home in a run of its own; tells of them on `account`. Not kOk: they are not all written, and
// why is said.
ExitCode writeFixes(const Planned& planned, const Mended& mended, const Options& options, Console& console,
                    std::ostream& account);

// --diff: prints what would be written.
void showFixes(const Planned& planned, const Mended& mended, const Options& options, Console& console);

}  // namespace carbonfix
