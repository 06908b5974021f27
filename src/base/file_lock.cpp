#include "file_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <utility>

#include "posix.h"

namespace carbonfix {
namespace {

class Flock final : public FileLock {
 public:
  explicit Flock(Descriptor file) : file_(std::move(file)) {}
  Flock(const Flock&) = delete;
  Flock& operator=(const Flock&) = delete;
  Flock(Flock&&) = delete;
  Flock& operator=(Flock&&) = delete;
  ~Flock() override {
    // Should the line stay, that does no harm: it is the lock that counts.
    [[maybe_unused]] const int done = ::ftruncate(file_.get(), 0);
  }

 private:
  Descriptor file_;
};

Error cannotLock(const std::string& path, int code) {
  Error error = failed("lock", path, code);
  switch (code) {
    case ELOOP:
      return refused(path, fmt::format("{} is a symbolic link, no lock", path), "Remove it.");
    case EISDIR:
      return refused(path, fmt::format("{} is a folder, no lock", path), "Remove it.");
    case ENOLCK:
    case ENOTSUP:
    case ENOSYS:
    case EINVAL:
    case EIO:
      error.hint =
          "This file system cannot lock. Mount it with locking (NFS: without nolock, and with lockd at work), or keep "
          "the state elsewhere with --state-dir DIR.";
      break;
    case EROFS:
      error.hint = "Write to another place with carbonfix apply --output DIR.";
      break;
    default:
      break;
  }
  return error;
}

// -1 with errno. Made under a name nobody has (O_EXCL), so that a mode that the umask narrowed can be put right.
int openLockFile(const std::string& path) {
  constexpr int kFlags = O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  while (true) {
    const int opened = retry([&] { return ::open(path.c_str(), kFlags); });
    if (opened >= 0 || errno != ENOENT) return opened;
    const int made = retry([&] { return ::open(path.c_str(), kFlags | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR); });
    if (made >= 0 && ::fchmod(made, S_IRUSR | S_IWUSR) != 0) {
      const int code = errno;
      ::close(made);
      errno = code;
      return -1;
    }
    if (made >= 0 || errno != EEXIST) return made;
  }
}

// Somebody may have removed the file, or put another in its place, before we had the lock.
bool isStillNamed(const std::string& path, const struct stat& locked) {
  struct stat named {};
  return ::lstat(path.c_str(), &named) == 0 && named.st_dev == locked.st_dev && named.st_ino == locked.st_ino;
}

// Over what is there, and cut to its length afterwards: whoever reads finds a line at any moment. Synced, for other
// machines to see it. A full disk does not keep anybody from rolling back: the line is for people only.
void writeHolder(int descriptor, const std::string& holder, bool sync) {
  const auto written = retry([&] { return ::pwrite(descriptor, holder.data(), holder.size(), 0); });
  [[maybe_unused]] const int cut = ::ftruncate(descriptor, std::max<off_t>(written, 0));
  [[maybe_unused]] const int synced = sync ? ::fdatasync(descriptor) : 0;
}

}  // namespace

Result<std::unique_ptr<FileLock>> lockFile(const std::string& path, const std::string& holder, bool sync) {
  if (auto ok = checkPath(path); !ok) return std::move(ok).error();
  while (true) {
    Descriptor file(openLockFile(path));
    if (!file) return cannotLock(path, errno);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return cannotLock(path, errno);
    if (!S_ISREG(status.st_mode))
      return refused(path, fmt::format("{} is not a regular file, no lock", path), "Remove it.");
    // In a folder of somebody else it can be another name of a file of ours, which the line would be written over.
    if (status.st_nlink > 1)
      return refused(path, fmt::format("{} is another name of a file (a hard link), no lock", path), "Remove it.");
    if (retry([&] { return ::flock(file.get(), LOCK_EX | LOCK_NB); }) != 0) {
      if (errno == EWOULDBLOCK) return std::unique_ptr<FileLock>();
      return cannotLock(path, errno);
    }
    if (!isStillNamed(path, status)) continue;
    writeHolder(file.get(), holder, sync);
    return std::unique_ptr<FileLock>(std::make_unique<Flock>(std::move(file)));
  }
}

}  // namespace carbonfix
