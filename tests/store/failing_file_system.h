// A file system whose changing operations fail when the test says so; reads always work.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "carbonfix/base/file_system.h"

namespace carbonfix::test {

class FailingFileSystem : public FileSystem {
 public:
  // "create", "folder", "owner", "attributes", "rename", "remove", "sync" or "lock", and the path that would be
  // changed.
  using Fails = std::function<bool(std::string_view operation, const std::string& path)>;

  explicit FailingFileSystem(FileSystem& real, Fails fails = {}) : real_(real), fails_(std::move(fails)) {}
  void setFails(Fails fails) { fails_ = std::move(fails); }
  // Operations so far, failed ones too.
  std::size_t count() const { return count_; }

  Result<FileStatus> status(const std::string& path) const override { return real_.status(path); }
  Result<FileStatus> linkStatus(const std::string& path) const override { return real_.linkStatus(path); }
  Result<std::string> read(const std::string& path, std::size_t limit) const override {
    return real_.read(path, limit);
  }
  Result<std::vector<std::string>> list(const std::string& folder) const override { return real_.list(folder); }
  Result<std::string> realPath(const std::string& path) const override { return real_.realPath(path); }

  Status makeFolder(const std::string& path, std::uint32_t mode) override {
    return failing("folder", path) ? failure(path) : real_.makeFolder(path, mode);
  }
  Status createFile(const std::string& path, std::string_view bytes, std::uint32_t mode) override {
    return failing("create", path) ? failure(path) : real_.createFile(path, bytes, mode);
  }
  Status copyOwner(const std::string& path, std::uint32_t owner, std::uint32_t group) override {
    return failing("owner", path) ? failure(path) : real_.copyOwner(path, owner, group);
  }
  Status copyAttributes(const std::string& from, const std::string& to) override {
    return failing("attributes", to) ? failure(to) : real_.copyAttributes(from, to);
  }
  Status rename(const std::string& from, const std::string& to) override {
    return failing("rename", to) ? failure(to) : real_.rename(from, to);
  }
  Status renameToNew(const std::string& from, const std::string& to) override {
    return failing("rename", to) ? failure(to) : real_.renameToNew(from, to);
  }
  Status removeFile(const std::string& path) override {
    return failing("remove", path) ? failure(path) : real_.removeFile(path);
  }
  Status removeFolder(const std::string& path) override {
    return failing("remove", path) ? failure(path) : real_.removeFolder(path);
  }
  Status syncFolder(const std::string& path) override {
    return failing("sync", path) ? failure(path) : real_.syncFolder(path);
  }
  Result<std::unique_ptr<FileLock>> lock(const std::string& path, const std::string& holder) override {
    if (failing("lock", path)) return failure(path).error();
    return real_.lock(path, holder);
  }
  Status checkReplaceable(const std::string& path) const override { return real_.checkReplaceable(path); }

 private:
  bool failing(std::string_view operation, const std::string& path) {
    ++count_;
    return fails_ && fails_(operation, path);
  }
  static Status failure(const std::string& path) {
    return Error{.message = "cannot write " + path + ": No space left on device", .path = path};
  }

  FileSystem& real_;
  Fails fails_;
  std::size_t count_ = 0;
};

}  // namespace carbonfix::test
