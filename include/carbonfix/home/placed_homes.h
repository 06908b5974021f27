// Homes that are not all on the disk.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/home/home.h"

namespace carbonfix {

// As HomeArgument, and where the path is looked for.
struct PlacedHome {
  std::string node;
  std::string path;
  FileSystem* files = nullptr;  // null: where those are that nothing is said of
};

// As openHomes().
Result<std::vector<Home>> openPlacedHomes(FileSystem& fs, const std::vector<PlacedHome>& arguments);

}  // namespace carbonfix
