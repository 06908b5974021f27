#include "store/target.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>

#include "carbonfix/base/path.h"

namespace carbonfix {
namespace {

constexpr std::array kShareable = {"repository/deployment", "repository/tenants"};

bool isBelow(const std::string& path, const std::string& folder) {
  return path.starts_with(folder.ends_with('/') ? folder : folder + '/');
}

// The umask can only be read by setting it.
std::uint32_t withoutUmask(std::uint32_t mode) {
  const mode_t mask = umask(0);
  umask(mask);
  return mode & ~static_cast<std::uint32_t>(mask);
}

constexpr std::uint32_t kNewFileMode = 0644;
constexpr std::uint32_t kNewFolderMode = 0755;

// Which share of the home this real path is in.
std::string shareOf(const Home& home, const std::string& path, const std::string& real) {
  for (const char* const folder : kShareable) {
    if (!isBelow(path, folder)) continue;
    const auto share = home.files().realPath(home.absolute(folder));
    if (share && isBelow(real, *share)) return *share;
  }
  return {};
}

}  // namespace

Error cannotChange(const Target& target, Error cause) {
  cause.message = fmt::format("cannot change {}: {}", target.path, cause.message);
  return cause;
}

std::uint32_t newFolderMode() { return withoutUmask(kNewFolderMode); }

Result<RealPlace> realPlace(const Home& home, const std::string& path, const StoreOptions& options) {
  FileSystem& fs = home.files();
  const std::string absolute = home.absolute(path);
  const auto status = fs.status(absolute);
  if (!status) return status.error();
  auto real = fs.realPath(status->kind == FileKind::missing ? folderOf(absolute) : absolute);
  if (!real) return std::move(real).error();
  if (status->kind == FileKind::missing) *real += '/' + nameOf(path);
  const auto root = fs.realPath(home.path());
  if (!root) return root.error();
  if (isBelow(*real, *root)) return RealPlace{.path = *real, .share = {}};
  if (std::string share = shareOf(home, path, *real); !share.empty()) {
    return RealPlace{.path = *real, .share = std::move(share)};
  }
  if (options.followOutside) return RealPlace{.path = *real, .share = {}};
  return Error{.message = fmt::format("{} is {}, outside the product home", absolute, *real),
               .path = absolute,
               .hint =
                   "Other homes may use that file too. Change it there, put a copy in place of the link, or say "
                   "--follow-outside."};
}

Result<Target> findTarget(const Home& home, const std::string& path, const StoreOptions& options) {
  FileSystem& fs = home.files();
  const std::string absolute = home.absolute(path);
  const auto status = fs.status(absolute);
  if (!status) return status.error();
  if (status->kind == FileKind::missing) {
    return Error{.message = fmt::format("{} is not there any more", absolute), .path = absolute};
  }
  if (status->kind != FileKind::file) {
    return Error{
        .message = fmt::format("{} is not a regular file", absolute), .path = absolute, .hint = "Move it away first."};
  }
  if (status->links > 1 && !options.breakLinks) {
    return Error{.message = fmt::format("{} has {} hard links: its other names would keep the old bytes", absolute,
                                        status->links),
                 .path = absolute,
                 .hint = "If that is meant, say --break-links."};
  }
  auto place = realPlace(home, path, options);
  if (!place) return std::move(place).error();
  auto bytes = fs.read(place->path, kMaxFileSize);
  if (!bytes) return std::move(bytes).error();
  Target target;
  target.path = path;
  target.realPath = std::move(place->path);
  target.status = *status;
  target.before = std::move(*bytes);
  target.share = std::move(place->share);
  return target;
}

Result<Target> findNewTarget(const Home& home, const std::string& path, const StoreOptions& options) {
  FileSystem& fs = home.files();
  const std::string absolute = home.absolute(path);
  const auto there = fs.linkStatus(absolute);
  if (!there) return there.error();
  if (there->kind != FileKind::missing) {
    return Error{.message = fmt::format("{} is there by now", absolute),
                 .path = absolute,
                 .hint = "Run again, so that what is there now is changed. Nothing was changed."};
  }
  Target target;
  target.path = path;
  target.kind = TargetKind::make;
  std::string missing;  // below the lowest folder that is there
  std::string folder = relativeFolderOf(path);
  while (!folder.empty()) {
    const auto above = fs.linkStatus(home.absolute(folder));
    if (!above) return above.error();
    if (above->kind != FileKind::missing) break;
    target.newFolders.insert(target.newFolders.begin(), folder);
    missing.insert(0, '/' + nameOf(folder));
    folder = relativeFolderOf(folder);
  }
  const std::string first = target.newFolders.empty() ? path : target.newFolders.front();
  const auto place = realPlace(home, first, options);
  if (!place) return place.error();
  target.realPath = folderOf(place->path) + missing + '/' + nameOf(path);
  target.share = place->share;
  const auto above = fs.status(folderOf(place->path));
  if (!above) return above.error();
  if (above->kind != FileKind::folder) {
    return Error{.message = fmt::format("{} is not a folder", folderOf(place->path)), .path = folderOf(place->path)};
  }
  target.status = *above;
  target.status.mode = withoutUmask(kNewFileMode);
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
