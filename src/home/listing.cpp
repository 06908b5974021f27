#include "home/listing.h"

#include <algorithm>
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

Status Listing::match(std::string_view glob, std::set<std::string>& found, FileKind wanted) {
  wanted_ = wanted;
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
  const auto kind = kindAt(path);
  if (!kind) return kind.error();
  if (*kind == wanted_) found.insert(path);
  return {};
}

Status Listing::expandWildcard(Segments glob, const std::string& folder, std::set<std::string>& found) {
  const auto listed = entries(folder);
  if (!listed) return listed.error();
  for (Entry& entry : **listed) {
    if (!nameMatches(glob.front(), entry.own.name)) continue;
    const auto kind = kindOf(folder, entry);
    if (!kind) return kind.error();
    const std::string path = below(folder, entry.own.name);
    if (glob.size() == 1 && *kind == wanted_) found.insert(path);
    if (glob.size() > 1 && *kind == FileKind::folder) {
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
  const auto kind = kindAt(folder);
  if (!kind) return kind.error();
  Entries listed;
  if (*kind == FileKind::folder) {
    auto all = fs_.entries(absolute(folder));
    if (!all) return std::move(all).error();
    listed.reserve(all->size());
    for (FolderEntry& entry : *all) {
      if (entry.name != kStoreFolder) listed.push_back({.own = std::move(entry), .behind = {}});
    }
  }
  return &entries_.emplace(folder, std::move(listed)).first->second;
}

Result<FileKind> Listing::kindOf(const std::string& folder, Entry& entry) const {
  if (entry.own.kind != FileKind::symlink) return entry.own.kind;
  if (!entry.behind) {
    const auto status = fs_.status(absolute(below(folder, entry.own.name)));
    if (!status) return status.error();
    entry.behind = status->kind;
  }
  return *entry.behind;
}

Result<FileKind> Listing::kindAt(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? std::string() : path.substr(0, slash);
  const std::string_view name = std::string_view(path).substr(slash == std::string::npos ? 0 : slash + 1);
  const auto listed = entries_.find(folder);
  if (listed == entries_.end() || name.empty() || name == kStoreFolder) {
    const auto status = fs_.status(absolute(path));
    if (!status) return status.error();
    return status->kind;
  }
  const auto nameOf = [](const Entry& entry) -> std::string_view { return entry.own.name; };
  const auto found = std::ranges::lower_bound(listed->second, name, {}, nameOf);
  if (found == listed->second.end() || nameOf(*found) != name) return FileKind::missing;
  return kindOf(folder, *found);
}

// Real folders first and linked ones after them, so that a file's path is the real one where there is a choice, and so
// that links which lead up or to each other end.
Result<const std::vector<std::string>*> Listing::foldersBelow(const std::string& start) {
  if (const auto known = below_.find(start); known != below_.end()) return &known->second;
  std::vector<std::string> folders;
  std::deque<std::string> real{start};
  std::deque<std::string> linked;
  std::optional<std::set<FolderId>> seen;
  while (!real.empty() || !linked.empty()) {
    std::deque<std::string>& queue = real.empty() ? linked : real;
    if (real.empty() && !seen) {
      // Only a link can lead to where we have been.
      seen.emplace();
      for (const std::string& folder : folders) {
        if (const auto isNew = addTo(*seen, folder); !isNew) return isNew.error();
      }
    }
    const std::string folder = std::move(queue.front());
    queue.pop_front();
    if (seen) {
      const auto isNew = addTo(*seen, folder);
      if (!isNew) return isNew.error();
      if (!*isNew) continue;
    }
    const auto listed = entries(folder);
    if (!listed) return listed.error();
    for (Entry& entry : **listed) {
      const std::string path = below(folder, entry.own.name);
      if (std::ranges::find(apart_, path) != apart_.end()) continue;
      const auto kind = kindOf(folder, entry);
      if (!kind) return kind.error();
      if (*kind == FileKind::folder) (entry.own.kind == FileKind::symlink ? linked : real).push_back(path);
    }
    folders.push_back(folder);
  }
  return &below_.emplace(start, std::move(folders)).first->second;
}

Result<bool> Listing::addTo(std::set<FolderId>& seen, const std::string& folder) const {
  const auto status = fs_.status(absolute(folder));
  if (!status) return status.error();
  return status->kind == FileKind::folder && seen.emplace(status->device, status->inode).second;
}

std::string Listing::absolute(const std::string& path) const { return path.empty() ? root_ : root_ + '/' + path; }

}  // namespace carbonfix
