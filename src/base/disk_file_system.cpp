#include "carbonfix/base/file_system.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include "file_attributes.h"
#include "file_lock.h"
#include "posix.h"
#include "replaceable.h"

namespace carbonfix {
namespace {

FileKind kindOf(mode_t mode) {
  if (S_ISREG(mode)) return FileKind::file;
  if (S_ISDIR(mode)) return FileKind::folder;
  if (S_ISLNK(mode)) return FileKind::symlink;
  return FileKind::other;
}

FileStatus toStatus(const struct stat& raw) {
  FileStatus status;
  status.kind = kindOf(raw.st_mode);
  status.size = static_cast<std::uint64_t>(raw.st_size);
  status.mode = raw.st_mode & 07777U;
  status.owner = raw.st_uid;
  status.group = raw.st_gid;
  status.device = raw.st_dev;
  status.inode = raw.st_ino;
  status.links = raw.st_nlink;
  status.modified = raw.st_mtim.tv_sec * std::int64_t{1000000000} + raw.st_mtim.tv_nsec;
  return status;
}

Result<FileStatus> askStatus(const std::string& path, int (*ask)(const char*, struct stat*)) {
  if (auto ok = checkPath(path); !ok) return std::move(ok).error();
  struct stat raw {};
  if (retry([&] { return ask(path.c_str(), &raw); }) == 0) return toStatus(raw);
  // A link that leads to itself is as good as a dangling one: there is no file.
  if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP) return FileStatus{};
  return failed("look at", path);
}

Error tooLarge(const std::string& path, std::uint64_t size, std::size_t limit) {
  return refused(path, fmt::format("{} has {} bytes, more than the limit of {} bytes", path, size, limit),
                 "A configuration file is far smaller; is this the file you meant?");
}

// Reads to the end whatever size the file claimed: it may grow, and files of /proc claim none. Asks for one byte more
// than expected, so that an honest file is known to end where it does.
Result<std::string> readAll(int descriptor, const std::string& path, std::size_t expected, std::size_t limit) {
  std::string bytes;
  bytes.resize(expected + 1);
  std::size_t filled = 0;
  while (true) {
    const auto count = retry([&] { return ::read(descriptor, bytes.data() + filled, bytes.size() - filled); });
    if (count < 0) return failed("read", path);
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
    if (filled == expected) break;
    if (filled > limit) return tooLarge(path, filled, limit);
    if (filled == bytes.size()) bytes.resize(std::min(bytes.size() * 2, limit) + 1);
  }
  bytes.resize(filled);
  return bytes;
}

Status writeAll(int descriptor, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const auto count = retry([&] { return ::write(descriptor, bytes.data(), bytes.size()); });
    if (count < 0) return failed("write", path);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

class DiskFileSystem final : public FileSystem {
 public:
  explicit DiskFileSystem(bool sync) : sync_(sync) {}

  Result<FileStatus> status(const std::string& path) const override { return askStatus(path, ::stat); }
  Result<FileStatus> linkStatus(const std::string& path) const override { return askStatus(path, ::lstat); }
  Result<std::string> read(const std::string& path, std::size_t limit) const override;
  Result<std::vector<std::string>> list(const std::string& folder) const override;
  Result<std::vector<FolderEntry>> entries(const std::string& folder) const override;
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
  bool sync_;
};

Result<std::string> DiskFileSystem::read(const std::string& path, std::size_t limit) const {
  if (auto ok = checkPath(path); !ok) return std::move(ok).error();
  // Opening a FIFO would wait for its writer, and a terminal could become ours.
  const Descriptor file(retry([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); }));
  if (!file) return failed("read", path);
  struct stat raw {};
  if (::fstat(file.get(), &raw) != 0) return failed("read", path);
  const FileStatus status = toStatus(raw);
  if (status.kind == FileKind::folder) return refused(path, fmt::format("{} is a folder, not a file", path));
  if (status.kind != FileKind::file) {
    return refused(path, fmt::format("{} is not a regular file (a pipe, socket or device)", path));
  }
  if (status.size > limit) return tooLarge(path, status.size, limit);
  return readAll(file.get(), path, static_cast<std::size_t>(status.size), limit);
}

// What the folder itself says; some file systems leave it to a look at the file.
std::optional<FileKind> kindOf(const dirent& entry) {
  switch (entry.d_type) {
    case DT_REG:
      return FileKind::file;
    case DT_DIR:
      return FileKind::folder;
    case DT_LNK:
      return FileKind::symlink;
    case DT_UNKNOWN:
      return std::nullopt;
    default:
      return FileKind::other;
  }
}

// Calls `visit` for each entry but "." and "..", in no order; stops at its first error.
template <class Visit>
Status forEachEntry(const std::string& folder, Visit visit) {
  if (auto ok = checkPath(folder); !ok) return ok;
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.c_str()), ::closedir);
  if (!stream) {
    if (errno == ENOTDIR) return refused(folder, fmt::format("{} is not a folder", folder));
    return failed("list", folder);
  }
  while (true) {
    errno = 0;
    // Each call has a stream of its own, which is all that readdir asks of threads.
    const dirent* entry = ::readdir(stream.get());  // NOLINT(concurrency-mt-unsafe)
    if (entry == nullptr) break;
    const std::string_view name = static_cast<const char*>(entry->d_name);
    if (name == "." || name == "..") continue;
    if (Status visited = visit(name, *entry); !visited) return visited;
  }
  return errno == 0 ? Status() : failed("list", folder);
}

