// A snapshot seen as the files that it was taken of, where they were: below its home's path. Nothing can be written.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/known_digests.h"
#include "carbonfix/base/read_only_file_system.h"
#include "carbonfix/home/snapshot.h"

namespace carbonfix {

class SnapshotFileSystem : public ReadOnlyFileSystem, public KnownDigests {
 public:
  SnapshotFileSystem(std::shared_ptr<const Snapshot> snapshot, StandIns standIns);

  const std::shared_ptr<const Snapshot>& snapshot() const { return snapshot_; }

  Result<FileStatus> status(const std::string& path) const override;
  Result<FileStatus> linkStatus(const std::string& path) const override;
  Result<std::string> read(const std::string& path, std::size_t limit) const override;
  Result<std::string> digest(const std::string& path, std::size_t limit) const override;
  Result<std::vector<std::string>> list(const std::string& folder) const override;
  Result<std::string> realPath(const std::string& path) const override;

 protected:
  Status refused(const std::string& path) const override;

 private:
  // Where a path leads in the snapshot.
  struct Place {
    std::string path;                      // relative to the home, links in it followed
    const SnapshotEntry* entry = nullptr;  // null: there is nothing
    bool isHome = false;
  };
  // `follows`: the last link, too.
  Place find(const std::string& path, bool follows) const;
  FileStatus statusOf(const Place& place, bool follows) const;

  std::shared_ptr<const Snapshot> snapshot_;
  StandIns standIns_;
  std::map<std::string, std::vector<std::string>, std::less<>> names_;  // by folder, sorted
};

// Opens the home of a snapshot. The file system is to outlive it.
Result<Home> openSnapshot(SnapshotFileSystem& files, std::string node);

}  // namespace carbonfix
