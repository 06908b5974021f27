#include "store/target.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace carbonfix {
namespace {

bool isBelow(const std::string& path, const std::string& folder) {
  return path.starts_with(folder.ends_with('/') ? folder : folder + '/');
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
  auto real = fs.realPath(absolute);
  if (!real) return std::move(real).error();
  const auto root = fs.realPath(home.path());
  if (!root) return root.error();
  if (!isBelow(*real, *root)) {
    return Error{.message = fmt::format("{} is {}, outside the product home", absolute, *real),
                 .path = absolute,
                 .hint = "Other homes may use that file too. Change it there, or put a copy in place of the link."};
  }
  auto bytes = fs.read(*real, kMaxFileSize);
  if (!bytes) return std::move(bytes).error();
  return Target{
      .path = path, .realPath = std::move(*real), .status = *status, .before = std::move(*bytes), .after = {}};
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
