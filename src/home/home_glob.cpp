#include "carbonfix/home/home_glob.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "home/glob.h"

namespace carbonfix {
namespace {

constexpr std::size_t kNamed = 3;

std::string below(const std::string& folder, std::string_view name) {
  if (folder.empty()) return std::string(name);
  return fmt::format("{}{}{}", folder, folder.ends_with('/') ? "" : "/", name);
}

// The names in the folder that match; what can't be listed has none.
std::vector<std::string> matchesIn(const FileSystem& fs, const std::string& folder, std::string_view pattern) {
  std::vector<std::string> found;
  const auto names = fs.list(folder.empty() ? "." : folder);
  if (!names) return found;
  for (const std::string& name : *names) {
    if (name.starts_with('.') != pattern.starts_with('.') || !nameMatches(pattern, name)) continue;
    found.push_back(below(folder, name));
  }
  return found;
}

bool isThere(const FileSystem& fs, const std::string& path) {
  const auto status = fs.status(path);
  return status && status->kind != FileKind::missing;
}

}  // namespace

Result<std::string> theOnePath(const FileSystem& fs, const std::string& glob) {
  if (!hasWildcard(glob)) return glob;
  std::vector<std::string> paths = {glob.starts_with('/') ? "/" : ""};
  for (const std::string_view segment : segmentsOf(glob)) {
    std::vector<std::string> next;
    for (const std::string& folder : paths) {
      if (!hasWildcard(segment)) {
        next.push_back(below(folder, segment));
        continue;
      }
      for (std::string& match : matchesIn(fs, folder, segment)) next.push_back(std::move(match));
    }
    paths = std::move(next);
  }
  std::erase_if(paths, [&fs](const std::string& path) { return !isThere(fs, path); });
  if (paths.size() == 1) return paths.front();
  if (paths.empty()) return Error{.message = fmt::format("nothing matches {}", glob), .path = glob};
  std::vector<std::string> named(paths.begin(),
                                 paths.begin() + static_cast<std::ptrdiff_t>(std::min(paths.size(), kNamed)));
  if (paths.size() > kNamed) named.emplace_back("…");
  return Error{.message = fmt::format("{} paths match {}: {}", paths.size(), glob, join(named, ", ")),
               .path = glob,
               .hint = "a home is one of them: write a glob that only it matches"};
}

}  // namespace carbonfix
