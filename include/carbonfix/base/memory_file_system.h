// A file system in memory: rule examples become files of a home in it, and tests see what was read and written.
//
// Paths are absolute ("/das1/repository/conf/axis2/axis2.xml"); folders above an added file are made with it. There are
// no symlinks and no owners. Every operation that reads or changes a file is remembered in order.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/file_system.h"

namespace carbonfix {

class MemoryFileSystem : public FileSystem {
 public:
  // Makes or replaces a file, and the folders above it.
  void add(const std::string& path, std::string bytes, std::uint32_t mode = 0644);
  void addFolder(const std::string& path);
  // The files with their bytes, by path.
  const std::map<std::string, std::string, std::less<>>& contents() const { return files_; }

  // "read /a/b", "create /a/b", "rename /a/b /a/c", "remove /a/b", …
  const std::vector<std::string>& journal() const { return journal_; }

  Result<FileStatus> status(const std::string& path) const override;
  Result<FileStatus> linkStatus(const std::string& path) const override;
  Result<std::string> read(const std::string& path, std::size_t limit) const override;
  Result<std::vector<std::string>> list(const std::string& folder) const override;
  Result<std::string> realPath(const std::string& path) const override;

  Status makeFolder(const std::string& path, std::uint32_t mode) override;
  Status createFile(const std::string& path, std::string_view bytes, std::uint32_t mode) override;
  Status copyOwner(const std::string& path, std::uint32_t owner, std::uint32_t group) override;
  Status copyAttributes(const std::string& from, const std::string& to) override;
  Status rename(const std::string& from, const std::string& to) override;
  Status renameToNew(const std::string& from, const std::string& to) override;
  Status removeFile(const std::string& path) override;
  Status removeFolder(const std::string& path) override;
  Status syncFolder(const std::string& path) override;
  Result<std::unique_ptr<FileLock>> lock(const std::string& path, const std::string& holder) override;
  Status checkReplaceable(const std::string& path) const override;

 private:
  class Lock;

  std::map<std::string, std::string, std::less<>> files_;
  std::map<std::string, std::uint32_t, std::less<>> modes_;  // of files and folders; a folder is one that has no bytes
  std::set<std::string, std::less<>> locked_;
  mutable std::vector<std::string> journal_;
};

}  // namespace carbonfix