Result<std::vector<std::string>> DiskFileSystem::list(const std::string& folder) const {
  std::vector<std::string> names;
  Status listed = forEachEntry(folder, [&](std::string_view name, const dirent&) -> Status {
    names.emplace_back(name);
    return {};
  });
  if (!listed) return std::move(listed).error();
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::vector<FolderEntry>> DiskFileSystem::entries(const std::string& folder) const {
  std::vector<FolderEntry> entries;
  Status listed = forEachEntry(folder, [&](std::string_view name, const dirent& entry) -> Status {
    std::optional<FileKind> kind = kindOf(entry);
    if (!kind) {
      const auto status = linkStatus(fmt::format("{}/{}", folder, name));
      if (!status) return status.error();
      kind = status->kind;
    }
    entries.push_back({.name = std::string(name), .kind = *kind});
    return {};
  });
  if (!listed) return std::move(listed).error();
  std::ranges::sort(entries, {}, &FolderEntry::name);
  return entries;
}

Result<std::string> DiskFileSystem::realPath(const std::string& path) const {
  if (auto ok = checkPath(path); !ok) return std::move(ok).error();
  const std::unique_ptr<char, void (*)(void*)> resolved(::realpath(path.c_str(), nullptr), std::free);
  if (!resolved) return failed("find", path);
  return std::string(resolved.get());
}

Status DiskFileSystem::makeFolder(const std::string& path, std::uint32_t mode) {
  if (auto ok = checkPath(path); !ok) return ok;
  if (::mkdir(path.c_str(), mode) == 0) {
    // mkdir takes the umask off; the caller's mode is meant.
    return ::chmod(path.c_str(), mode) == 0 ? Status() : failed("set the mode of", path);
  }
  const int code = errno;
  if (code == EEXIST) {
    struct stat raw {};
    if (::stat(path.c_str(), &raw) == 0 && S_ISDIR(raw.st_mode)) return {};
    return refused(path, fmt::format("cannot make the folder {}: something else has that name", path));
  }
  return failed("make the folder", path, code);
}

Status DiskFileSystem::createFile(const std::string& path, std::string_view bytes, std::uint32_t mode) {
  if (auto ok = checkPath(path); !ok) return ok;
  // Until it is whole, nobody else has business with it.
  constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  Descriptor file(retry([&] { return ::open(path.c_str(), kFlags, S_IRUSR | S_IWUSR); }));
  if (!file) return failed("create", path);
  Status done = writeAll(file.get(), bytes, path);
  if (done && ::fchmod(file.get(), mode) != 0) done = failed("set the mode of", path);
  if (done && sync_ && retry([&] { return ::fsync(file.get()); }) != 0) done = failed("write", path);
  if (file.close() != 0 && done) done = failed("write", path);
  if (!done) ::unlink(path.c_str());
  return done;
}

Status DiskFileSystem::copyOwner(const std::string& path, std::uint32_t owner, std::uint32_t group) {
  if (auto ok = checkPath(path); !ok) return ok;
  // By descriptor: what has the name may be another file, or a link, from one call to the next.
  const Descriptor file(
      retry([&] { return ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); }));
  if (!file && errno == ELOOP) {
    return ::lchown(path.c_str(), owner, group) == 0 ? Status() : failed("give its owner to", path);
  }
  struct stat before {};
  if (!file || ::fstat(file.get(), &before) != 0) return failed("look at", path);
  if (before.st_uid == owner && before.st_gid == group) return {};
  if (::fchown(file.get(), owner, group) != 0) return failed("give its owner to", path);
  // A change of owner takes the set-user-id and set-group-id bits off.
  const bool hasSetId = (before.st_mode & (S_ISUID | S_ISGID)) != 0;
  if (hasSetId && ::fchmod(file.get(), before.st_mode & 07777U) != 0) return failed("set the mode of", path);
  if (sync_ && retry([&] { return ::fsync(file.get()); }) != 0) return failed("write", path);
  return {};
}

