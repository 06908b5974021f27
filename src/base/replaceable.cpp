#include "replaceable.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/path.h"
#include "carbonfix/base/text.h"
#include "posix.h"
#include "users.h"

namespace carbonfix {
namespace {

// `first` is what else to do, the start of a sentence.
Error notReplaceable(const std::string& path, const std::string& why, const std::string& first = {}) {
  constexpr std::string_view kElsewhere = "the files to another place with carbonfix apply --output DIR.";
  return refused(
      path, fmt::format("cannot replace {}: {}", path, why),
      first.empty() ? fmt::format("Write {}", kElsewhere) : fmt::format("{}, or write {}", first, kElsewhere));
}

// What only Linux tells, and not every kernel of it. All false where it is not known.
struct Attributes {
  bool unchangeable = false;  // chattr +i
  bool onlyGrows = false;     // chattr +a
  std::optional<bool> isMountPoint;
};

Attributes attributesOf(const std::string& path) {
  Attributes attributes;
#ifdef STATX_BASIC_STATS
  // By number: headers older than the kernel that runs do not name them.
  constexpr std::uint64_t kImmutable = 0x10;
  constexpr std::uint64_t kAppend = 0x20;
  constexpr std::uint64_t kMountRoot = 0x2000;
  struct statx status {};
  if (::statx(AT_FDCWD, path.c_str(), AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &status) != 0) return attributes;
  attributes.unchangeable = (status.stx_attributes & kImmutable) != 0;
  attributes.onlyGrows = (status.stx_attributes & kAppend) != 0;
  if ((status.stx_attributes_mask & kMountRoot) != 0) {
    attributes.isMountPoint = (status.stx_attributes & kMountRoot) != 0;
  }
#endif
  return attributes;
}

// "\040" → " ": the table writes white space and backslashes so.
std::string unescapeOctal(std::string_view text) {
  const auto digit = [&](std::size_t at) { return static_cast<unsigned>(text[at] - '0'); };
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool escaped =
        text[at] == '\\' && at + 3 < text.size() && digit(at + 1) < 4 && digit(at + 2) < 8 && digit(at + 3) < 8;
    if (escaped) {
      plain += static_cast<char>(digit(at + 1) * 64 + digit(at + 2) * 8 + digit(at + 3));
      at += 3;
    } else {
      plain += text[at];
    }
  }
  return plain;
}

bool isMountPoint(const std::string& path, const Attributes& attributes) {
  if (attributes.isMountPoint) return *attributes.isMountPoint;
  constexpr std::size_t kLimit = std::size_t{16} << 20U;
  const auto table = diskFileSystem().read("/proc/self/mountinfo", kLimit);
  const auto folder = diskFileSystem().realPath(folderOf(path));
  if (!table || !folder) return false;  // then the kernel refuses the rename
  const std::string name = path.substr(path.rfind('/') + 1);
  return isInMountTable(*table, (*folder == "/" ? "" : *folder) + "/" + name);
}

// Folders that are not there yet will be made in the nearest one above that is.
Result<std::string> nearestFolder(const std::string& path) {
  std::string folder = folderOf(path);
  while (true) {
    const auto status = diskFileSystem().status(folder);
    if (!status) return status.error();
    if (status->kind == FileKind::folder) return folder;
    const auto link = diskFileSystem().linkStatus(folder);
    const bool inTheWay = status->kind != FileKind::missing || !link || link->kind != FileKind::missing;
    if (inTheWay || folder == "." || folder == "/") {
      return notReplaceable(path, fmt::format("{} is not a folder", folder));
    }
    folder = folderOf(folder);
  }
}

Status checkFolder(const std::string& path, const std::string& folder) {
  struct statvfs volume {};
  if (retry([&] { return ::statvfs(folder.c_str(), &volume); }) == 0 && (volume.f_flag & ST_RDONLY) != 0) {
    return notReplaceable(path, "Read-only file system");
  }
  // The effective user asks: root may be acting as the home's owner.
  if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0) {
    if (errno == EROFS) return notReplaceable(path, "Read-only file system");
    if (errno != EACCES) return failed("write to the folder", folder);
    return notReplaceable(path,
                          fmt::format("the user {} may not write to the folder {}", userText(::geteuid()), folder),
                          "Run as the folder's owner");
  }
  const Attributes attributes = attributesOf(folder);
  if (attributes.unchangeable || attributes.onlyGrows) {
    return notReplaceable(path,
                          fmt::format("the folder {} is {}", folder,
                                      attributes.unchangeable ? "immutable (chattr +i)" : "append-only (chattr +a)"),
                          "Take the flag off (chattr -i -a)");
  }
  return {};
}

Status checkPresent(const std::string& path, const FileStatus& file, const FileStatus& folder) {
  const Attributes attributes = attributesOf(path);
  if (attributes.unchangeable || attributes.onlyGrows) {
    return notReplaceable(path,
                          attributes.unchangeable ? "it is immutable (chattr +i)" : "it is append-only (chattr +a)",
                          "Take the flag off (chattr -i -a)");
  }
  if (isMountPoint(path, attributes)) {
    return notReplaceable(path, "something is mounted on it (a bind mount, a Kubernetes subPath or ConfigMap)",
                          "Change it where it comes from");
  }
  const uid_t user = ::geteuid();
  if ((folder.mode & S_ISVTX) != 0 && user != 0 && file.owner != user && folder.owner != user) {
    return notReplaceable(
        path,
        fmt::format("its folder is sticky (as /tmp), and neither it nor the file belongs to the user {}",
                    userText(::geteuid())),
        "Run as the file's owner");
  }
  return {};
}

}  // namespace

bool isInMountTable(std::string_view table, std::string_view path) {
  // "36 35 98:0 FOLDER-IN-ITS-FILE-SYSTEM MOUNT\040POINT rw …"
  const auto lines = split(table, '\n');
  for (const std::string_view line : lines) {
    const auto fields = split(line, ' ');
    if (fields.size() > 4 && unescapeOctal(fields[4]) == path) return true;
  }
  return false;
}

Status checkFileReplaceable(const std::string& path) {
  if (auto ok = checkPath(path); !ok) return ok;
  const auto folder = nearestFolder(path);
  if (!folder) return folder.error();
  if (auto ok = checkFolder(path, *folder); !ok) return ok;
  const auto file = diskFileSystem().linkStatus(path);
  if (!file) return file.error();
  if (file->kind == FileKind::missing) return {};
  const auto above = diskFileSystem().status(*folder);
  return above ? checkPresent(path, *file, *above) : Status(above.error());
}

}  // namespace carbonfix
