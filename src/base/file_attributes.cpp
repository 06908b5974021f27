#include "file_attributes.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "carbonfix/base/text.h"
#include "posix.h"
#include "users.h"

namespace carbonfix {
namespace {

struct OpenFile {
  std::string path;
  Descriptor descriptor;
  struct stat status {};

  Status look() { return ::fstat(descriptor.get(), &status) == 0 ? Status() : Status(failed("look at", path)); }
  mode_t mode() const { return status.st_mode & 07777U; }
};

Result<OpenFile> openFile(const std::string& path) {
  if (auto ok = checkPath(path); !ok) return std::move(ok).error();
  constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
  OpenFile file{.path = path, .descriptor = Descriptor(retry([&] { return ::open(path.c_str(), kFlags); }))};
  if (!file.descriptor) {
    if (errno == ELOOP) return refused(path, fmt::format("{} is a symbolic link", path));
    return failed("look at the attributes of", path);
  }
  if (auto ok = file.look(); !ok) return std::move(ok).error();
  return file;
}

// Attributes that are not those of the file as its owner knows it.
bool belongsToTheSystem(std::string_view name) {
  constexpr std::array<std::string_view, 14> kPrefixes = {
      "security.ima", "security.evm", "trusted.overlay.", "user.overlay.", "trusted.glusterfs.",
      "trusted.afr",  "trusted.gfid", "trusted.SGI_",     "trusted.lov",   "trusted.lma",
      "trusted.link", "lustre.",      "xfsroot.",         "afs."};
  return std::any_of(kPrefixes.begin(), kPrefixes.end(), [&](auto prefix) { return name.starts_with(prefix); });
}

// A call that fills a buffer, or tells the size it needs; what it reads may grow in between.
template <class Ask>
std::optional<std::string> askGrowing(Ask ask) {
  std::string buffer;
  while (true) {
    const ssize_t size = retry([&] { return ask(nullptr, 0); });
    if (size <= 0) return size == 0 ? std::optional<std::string>("") : std::nullopt;
    buffer.resize(static_cast<std::size_t>(size));
    const ssize_t filled = retry([&] { return ask(buffer.data(), buffer.size()); });
    if (filled < 0 && errno == ERANGE) continue;
    if (filled < 0) return std::nullopt;
    buffer.resize(static_cast<std::size_t>(filled));
    return buffer;
  }
}

Result<std::vector<std::string>> attributeNames(const OpenFile& file) {
  const auto list =
      askGrowing([&](char* buffer, std::size_t size) { return ::flistxattr(file.descriptor.get(), buffer, size); });
  if (!list) {
    if (errno == ENOTSUP || errno == ENOSYS) return std::vector<std::string>{};
    return failed("list the extended attributes of", file.path);
  }
  std::vector<std::string> names;
  for (const std::string_view name : split(*list, '\0')) {
    if (!name.empty() && !belongsToTheSystem(name)) names.emplace_back(name);
  }
  return names;
}

// Nothing when it has none of this name, with errno ENODATA.
std::optional<std::string> attribute(const OpenFile& file, const std::string& name) {
  return askGrowing(
      [&](char* buffer, std::size_t size) { return ::fgetxattr(file.descriptor.get(), name.c_str(), buffer, size); });
}

std::string nameForPeople(const std::string& attribute) {
  if (attribute == "system.posix_acl_access" || attribute == "system.nfs4_acl") {
    return fmt::format("the ACL ({})", attribute);
  }
  if (attribute == "security.selinux") return "the SELinux label (security.selinux)";
  return fmt::format("the extended attribute {}", attribute);
}

Error cannotKeep(const std::string& what, const OpenFile& from, int code, const std::string& hint) {
  return {.message = fmt::format("cannot keep {} of {}: {}", what, from.path, std::generic_category().message(code)),
          .path = from.path,
          .hint = hint};
}

std::string attributeHint(const std::string& name) {
  if (name == "security.selinux") return "Run where relabelling is allowed, or give the file its folder's label first.";
  return "Run as root, or take the attribute off the file first (setfacl -b, setfattr -x).";
}

bool isSelinuxOn() { return ::access("/sys/fs/selinux/enforce", F_OK) == 0; }

Status setAttribute(const OpenFile& from, const OpenFile& to, const std::string& name, const std::string& value) {
  const int descriptor = to.descriptor.get();
  if (retry([&] { return ::fsetxattr(descriptor, name.c_str(), value.data(), value.size(), 0); }) == 0) return {};
  const int code = errno;
  // Where SELinux is off, an old label means nothing: it has to be made anew when it is turned on again.
  if (name == "security.selinux" && !isSelinuxOn()) return {};
  return cannotKeep(nameForPeople(name), from, code, attributeHint(name));
}

Status copyExtendedAttributes(const OpenFile& from, const OpenFile& to, bool& changed) {
  const auto names = attributeNames(from);
  if (!names) return names.error();
  const auto surplus = attributeNames(to);
  if (!surplus) return surplus.error();
  for (const std::string& name : *surplus) {
    // The label that the system's policy gave to a new file can't be taken off.
    if (name.starts_with("security.") || std::find(names->begin(), names->end(), name) != names->end()) continue;
    changed = true;
    if (retry([&] { return ::fremovexattr(to.descriptor.get(), name.c_str()); }) == 0 || errno == ENODATA) continue;
    return cannotKeep(nameForPeople(name) + ", which is absent,", from, errno, attributeHint(name));
  }
  for (const std::string& name : *names) {
    const auto wanted = attribute(from, name);
    // Taken off meanwhile, or listed by a server that does not serve it.
    if (!wanted && (errno == ENODATA || errno == ENOTSUP)) continue;
    if (!wanted) return cannotKeep(nameForPeople(name), from, errno, attributeHint(name));
    if (attribute(to, name) == wanted) continue;
    changed = true;
    if (auto done = setAttribute(from, to, name, *wanted); !done) return done;
  }
  return {};
}

Status copyOwnership(const OpenFile& from, const OpenFile& to, bool& changed) {
  const uid_t owner = from.status.st_uid;
  const gid_t group = from.status.st_gid;
  if (to.status.st_uid == owner && to.status.st_gid == group) return {};
  changed = true;
  if (::fchown(to.descriptor.get(), owner, group) == 0) return {};
  const int code = errno;
  if (to.status.st_uid != owner) {
    return cannotKeep(fmt::format("the owner ({})", userText(owner)), from, code,
                      fmt::format("Give the file to {} first (chown).", userText(to.status.st_uid)));
  }
  return cannotKeep(fmt::format("the group (gid {})", group), from, code,
                    fmt::format("Give the file a group that {} is in first (chgrp).", userText(::geteuid())));
}

Status copyMode(const OpenFile& from, OpenFile& to, bool& changed) {
  if (auto ok = to.look(); !ok) return ok;
  if (to.mode() == from.mode()) return {};
  changed = true;
  if (::fchmod(to.descriptor.get(), from.mode()) != 0) return failed("set the mode of", to.path);
  return to.look();
}

// Some network file systems take a change without a word and do not make it.
Status verify(const OpenFile& from, const OpenFile& to) {
  const std::string hint = "The file system does not let it be set; make the change by hand.";
  if (to.status.st_uid != from.status.st_uid || to.status.st_gid != from.status.st_gid) {
    return cannotKeep("the owner and group", from, EPERM, hint);
  }
  if (to.mode() != from.mode()) return cannotKeep(fmt::format("the mode {:04o}", from.mode()), from, EPERM, hint);
  return {};
}

}  // namespace

Status copyFileAttributes(const std::string& from, const std::string& to, bool sync) {
  const auto source = openFile(from);
  if (!source) return source.error();
  auto target = openFile(to);
  if (!target) return std::move(target).error();
  bool changed = false;
  // The owner first: that takes set-id bits and capabilities off. The ACL before the mode: the mode's bits of the group
  // are the ACL's mask, and without the ACL they would open the file to the group itself.
  if (auto done = copyOwnership(*source, *target, changed); !done) return done;
  if (auto done = copyExtendedAttributes(*source, *target, changed); !done) return done;
  if (auto done = copyMode(*source, *target, changed); !done) return done;
  if (auto kept = verify(*source, *target); !kept) return kept;
  if (changed && sync && retry([&] { return ::fsync(target->descriptor.get()); }) != 0) return failed("write", to);
  return {};
}

}  // namespace carbonfix
