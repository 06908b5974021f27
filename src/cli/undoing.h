// What it takes to undo one run of a home or several, newest first: seen before anything is written.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/store/store.h"

namespace carbonfix {

struct Undoing {
  std::vector<RestorePlan> plans;  // one a run; all but the first speak of files as they are now, not as they will be
  std::vector<RestoreFile> files;  // what becomes of each file when all runs are undone; by path

  std::vector<std::string> changedSince() const;  // paths
};

// `runs`: names, newest first; an empty name is the newest run that is not undone.
Result<Undoing> planUndoing(const Store& store, const std::vector<std::string>& runs);

}  // namespace carbonfix
