// Gives several files new bytes: all of them or none.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/result.h"
#include "store/target.h"

namespace carbonfix {

class Replacement {
 public:
  Replacement(FileSystem& fs, std::vector<Target> targets);

  // New bytes go to a temporary beside each file, which takes its place by a rename; owner and mode are kept. A file
  // that no longer has its `before` bytes stops all. Files are made and removed in the same way. `seal` is the last
  // step. Whatever fails, files already replaced get their bytes back and temporaries are removed.
  Status run(const std::function<Status()>& seal);

  // Files that could be neither replaced nor put back; empty but after a failure within a failure.
  const std::vector<std::string>& stuck() const { return stuck_; }

 private:
  Status writeTemporaries();
  Status compareTargets() const;
  Status checkAbsent(const Target& target) const;
  Status renameAll();
  Status syncFolders();
  Error undo(Error cause);
  Status putBack(const Target& target);
  // A fresh temporary beside the target that holds these bytes; gives its path.
  Result<std::string> writeBeside(const Target& target, const std::string& bytes);

  FileSystem& fs_;
  std::vector<Target> targets_;
  std::vector<std::string> temporaries_;  // by index of the target
  std::size_t renamed_ = 0;               // the first so many targets have their new bytes
  std::vector<std::string> stuck_;
};

}  // namespace carbonfix
