// A file system that nothing can be written to: the base of those that stand for files kept elsewhere.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "carbonfix/base/file_system.h"

namespace carbonfix {

class ReadOnlyFileSystem : public FileSystem {
 public:
  Status makeFolder(const std::string& path, std::uint32_t /*mode*/) override { return refused(path); }
  Status createFile(const std::string& path, std::string_view /*bytes*/, std::uint32_t /*mode*/) override {
    return refused(path);
  }
  Status copyOwner(const std::string& path, std::uint32_t /*owner*/, std::uint32_t /*group*/) override {
    return refused(path);
  }
  Status copyAttributes(const std::string& /*from*/, const std::string& to) override { return refused(to); }
  Status rename(const std::string& /*from*/, const std::string& to) override { return refused(to); }
  Status renameToNew(const std::string& /*from*/, const std::string& to) override { return refused(to); }
  Status removeFile(const std::string& path) override { return refused(path); }
  Status removeFolder(const std::string& path) override { return refused(path); }
  Status syncFolder(const std::string& path) override { return refused(path); }
  Result<std::unique_ptr<FileLock>> lock(const std::string& path, const std::string& /*holder*/) override {
    return refused(path).error();
  }
  Status checkReplaceable(const std::string& path) const override { return refused(path); }

 protected:
  // Why `path` can't be written.
  virtual Status refused(const std::string& path) const = 0;
};

}  // namespace carbonfix
