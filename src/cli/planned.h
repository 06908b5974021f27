// The plan that plan and apply share: what each home would become, and how it is told.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/cli/cli.h"
#include "carbonfix/home/home.h"
#include "carbonfix/home/inventory.h"
#include "carbonfix/patch/change_set.h"
#include "cli/home_values.h"
#include "cli/options.h"

namespace carbonfix {

struct Planned {
  std::vector<Home> homes;
  std::vector<ChangeSet> changes;                  // one a home
  std::vector<std::string> secrets;                // values of sensitive parameters, longest first
  std::vector<std::set<std::string>> secretFiles;  // one a home: files with a secret that a run alone knew of
  bool interrupted = false;  // made from files of which some are to be rolled back; a warning has been given
  std::vector<Pack> packs;   // what the plan was made of
  ValuesOfHomes values;
  std::optional<Inventory> inventory;

  bool isEmpty() const;
};

// Opens the homes, loads the packs, binds the values and plans every home. What goes wrong anywhere is in the errors.
// Whoever is going to write says so: then a run that was cut off is rolled back before its home is looked at.
enum class Purpose { show, write };
Result<Planned, Errors> planGiven(const Options& options, Console& console, Purpose purpose);

// Unified diffs of all files; `mask` hides secrets.
std::string diffText(const Planned& planned, bool mask, bool color);

// "Plan: 3 files to change (…), 2 patches already done, 1 not applicable (id: why)." A line for each home.
std::string planLines(const Planned& planned);

// The patches that change nothing: "2 patches already done", "1 not applicable (id: why)".
std::vector<std::string> unchangedParts(const ChangeSet& changes);

// The exit code of errors of planning: 1 when all of them are post-conditions that did not hold, else 2.
ExitCode codeOf(const Errors& errors);

}  // namespace carbonfix
