// Looking after a store: what takes room or holds secrets is removed, and what is wrong with it is found.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/store/store.h"

namespace carbonfix {

// All but the newest `keep` runs, never one that is not finished; and what a prune that was cut off left behind. Names
// of folders under runs/, newest first.
Result<std::vector<std::string>> prunableRuns(const Store& store, std::size_t keep);
// Removes those. Gives their names. A run whose removal is cut off is no run any more.
Result<std::vector<std::string>> pruneRuns(Store& store, std::size_t keep);

// The backups of finished runs that hold a secret in plain text, as "run: path".
Result<std::vector<std::string>> secretBackups(const Store& store);
// Removes those. Such a file can't be restored any more, and its run's manifest says so. Gives them.
Result<std::vector<std::string>> dropSecretBackups(Store& store);

struct StoreHealth {
  std::vector<std::string> interrupted;   // names of runs that are not finished, and nobody is at them
  std::vector<std::string> orphans;       // temporaries and run folders that belong to no run; relative to the home
  std::vector<std::string> damaged;       // "run: path" of backups that are gone or not what the manifest says
  std::vector<std::string> changedSince;  // files that are not as the last run on them left them
  std::vector<std::string> notChecked;    // what could not be looked at, and why
  std::string running;                    // who holds the lock: "pid 42 on das1, since …"; empty: nobody
  std::size_t runs = 0;
  bool isHealthy() const { return interrupted.empty() && orphans.empty() && damaged.empty(); }
};

// Changes nothing. Error: the store can't be read.
Result<StoreHealth> checkStore(const Store& store);

}  // namespace carbonfix
