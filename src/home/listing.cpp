#include "home/listing.h"

#include <algorithm>
#include <cstdint>
#include <deque>

#include "home/glob.h"

namespace carbonfix {
namespace {

std::string below(const std::string& folder, std::string_view name) {
  std::string path = folder;
  if (!path.empty()) path += '/';
  path += name;
  return path;
}

}  // namespace

Listing::Listing(FileSystem& fs, std::string root, std::vector<std::string> apart)
    : fs_(fs), root_(std::move(root)), apart_(std::move(apart)) {}

Status Listing::match(std::string_view glob, std::set<std::string>& found) {
  const std::vector<std::string_view> segments = segmentsOf(glob);
  if (std::ranges::find(segments, "..") != segments.end()) return {};  // nothing outside the root is part of it
  return expand(segments, {}, found);
}

Status Listing::expand(Segments glob, const std::string& folder, std::set<std::string>& found) {
  if (glob.empty()) return {};
  if (glob.front() == kAnyFolders) return expandAnyFolders(glob.subspan(1), folder, found);
  return hasWildcard(glob.front()) ? expandWildcard(glob, folder, found) : expandLiteral(glob, folder, found);
}

// Names without wildcard are not looked for in listings: the prefix of a glob costs nothing.
Status Listing::expandLiteral(Segments glob, const std::string& folder, std::set<std::string>& found) {
  std::string path = below(folder, glob.front());
  glob = glob.subspan(1);
  for (; !glob.empty() && !hasWildcard(glob.front()); glob = glob.subspan(1)) path = below(path, glob.front());
  if (!glob.empty()) return expand(glob, path, found);
  const auto status = fs_.status(absolute(path));
  if (!status) return status.error();
  if (status->kind == FileKind::file) found.insert(path);
  return {};
}

Status Listing::expandWildcard(Segments glob, const std::string& folder, std::set<std::string>& found) {
  const auto listed = entries(folder);
  if (!listed) return listed.error();
  for (Entry& entry : **listed) {
    if (!nameMatches(glob.front(), entry.name)) continue;
    const auto status = statusOf(folder, entry);
    if (!status) return status.error();
    const std::string path = below(folder, entry.name);
    if (glob.size() == 1 && status->kind == FileKind::file) found.insert(path);
    if (glob.size() > 1 && status->kind == FileKind::folder) {
      if (auto done = expand(glob.subspan(1), path, found); !done) return done;
    }
  }
  return {};
}

Status Listing::expandAnyFolders(Segments glob, const std::string& folder, std::set<std::string>& found) {
  static constexpr std::string_view kAnyName = "*";
  if (glob.empty()) glob = Segments(&kAnyName, 1);
  const auto folders = foldersBelow(folder);
  if (!folders) return folders.error();
  for (const std::string& each : **folders) {
    if (auto done = expand(glob, each, found); !done) return done;
  }
  return {};
}

Result<Listing::Entries*> Listing::entries(const std::string& folder) {
  if (const auto known = entries_.find(folder); known != entries_.end()) return &known->second;
  const auto status = fs_.status(absolute(folder));
  if (!status) return status.error();
  Entries listed;
  if (status->kind == FileKind::folder) {
    auto names = fs_.list(absolute(folder));
    if (!names) return std::move(names).error();
    for (std::string& name : *names) {
      if (name != kStoreFolder) listed.push_back({.name = std::move(name), .status = {}});
    }
  }
  return &entries_.emplace(folder, std::move(listed)).first->second;
}

Result<FileStatus> Listing::statusOf(const std::string& folder, Entry& entry) const {
  if (!entry.status) {
    auto status = fs_.status(absolute(below(folder, entry.name)));
    if (!status) return status;
    entry.status = *status;
  }
  return *entry.status;
}

// Real folders first and linked ones after them, so that a file's path is the real one where there is a choice, and so
// that links which lead up or to each other end.
Result<const std::vector<std::string>*> Listing::foldersBelow(const std::string& start) {
  if (const auto known = below_.find(start); known != below_.end()) return &known->second;
  std::vector<std::string> folders;
  std::set<std::pair<std::uint64_t, std::uint64_t>> seen;
  std::deque<std::string> real{start};
  std::deque<std::string> linked;
  while (!real.empty() || !linked.empty()) {
    std::deque<std::string>& queue = real.empty() ? linked : real;
    const std::string folder = std::move(queue.front());
    queue.pop_front();
    const auto status = fs_.status(absolute(folder));
    if (!status) return status.error();
    if (status->kind != FileKind::folder || !seen.emplace(status->device, status->inode).second) continue;
    const auto listed = entries(folder);
    if (!listed) return listed.error();
    for (Entry& entry : **listed) {
      const std::string path = below(folder, entry.name);
      if (std::ranges::find(apart_, path) != apart_.end()) continue;
      const auto kind = statusOf(folder, entry);
      if (!kind) return kind.error();
      if (kind->kind != FileKind::folder) continue;
      const auto link = fs_.linkStatus(absolute(path));
      (link && link->kind == FileKind::symlink ? linked : real).push_back(path);
    }
    folders.push_back(folder);
  }
  return &below_.emplace(start, std::move(folders)).first->second;
}

std::string Listing::absolute(const std::string& path) const { return path.empty() ? root_ : root_ + '/' + path; }

}  // namespace carbonfix
