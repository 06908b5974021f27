// The only door to the disk. Tests put their own behind it (count what is read, fail a write).
//
// Paths are UTF-8 or raw bytes, absolute or relative to the current folder. Every failure is an Error whose message
// says what was tried and why it failed ("cannot read … : Permission denied"), with `path` set.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/result.h"

namespace carbonfix {

enum class FileKind { missing, file, folder, symlink, other };

struct FileStatus {
  FileKind kind = FileKind::missing;
  std::uint64_t size = 0;  // bytes
  std::uint32_t mode = 0;  // permission bits
  std::uint32_t owner = 0;
  std::uint32_t group = 0;
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t links = 0;
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;

  // Follows symlinks; a path that does not exist has kind `missing` and is no error.
  virtual Result<FileStatus> status(const std::string& path) const = 0;
  // Does not follow the last symlink.
  virtual Result<FileStatus> linkStatus(const std::string& path) const = 0;
  // Whole file. Refuses more than `limit` bytes with a sentence that names both sizes.
  virtual Result<std::string> read(const std::string& path, std::size_t limit) const = 0;
  // Names (not paths) in a folder, sorted bytewise, without "." and "..".
  virtual Result<std::vector<std::string>> list(const std::string& folder) const = 0;
  // Absolute path with every symlink resolved.
  virtual Result<std::string> realPath(const std::string& path) const = 0;

  virtual Status makeFolder(const std::string& path, std::uint32_t mode) = 0;  // one level; existing folder is fine
  // Creates the file (it must not exist), writes all, gives it the mode, fsyncs.
  virtual Status createFile(const std::string& path, std::string_view bytes, std::uint32_t mode) = 0;
  virtual Status copyOwner(const std::string& path, std::uint32_t owner, std::uint32_t group) = 0;
  virtual Status rename(const std::string& from, const std::string& to) = 0;
  virtual Status removeFile(const std::string& path) = 0;
  virtual Status removeFolder(const std::string& path) = 0;  // must be empty
  virtual Status syncFolder(const std::string& path) = 0;
};

// The real one; stateless, lives as long as the program.
FileSystem& diskFileSystem();

}  // namespace carbonfix
