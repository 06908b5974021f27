// How a store is used: what the command line says about it.
#pragma once

#include <string>

namespace carbonfix {

struct StoreOptions {
  std::string stateDir = {};   // empty: in the home
  std::string change = {};     // number of a change request, kept with the run
  bool breakLinks = false;     // a file with several hard links may become one of its own
  bool followOutside = false;  // a symlink may lead out of the home
};

}  // namespace carbonfix
