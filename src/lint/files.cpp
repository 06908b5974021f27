#include "lint/files.h"

#include <algorithm>

#include <fmt/format.h>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

// Why `path` can't be one inside a home, whatever lies there; empty when it can.
std::string_view pathProblem(std::string_view path) {
  if (path.empty()) return "the path is empty";
  if (path.starts_with('/')) return "the path is absolute";
  if (path.find(':') != std::string_view::npos) return "the path has a scheme";
  if (path.find_first_of("*?") != std::string_view::npos) return "the path has a wildcard";
  for (const std::string_view name : split(path, '/')) {
    if (name == "..") return "the path leaves the home";
  }
  return {};
}

}  // namespace

const std::vector<std::string>& Files::match(std::size_t home, const std::string& globs) {
  const auto [place, isNew] = matched_.try_emplace({home, globs});
  std::vector<std::string>& files = place->second;
  if (!isNew) return files;
  const std::string& node = homes_[home].node();
  for (const std::string_view glob : splitSpace(globs)) {
    const auto some = homes_[home].match(glob);
    if (!some) {
      notes_.add(node, std::string(glob), some.error().message, true);
    } else if (some->empty()) {
      notes_.add(node, std::string(glob), "no such file");
    } else {
      files.insert(files.end(), some->begin(), some->end());
    }
  }
  std::ranges::sort(files);
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

Document* Files::load(std::size_t home, const std::string& path) {
  loaded_[home].insert(path);
  const Home::Loaded& file = homes_[home].load(path);
  if (file.document == nullptr && file.unreadable) notes_.add(homes_[home].node(), path, file.error.message, true);
  return file.document;
}

const Files::Found& Files::find(std::size_t home, std::string_view path) {
  const std::string asked(path);
  const auto [place, isNew] = found_.try_emplace({home, asked});
  Found& found = place->second;
  if (!isNew) return found;
  std::string_view problem = pathProblem(path);
  if (problem.empty()) found.path = lookFor(home, asked);
  if (!found.path.empty() && !isInside(home, found.path)) problem = "it is a link to outside the home";
  if (problem.empty()) return found;
  found = {{}, true};
  notes_.add(homes_[home].node(), asked, fmt::format("a rule asks for it, but {}", problem), true);
  return found;
}

std::string Files::lookFor(std::size_t home, const std::string& path) const {
  const auto files = homes_[home].match(path);
  if (files && !files->empty()) return files->front();
  return homes_[home].exists(path) ? path : std::string();
}

bool Files::isInside(std::size_t home, const std::string& relative) const {
  const Home& where = homes_[home];
  const auto root = where.files().realPath(where.path());
  const auto file = where.files().realPath(where.absolute(relative));
  return root && file && (*file == *root || file->starts_with(*root + "/"));
}

}  // namespace carbonfix
