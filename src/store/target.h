// Files that a run is to change, found and read: behind symlinks, but never outside the home.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"

namespace carbonfix {

enum class TargetKind { change, make, remove };

struct Target {
  std::string path;      // relative to the home, as the change set or the manifest names it
  std::string realPath;  // the file itself
  FileStatus status;     // its owner and mode are kept
  std::string before;    // its bytes
  std::string after;     // to be
  TargetKind kind = TargetKind::change;
};

// `after` is left empty. Error: gone, no regular file, unreadable, or a link that leaves the home.
Result<Target> findTarget(const Home& home, const std::string& path);

// A file that is to be made, in a folder that is there: mode and owner as the folder gives them. Error: it is there by
// now, its folder is not, or is outside the home.
Result<Target> findNewTarget(const Home& home, const std::string& path);

// Leaves one of those that are the same file under several names. Error: they are to become different.
Result<std::vector<Target>> withoutAliases(std::vector<Target> targets);

}  // namespace carbonfix
