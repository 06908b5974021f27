// Files that a run is to change, found and read: behind symlinks, but out of the home only where it is meant.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"
#include "carbonfix/store/options.h"

namespace carbonfix {

enum class TargetKind { change, make, remove };

struct Target {
  std::string path;      // relative to the home, as the change set or the manifest names it
  std::string realPath;  // the file itself
  FileStatus status;     // its owner and mode are kept
  std::string before;    // its bytes
  std::string after;     // to be
  FileStatus written;    // of the temporary that holds `after`
  TargetKind kind = TargetKind::change;
  bool isMadeAgain = false;             // of make: it was there before, with the owner and group in `status`
  std::string share;                    // real path of the shared folder that it is in; empty: in the home
  std::vector<std::string> newFolders;  // of make: folders to be made, relative to the home, the upper first
};

// Where a path of the home leads.
struct RealPlace {
  std::string path;          // absolute, without links
  bool isMadeAgain = false;  // of make: it was there before, with the owner and group in `status`
  std::string share;         // as above
};
// The place of a file that is there, or to be there in a folder that is. repository/deployment and repository/tenants
// may be links to a share, as the vendor lays a cluster out. Error: outside the home, and that is not allowed.
Result<RealPlace> realPlace(const Home& home, const std::string& path, const StoreOptions& options);

// `after` is left empty. Error: gone, no regular file, unreadable, several hard links, a link that leaves the home.
Result<Target> findTarget(const Home& home, const std::string& path, const StoreOptions& options);

// A file that is to be made, with the folders above it that are missing. Error: it is there by now, or would lie
// outside the home.
Result<Target> findNewTarget(const Home& home, const std::string& path, const StoreOptions& options);

// Leaves one of those that are the same file under several names. Error: they are to become different.
Result<std::vector<Target>> withoutAliases(std::vector<Target> targets);

// The cause, with the file in front.
Error cannotChange(const Target& target, Error cause);

// What the umask leaves of rwxr-xr-x.
std::uint32_t newFolderMode();

}  // namespace carbonfix
