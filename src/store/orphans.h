// Temporaries of runs (.carbonfix-<n>.tmp) that were left in a home.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/home/home.h"
#include "carbonfix/store/store.h"

namespace carbonfix {

struct Leftovers {
  std::vector<std::string> temporaries;  // relative to the home, sorted
  std::vector<std::string> notChecked;   // folders that can't be read, and why
};

// All that no run in `runs` which is not finished lays claim to. Folders in which no configuration lies (logs, data …),
// the runtimes of an EI home and what links lead to are not looked at; in a folder that is no product home only those
// where `runs` changed something are.
Leftovers findLeftovers(const Home& home, const std::vector<Run>& runs);

}  // namespace carbonfix
