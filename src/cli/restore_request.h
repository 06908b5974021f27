// Which runs of which homes a restore is about.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/cli/cli.h"
#include "carbonfix/home/home.h"
#include "carbonfix/store/store.h"
#include "cli/options.h"

namespace carbonfix {

struct RestoreRequest {
  std::vector<Home> homes;     // one, unless a change is undone
  std::string run;             // empty: the newest that is not undone
  std::vector<Home> runtimes;  // of an EI home, whose runs are not undone
  std::string change;          // not empty: all runs of this change request
};

Result<RestoreRequest> readRestoreRequest(const Options& options, const Console& console);

// The runs of a home to undo, newest first. None: `nothing` says why there is nothing to do.
struct ChosenRuns {
  std::vector<std::string> names;
  std::string nothing;
};
Result<ChosenRuns> chooseRuns(const Store& store, const RestoreRequest& request);

// Where the newest run of an EI home was undone, its runtimes keep theirs, made by the same command perhaps.
void tellOfRuntimes(const RestoreRequest& request, const Options& options, Console& console);

// Error: none of the homes has a run of the change request that is asked for; most likely its name is mistyped.
Status checkChangeKnown(const std::vector<Store>& stores, const std::string& change);

}  // namespace carbonfix
