#include "carbonfix/store/shared_files.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/path.h"

namespace carbonfix {
namespace {

// Folder and name, not the file's own inode: hard links are files apart once one of them is replaced.
using Place = std::tuple<std::uint64_t, std::uint64_t, std::string>;

std::pair<std::string, std::string> splitPath(const std::string& path) { return {folderOf(path), nameOf(path)}; }

// Behind every link when the file is there, else behind those of the lowest folder that is. Nothing where it is gone by
// now: the run will say so.
std::optional<Place> placeOf(const Home& home, const FileChange& change) {
  FileSystem& fs = home.files();
  auto [folder, name] = splitPath(home.absolute(change.path));
  if (!change.created) {
    const auto real = fs.realPath(home.absolute(change.path));
    if (!real) return std::nullopt;
    std::tie(folder, name) = splitPath(*real);
  }
  auto status = fs.status(folder);
  while (status && status->kind == FileKind::missing && folder.size() > 1) {
    auto [above, missing] = splitPath(folder);
    folder = std::move(above);
    name = fmt::format("{}/{}", missing, name);
    status = fs.status(folder);
  }
  if (!status || status->kind != FileKind::folder) return std::nullopt;
  return Place{status->device, status->inode, std::move(name)};
}

Error differs(const Home& first, const Home& second, const FileChange& change) {
  return Error{.message = fmt::format("{} is one file in {} and {}, and they want different contents of it",
                                      change.path, first.node(), second.node()),
               .path = second.absolute(change.path),
               .hint =
                   "Give the patches of this file the same values for all homes that share it, or run them for one "
                   "home only. Nothing was written."};
}

struct Owner {
  std::size_t home;
  const FileChange* change;
};

}  // namespace

Status leaveSharedFilesToOne(const std::vector<Home>& homes, std::vector<ChangeSet>& changes) {
  if (homes.size() < 2) return {};
  std::map<Place, Owner> owners;
  std::set<std::pair<std::size_t, std::string>> left;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    for (const FileChange& change : changes[i].files) {
      const std::optional<Place> place = placeOf(homes[i], change);
      if (!place) continue;
      const Owner& owner = owners.try_emplace(*place, Owner{i, &change}).first->second;
      if (owner.home == i) continue;
      if (owner.change->after != change.after) return differs(homes[owner.home], homes[i], change);
      changes[i].notes.push_back(
          fmt::format("{} is shared with {}, whose run changes it", change.path, homes[owner.home].node()));
      left.emplace(i, change.path);
    }
  }
  for (std::size_t i = 0; i < changes.size(); ++i) {
    std::erase_if(changes[i].files, [&](const FileChange& change) { return left.contains({i, change.path}); });
    for (PatchOutcome& outcome : changes[i].outcomes) {
      if (left.contains({i, outcome.path})) outcome.kind = PatchOutcome::Kind::alreadyDone;
    }
  }
  return {};
}

}  // namespace carbonfix
