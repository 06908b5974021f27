// The only door to the disk. Tests put their own behind it (count what is read, fail a write).
//
// Paths are UTF-8 or raw bytes, absolute or relative to the current folder. Every failure is an Error whose message
// says what was tried and why it failed ("cannot read … : Permission denied"), with `path` set.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
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
  std::int64_t modified = 0;  // nanoseconds since 1970
};

// What a folder holds; a symlink counts as itself.
struct FolderEntry {
  std::string name;
  FileKind kind = FileKind::missing;
};

// Held until it is destroyed; the kernel lets go of it when the program ends, in whatever way.
class FileLock {
 public:
  virtual ~FileLock() = default;
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
  // Gives `to` the owner, group, mode, ACL and extended attributes (SELinux label …) of `from`, and takes away what it
  // has beyond them. Not copied: what belongs to the content (the hashes of IMA and EVM). Neither may be a link. Error:
  // names the first that can't be kept.
  virtual Status copyAttributes(const std::string& from, const std::string& to) = 0;
  virtual Status rename(const std::string& from, const std::string& to) = 0;
  // A rename of a file that never replaces: Error when something has the name by now. (Without hard links, and where
  // the kernel can't do it in one step, it looks first: such shares can't promise more.)
  virtual Status renameToNew(const std::string& from, const std::string& to) = 0;
  virtual Status removeFile(const std::string& path) = 0;
  virtual Status removeFolder(const std::string& path) = 0;  // must be empty
  virtual Status syncFolder(const std::string& path) = 0;

  // Locks the file exclusively (flock), without waiting; it is made with mode 0600 when absent, never through a link,
  // and holds the line `holder` while it is locked (best effort: on a full disk it is empty). Null: someone else has
  // it. Error: this file system can't lock. Promised on NFS: Linux (since 2.6.12) makes a byte-range lock of it that
  // the server keeps, so it holds between machines, unless the share is mounted with nolock or local_lock=flock; a
  // machine that is cut off from the server for longer than the lease (NFSv4) loses it.
  virtual Result<std::unique_ptr<FileLock>> lock(const std::string& path, const std::string& holder) = 0;
  // Could a rename put another file in the place of this one, or make it, with the folders above it that are not there?
  // Error says why not: a read-only file system, no right to write to the folder, a mount point, an immutable file. A
  // symlink counts as itself. Changes nothing.
  virtual Status checkReplaceable(const std::string& path) const = 0;

  // list() with the kind of each, which a disk tells without a look at every file.
  virtual Result<std::vector<FolderEntry>> entries(const std::string& folder) const;
};

// The real one; stateless, lives as long as the program.
FileSystem& diskFileSystem();

// The real one without fsync, for tests and benches: what was written may be lost when the machine stops.
FileSystem& unsyncedDiskFileSystem();

}  // namespace carbonfix
