// What is asked for of the files of a home: only a run of the rules tells where paths lead that come out of other
// files.
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/base/known_digests.h"
#include "carbonfix/base/read_only_file_system.h"

namespace carbonfix {

class WatchedFiles final : public ReadOnlyFileSystem, public KnownDigests {
 public:
  explicit WatchedFiles(const FileSystem& files) : files_(files) {}

  bool wasRead(const std::string& path) const { return read_.contains(path); }
  bool wasDigested(const std::string& path) const { return digested_.contains(path); }

  Result<FileStatus> status(const std::string& path) const override { return files_.status(path); }
  Result<FileStatus> linkStatus(const std::string& path) const override { return files_.linkStatus(path); }
  Result<std::string> read(const std::string& path, std::size_t limit) const override {
    const std::scoped_lock lock(mutex_);
    read_.insert(path);
    return files_.read(path, limit);
  }
  Result<std::string> digest(const std::string& path, std::size_t limit) const override {
    const std::scoped_lock lock(mutex_);
    digested_.insert(path);
    if (const auto* const known = dynamic_cast<const KnownDigests*>(&files_)) return known->digest(path, limit);
    const auto bytes = files_.read(path, limit);
    if (!bytes) return bytes.error();
    return sha256(*bytes);
  }
  Result<std::vector<std::string>> list(const std::string& folder) const override { return files_.list(folder); }
  Result<std::vector<FolderEntry>> entries(const std::string& folder) const override { return files_.entries(folder); }
  Result<std::string> realPath(const std::string& path) const override { return files_.realPath(path); }

 protected:
  Status refused(const std::string& path) const override {
    return Error{.message = fmt::format("{} is not to be written while it is looked at", path), .path = path};
  }

 private:
  const FileSystem& files_;
  mutable std::mutex mutex_;
  mutable std::set<std::string, std::less<>> read_;
  mutable std::set<std::string, std::less<>> digested_;
};

}  // namespace carbonfix
