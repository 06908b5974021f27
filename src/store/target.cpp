#include "store/target.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>

namespace carbonfix {
namespace {

bool isBelow(const std::string& path, const std::string& folder) {
  return path.starts_with(folder.ends_with('/') ? folder : folder + '/');
}

Result<std::string> realPathInside(const Home& home, const std::string& absolute) {
  FileSystem& fs = home.files();
  auto real = fs.realPath(absolute);
  if (!real) return real;
  const auto root = fs.realPath(home.path());
  if (!root) return root.error();
  if (isBelow(*real, *root) || *real == *root) return real;
  return Error{.message = fmt::format("{} is {}, outside the product home", absolute, *real),
               .path = absolute,
               .hint = "Other homes may use that file too. Change it there, or put a copy in place of the link."};
}

// What the umask leaves of rw-r--r--. It can only be read by setting it.
std::uint32_t newFileMode() {
  const mode_t mask = umask(0);
  umask(mask);
  return 0644U & ~static_cast<std::uint32_t>(mask);
}

}  // namespace

Result<Target> findTarget(const Home& home, const std::string& path) {
  FileSystem& fs = home.files();
  const std::string absolute = home.absolute(path);
  const auto status = fs.status(absolute);
  if (!status) return status.error();
  if (status->kind == FileKind::missing) {
    return Error{.message = fmt::format("{} is not there any more", absolute), .path = absolute};
  }
  if (status->kind != FileKind::file) {
    return Error{.message = fmt::format("{} is not a regular file", absolute), .path = absolute};
  }
  auto real = realPathInside(home, absolute);
  if (!real) return std::move(real).error();
  auto bytes = fs.read(*real, kMaxFileSize);
  if (!bytes) return std::move(bytes).error();
  return Target{
      .path = path, .realPath = std::move(*real), .status = *status, .before = std::move(*bytes), .after = {}};
}

Result<Target> findNewTarget(const Home& home, const std::string& path) {
  FileSystem& fs = home.files();
  const std::string absolute = home.absolute(path);
  const auto there = fs.linkStatus(absolute);
  if (!there) return there.error();
  if (there->kind != FileKind::missing) {
    return Error{.message = fmt::format("{} is there by now", absolute),
                 .path = absolute,
                 .hint = "Run again, so that what is there now is changed. Nothing was changed."};
  }
  const std::filesystem::path split(absolute);
  const auto folder = realPathInside(home, split.parent_path().string());
  if (!folder) return folder.error();
  const auto above = fs.status(*folder);
  if (!above) return above.error();
  Target target{.path = path,
                .realPath = fmt::format("{}/{}", *folder, split.filename().string()),
                .status = *above,
                .before = {},
                .after = {},
                .kind = TargetKind::make};
  target.status.mode = newFileMode();
  return target;
}

Result<std::vector<Target>> withoutAliases(std::vector<Target> targets) {
  std::vector<Target> files;
  for (Target& target : targets) {
    const auto same = std::ranges::find(files, target.realPath, &Target::realPath);
    if (same == files.end()) {
      files.push_back(std::move(target));
    } else if (same->after != target.after) {
      return Error{
          .message = fmt::format("{} and {} are the same file, but are to become different", same->path, target.path),
          .path = target.realPath,
          .hint = "Let the rules name only one of them."};
    }
  }
  return files;
}

}  // namespace carbonfix
