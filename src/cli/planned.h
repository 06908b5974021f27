// The plan that plan and apply share: what each home would become, and how it is told.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/cli/cli.h"
#include "carbonfix/home/home.h"
#include "carbonfix/patch/change_set.h"
#include "cli/options.h"

namespace carbonfix {

struct Planned {
  std::vector<Home> homes;
  std::vector<ChangeSet> changes;    // one a home
  std::vector<std::string> secrets;  // values of sensitive parameters, longest first

  bool isEmpty() const;
};

// Opens the homes, loads the packs, binds the values and plans every home. What goes wrong anywhere is in the errors.
Result<Planned, Errors> planGiven(const Options& options, Console& console);

// Unified diffs of all files; `mask` hides secrets.
std::string diffText(const Planned& planned, bool mask, bool color);

// "Plan: 3 files to change (…), 2 patches already done, 1 not applicable (id: why)." A line for each home.
std::string planLines(const Planned& planned);

// The patches that change nothing: "2 patches already done", "1 not applicable (id: why)".
std::vector<std::string> unchangedParts(const ChangeSet& changes);

// The exit code of errors of planning: 1 when all of them are post-conditions that did not hold, else 2.
ExitCode codeOf(const Errors& errors);

}  // namespace carbonfix