Status DiskFileSystem::rename(const std::string& from, const std::string& to) {
  if (auto ok = checkPath(from); !ok) return ok;
  if (auto ok = checkPath(to); !ok) return ok;
  if (::rename(from.c_str(), to.c_str()) == 0) return {};
  return failed(fmt::format("rename {} to", from), to);
}

Status DiskFileSystem::removeFile(const std::string& path) {
  if (auto ok = checkPath(path); !ok) return ok;
  return ::unlink(path.c_str()) == 0 ? Status() : failed("remove", path);
}

Status DiskFileSystem::removeFolder(const std::string& path) {
  if (auto ok = checkPath(path); !ok) return ok;
  return ::rmdir(path.c_str()) == 0 ? Status() : failed("remove the folder", path);
}

Status DiskFileSystem::syncFolder(const std::string& path) {
  if (auto ok = checkPath(path); !ok) return ok;
  const Descriptor folder(retry([&] { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
  if (!folder) return failed("sync the folder", path);
  if (!sync_) return {};
  if (retry([&] { return ::fsync(folder.get()); }) == 0) return {};
  // Some network file systems cannot sync a folder; their renames are the server's business.
  return errno == EINVAL || errno == ENOTSUP ? Status() : failed("sync the folder", path);
}

Status DiskFileSystem::copyAttributes(const std::string& from, const std::string& to) {
  return copyFileAttributes(from, to, sync_);
}

// The one call that never replaces by itself. Kernels before 3.15, NFS and a few others do not know it.
int renameNoReplace(const std::string& from, const std::string& to) {
#ifdef SYS_renameat2
  constexpr unsigned kNoReplace = 1;
  return static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), kNoReplace));
#else
  errno = ENOSYS;
  return -1;
#endif
}

// A second name, and the first one taken away: never replaces either, but needs a file system with hard links.
int renameByLink(const std::string& from, const std::string& to) {
  if (::link(from.c_str(), to.c_str()) != 0) return -1;
  if (::unlink(from.c_str()) == 0) return 0;
  const int code = errno;
  ::unlink(to.c_str());
  errno = code;
  return -1;
}

// For file systems that have neither (FAT, some shares): what somebody makes between the two calls would be replaced.
int renameAfterLook(const std::string& from, const std::string& to) {
  struct stat status {};
  const bool isTaken = ::lstat(to.c_str(), &status) == 0;
  if (isTaken) errno = EEXIST;
  return isTaken || errno != ENOENT ? -1 : ::rename(from.c_str(), to.c_str());
}

Status DiskFileSystem::renameToNew(const std::string& from, const std::string& to) {
  if (auto ok = checkPath(from); !ok) return ok;
  if (auto ok = checkPath(to); !ok) return ok;
  const auto isUnknown = [] { return errno == EINVAL || errno == ENOSYS || errno == ENOTSUP || errno == EPERM; };
  int done = renameNoReplace(from, to);
  if (done != 0 && isUnknown()) done = renameByLink(from, to);
  if (done != 0 && isUnknown()) done = renameAfterLook(from, to);
  return done == 0 ? Status() : failed(fmt::format("rename {} to", from), to);
}

Result<std::unique_ptr<FileLock>> DiskFileSystem::lock(const std::string& path, const std::string& holder) {
  return lockFile(path, holder, sync_);
}

Status DiskFileSystem::checkReplaceable(const std::string& path) const { return checkFileReplaceable(path); }

}  // namespace

// Never destroyed: a thread that hangs on a share may still be at it when the program ends.
FileSystem& diskFileSystem() {
  static FileSystem& disk = *new DiskFileSystem(true);
  return disk;
}

FileSystem& unsyncedDiskFileSystem() {
  static DiskFileSystem disk(false);
  return disk;
}

}  // namespace carbonfix
