#include "carbonfix/home/snapshot_file_system.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/base/path.h"
#include "carbonfix/base/text.h"
#include "home/glob.h"

namespace carbonfix {
namespace {

constexpr std::size_t kMostLinks = 40;  // as Linux has it

// The part of `path` below the home; nothing when it is elsewhere.
std::optional<std::string_view> below(std::string_view path, std::string_view home) {
  if (!path.starts_with(home)) return std::nullopt;
  const std::string_view rest = path.substr(home.size());
  if (!rest.empty() && !rest.starts_with('/') && !home.ends_with('/')) return std::nullopt;
  return rest;
}

std::string joined(const std::string& folder, std::string_view name) {
  return folder.empty() ? std::string(name) : fmt::format("{}/{}", folder, name);
}

}  // namespace

SnapshotFileSystem::SnapshotFileSystem(std::shared_ptr<const Snapshot> snapshot, StandIns standIns)
    : snapshot_(std::move(snapshot)), standIns_(standIns) {
  for (const auto& [path, entry] : snapshot_->entries) names_[relativeFolderOf(path)].push_back(nameOf(path));
  for (auto& [folder, names] : names_) std::ranges::sort(names);
}

SnapshotFileSystem::Place SnapshotFileSystem::find(const std::string& path, bool follows) const {
  const auto rest = below(path, snapshot_->home);
  if (!rest) return {};
  const auto segmentsAsked = segmentsOf(*rest);
  std::vector<std::string> left(segmentsAsked.rbegin(), segmentsAsked.rend());  // the next one last
  Place place{.path = {}, .entry = nullptr, .isHome = true};
  std::size_t links = 0;
  while (!left.empty()) {
    if (left.back() == "..") return {};  // nobody asks for it
    place.path = joined(place.path, left.back());
    left.pop_back();
    const auto found = snapshot_->entries.find(place.path);
    if (found == snapshot_->entries.end()) return {.path = place.path, .entry = nullptr, .isHome = false};
    place.entry = &found->second;
    place.isHome = false;
    const bool leadsOn = place.entry->kind == FileKind::symlink && place.entry->behind == FileKind::missing;
    if (!leadsOn || (left.empty() && !follows)) continue;
    const std::string& leadsTo = place.entry->target;
    if (++links > kMostLinks || leadsTo.empty() || leadsTo.starts_with('/')) return {};
    const auto target = segmentsOf(leadsTo);
    left.insert(left.end(), target.rbegin(), target.rend());
    place = {.path = {}, .entry = nullptr, .isHome = true};
  }
  return place;
}

FileStatus SnapshotFileSystem::statusOf(const Place& place, bool follows) const {
  FileStatus status;
  if (place.isHome) {
    status.kind = FileKind::folder;
    status.mode = 0755;
  }
  if (place.entry != nullptr) {
    const bool leadsOut = follows && place.entry->kind == FileKind::symlink;
    status.kind = leadsOut ? place.entry->behind : place.entry->kind;
    status.size = place.entry->size;
    status.mode = place.entry->mode;
    status.inode = reinterpret_cast<std::uintptr_t>(place.entry);  // one for each
  }
  status.links = 1;
  return status;
}

Result<FileStatus> SnapshotFileSystem::status(const std::string& path) const {
  return statusOf(find(path, true), true);
}

Result<FileStatus> SnapshotFileSystem::linkStatus(const std::string& path) const {
  return statusOf(find(path, false), false);
}

Result<std::string> SnapshotFileSystem::read(const std::string& path, std::size_t limit) const {
  const Place place = find(path, true);
  const auto failure = [&path](const std::string& why, const std::string& hint = {}) {
    return Error{.message = fmt::format("cannot read {}: {}", path, why), .path = path, .hint = hint};
  };
  if (place.entry == nullptr) return failure(place.isHome ? "it is a folder" : "the snapshot has no such file");
  const SnapshotEntry& entry = *place.entry;
  if (!entry.unread.empty()) return failure(entry.unread);
  if (!entry.text) {
    return failure("the snapshot has its name only",
                   "Take the snapshot with the rules that read it: carbonfix snapshot --rules PATH.");
  }
  auto bytes = bytesWith(*entry.text, standIns_, fmt::format("{} {}", snapshot_->node, place.path));
  if (bytes && bytes->size() > limit) {
    return failure(fmt::format("it has {} bytes, more than the limit of {} bytes", bytes->size(), limit));
  }
  return bytes;
}

Result<std::string> SnapshotFileSystem::digest(const std::string& path, std::size_t limit) const {
  const Place place = find(path, true);
  const bool isKnown = place.entry != nullptr && !place.entry->text && !place.entry->digest.empty();
  if (isKnown) return place.entry->digest;
  const auto bytes = read(path, limit);
  if (!bytes) return bytes.error();
  return sha256(*bytes);
}

Result<std::vector<std::string>> SnapshotFileSystem::list(const std::string& folder) const {
  const Place place = find(folder, true);
  const auto failure = [&folder](std::string_view why) {
    return Error{.message = fmt::format("cannot list {}: {}", folder, why), .path = folder, .hint = {}};
  };
  if (statusOf(place, true).kind != FileKind::folder) return failure("the snapshot has no such folder");
  if (place.entry != nullptr && !place.entry->unread.empty()) return failure(place.entry->unread);
  const auto names = names_.find(place.path);
  return names == names_.end() ? std::vector<std::string>() : names->second;
}

Result<std::string> SnapshotFileSystem::realPath(const std::string& path) const {
  const Place place = find(path, true);
  if (place.isHome) return snapshot_->realHome;
  if (place.entry == nullptr) {
    return Error{.message = fmt::format("cannot resolve {}: the snapshot has no such file", path), .path = path};
  }
  // Behind a link that leads out of the home all is where that leads.
  for (std::string folder = place.path; !folder.empty(); folder = relativeFolderOf(folder)) {
    const auto entry = snapshot_->entries.find(folder);
    if (entry == snapshot_->entries.end() || entry->second.kind != FileKind::symlink) continue;
    return entry->second.target + place.path.substr(folder.size());
  }
  return joined(snapshot_->realHome, place.path);
}

Status SnapshotFileSystem::refused(const std::string& path) const {
  return Error{.message = fmt::format("{} is in a snapshot, and nothing can be written there", path),
               .path = path,
               .hint = "Run the command on the node itself."};
}

Result<Home> openSnapshot(SnapshotFileSystem& files, std::string node) {
  return Home::open(files, files.snapshot()->home, std::move(node));
}

}  // namespace carbonfix
