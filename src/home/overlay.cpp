#include "carbonfix/home/overlay.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/path.h"
#include "home/glob.h"

namespace carbonfix {
namespace {

std::string below(std::string_view folder, std::string_view path) {
  if (path.empty()) return std::string(folder);
  if (folder.empty()) return std::string(path);
  return fmt::format("{}{}{}", folder, folder.ends_with('/') ? "" : "/", path);
}

// What of `path` stands below `folder`: nothing when it is not below, empty when it is the folder itself.
std::optional<std::string_view> restBelow(std::string_view path, std::string_view folder) {
  if (folder.empty()) return path;
  if (!path.starts_with(folder)) return std::nullopt;
  std::string_view rest = path.substr(folder.size());
  if (!rest.empty() && !rest.starts_with('/') && !folder.ends_with('/')) return std::nullopt;
  while (rest.starts_with('/')) rest.remove_prefix(1);
  return rest;
}

bool isThere(const FileSystem& files, const std::optional<std::string>& path) {
  if (!path) return false;
  const auto status = files.linkStatus(*path);
  return !status || status->kind != FileKind::missing;  // what can't be looked at is not passed over
}

bool isFolder(const FileSystem& files, const std::optional<std::string>& path) {
  if (!path) return false;
  const auto status = files.status(*path);
  return status && status->kind == FileKind::folder;
}

}  // namespace

OverlayFileSystem::OverlayFileSystem(const Home& base) : disk_(base.files()), base_(base) {}

Status OverlayFileSystem::add(std::string folder) {
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  const auto names = disk_.list(folder);
  if (!names) return names.error();
  // From the top down, and the first of equals.
  Layer best{.folder = folder, .prefix = {}};
  std::size_t most = counterparts(*names, {});
  std::string prefix;
  for (const std::string_view segment : segmentsOf(base_.confRoot())) {
    prefix = below(prefix, segment);
    if (const std::size_t count = counterparts(*names, prefix); count > most) {
      most = count;
      best.prefix = prefix;
    }
  }
  if (most == 0) {
    return Error{.message = fmt::format("nothing in {} has a counterpart in {}", folder, base_.path()),
                 .path = folder,
                 .hint = "give the folder that holds repository/conf, or the one that stands for it"};
  }
  layers_.push_back(std::move(best));
  return {};
}

std::size_t OverlayFileSystem::counterparts(const std::vector<std::string>& names, const std::string& prefix) const {
  return static_cast<std::size_t>(std::ranges::count_if(names, [&](const std::string& name) {
    return !name.starts_with('.') && isThere(disk_, below(base_.path(), below(prefix, name)));
  }));
}

OverlayFileSystem::Places OverlayFileSystem::placesOf(const std::string& path) const {
  Places places{.layer = nullptr, .own = path, .base = {}};
  for (const Layer& layer : layers_) {
    const bool isDeeper = places.layer == nullptr || layer.folder.size() > places.layer->folder.size();
    if (isDeeper && restBelow(path, layer.folder)) places.layer = &layer;
  }
  if (places.layer == nullptr) return places;
  const std::string_view inHome = *restBelow(path, places.layer->folder);
  if (inHome == kStoreFolder || restBelow(inHome, kStoreFolder)) return places;  // the store is the folder's own
  places.base = below(base_.path(), inHome);
  places.own.reset();  // a folder that stands for a deeper one is not the top of the home
  if (const auto own = restBelow(inHome, places.layer->prefix)) places.own = below(places.layer->folder, *own);
  return places;
}

std::string OverlayFileSystem::actual(const std::string& path) const {
  const Places places = placesOf(path);
  if (isThere(disk_, places.own) || !places.base) return places.own.value_or(path);
  return isThere(disk_, places.base) || !places.own ? *places.base : *places.own;
}

std::string OverlayFileSystem::ownPath(const std::string& path) const { return placesOf(path).own.value_or(path); }

bool OverlayFileSystem::isOwn(const std::string& path) const { return isThere(disk_, placesOf(path).own); }

Result<FileStatus> OverlayFileSystem::status(const std::string& path) const { return disk_.status(actual(path)); }

Result<FileStatus> OverlayFileSystem::linkStatus(const std::string& path) const {
  return disk_.linkStatus(actual(path));
}

Result<std::string> OverlayFileSystem::read(const std::string& path, std::size_t limit) const {
  return disk_.read(actual(path), limit);
}

Result<std::vector<std::string>> OverlayFileSystem::list(const std::string& folder) const {
  const Places places = placesOf(folder);
  const bool own = isFolder(disk_, places.own);
  const bool base = isFolder(disk_, places.base);
  if (!own || !base) return disk_.list(own ? *places.own : base ? *places.base : actual(folder));
  auto changed = disk_.list(*places.own);
  if (!changed) return changed;
  auto stock = disk_.list(*places.base);
  if (!stock) return stock;
  std::vector<std::string> names;
  std::ranges::set_union(*changed, *stock, std::back_inserter(names));
  return names;
}

Result<std::string> OverlayFileSystem::realPath(const std::string& path) const {
  const Places places = placesOf(path);
  if (places.layer == nullptr || !places.base || isThere(disk_, places.own)) return disk_.realPath(ownPath(path));
  auto real = disk_.realPath(*places.base);
  const auto base = disk_.realPath(base_.path());
  const auto folder = disk_.realPath(places.layer->folder);
  if (!real || !base || !folder) return real;
  if (const auto rest = restBelow(*real, *base)) return below(*folder, *rest);
  return real;
}

Status OverlayFileSystem::makeFolder(const std::string& path, std::uint32_t mode) {
  return disk_.makeFolder(ownPath(path), mode);
}

Status OverlayFileSystem::createFile(const std::string& path, std::string_view bytes, std::uint32_t mode) {
  return disk_.createFile(ownPath(path), bytes, mode);
}

Status OverlayFileSystem::copyOwner(const std::string& path, std::uint32_t owner, std::uint32_t group) {
  return disk_.copyOwner(ownPath(path), owner, group);
}

Status OverlayFileSystem::copyAttributes(const std::string& from, const std::string& to) {
  return disk_.copyAttributes(actual(from), ownPath(to));
}

Status OverlayFileSystem::rename(const std::string& from, const std::string& to) {
  return disk_.rename(ownPath(from), ownPath(to));
}

Status OverlayFileSystem::renameToNew(const std::string& from, const std::string& to) {
  return disk_.renameToNew(ownPath(from), ownPath(to));
}

Status OverlayFileSystem::removeFile(const std::string& path) { return disk_.removeFile(ownPath(path)); }

Status OverlayFileSystem::removeFolder(const std::string& path) { return disk_.removeFolder(ownPath(path)); }

Status OverlayFileSystem::syncFolder(const std::string& path) { return disk_.syncFolder(ownPath(path)); }

Result<std::unique_ptr<FileLock>> OverlayFileSystem::lock(const std::string& path, const std::string& holder) {
  return disk_.lock(ownPath(path), holder);
}

Status OverlayFileSystem::checkReplaceable(const std::string& path) const {
  return disk_.checkReplaceable(ownPath(path));
}

}  // namespace carbonfix
