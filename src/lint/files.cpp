#include "lint/files.h"

#include <algorithm>

#include <fmt/format.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/base/known_digests.h"
#include "carbonfix/base/text.h"
#include "lint/suppression.h"

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

const Files::Matched& Files::matched(std::size_t home, const std::string& globs) {
  const auto [place, isNew] = matched_.try_emplace({home, globs});
  Matched& matched = place->second;
  if (!isNew) return matched;
  std::vector<std::string>& files = matched.paths;
  for (const std::string_view glob : splitSpace(globs)) {
    const auto some = homes_[home].match(glob);
    if (!some) {
      notes_.add(homes_[home].node(), std::string(glob), some.error().message, true);
    } else if (some->empty()) {
      matched.unmatched.emplace_back(glob);
    } else {
      files.insert(files.end(), some->begin(), some->end());
    }
  }
  std::ranges::sort(files);
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return matched;
}

void Files::noteUnmatched(std::size_t home, const std::string& globs) {
  for (const std::string& glob : matched(home, globs).unmatched) noteMissing(home, glob);
}

Document* Files::load(std::size_t home, const std::string& path) {
  const bool isNew = loaded_[home].insert(path).second;
  const Home::Loaded& file = isNew ? read(home, path) : homes_[home].load(path);
  if (isNew && file.document != nullptr && mayHaveSuppressions(file.document->bytes())) {
    suppressing_.insert({home, path});
  }
  if (file.document == nullptr && file.unreadable) notes_.add(homes_[home].node(), path, file.error.message, true);
  return file.document;
}

const Home::Loaded& Files::read(std::size_t home, const std::string& path) {
  auto watch = stats_.file(homes_[home].node(), path);
  const Home::Loaded& file = homes_[home].load(path);
  if (stats_.wanted() && file.document != nullptr) watch.count(countElements(*file.document));
  return file;
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

bool Files::exists(std::size_t home, std::string_view path) {
  const Found& found = find(home, path);
  if (found.refused || !found.path.empty()) return !found.path.empty();
  const auto folders = homes_[home].matchFolders(path);
  return folders && !folders->empty() && isInside(home, folders->front());
}

const std::string* Files::bytes(std::size_t home, std::string_view path) {
  const Found& found = find(home, path);
  if (found.path.empty()) {
    if (!found.refused) noteMissing(home, path);
    return nullptr;
  }
  const Home& where = homes_[home];
  if (loaded_[home].contains(found.path)) {
    const Document* document = where.load(found.path).document;
    if (document != nullptr) return &document->bytes();
  }
  const auto [place, isNew] = bytes_.try_emplace({home, found.path});
  if (isNew) {
    auto read = where.read(found.path);
    if (read) {
      place->second = std::move(*read);
    } else {
      notes_.add(where.node(), found.path, read.error().message, true);
    }
  }
  return place->second ? &*place->second : nullptr;
}

std::string Files::digest(std::size_t home, std::string_view path) {
  const Found& found = find(home, path);
  if (found.path.empty()) return {};
  const Home& where = homes_[home];
  if (where.isLoaded(found.path)) {
    const Document* document = where.load(found.path).document;
    if (document != nullptr) return sha256(document->bytes());
  }
  const auto* const known = dynamic_cast<const KnownDigests*>(&where.files());
  if (known != nullptr) {
    auto digest = known->digest(where.absolute(found.path), kMaxFileSize);
    if (digest) return std::move(*digest);
    notes_.add(where.node(), found.path, digest.error().message, true);
    return {};
  }
  const auto read = where.read(found.path);
  if (read) return sha256(*read);
  notes_.add(where.node(), found.path, read.error().message, true);
  return {};
}

std::vector<std::string> Files::list(std::size_t home, std::string_view globs) {
  auto found = homes_[home].matchEither(globs);
  if (found) return std::move(*found);
  notes_.add(homes_[home].node(), std::string(globs), found.error().message, true);
  return {};
}

std::string Files::lookFor(std::size_t home, const std::string& path) const {
  const auto files = homes_[home].match(path);
  if (files && !files->empty()) return files->front();
  return homes_[home].exists(path) ? path : std::string();
}

bool Files::isInside(std::size_t home, const std::string& relative) {
  const Home& where = homes_[home];
  const auto [place, isNew] = roots_.try_emplace(home);
  std::string& root = place->second;
  if (isNew) {
    auto real = where.files().realPath(where.path());
    if (real) root = std::move(*real);
  }
  const auto file = where.files().realPath(where.absolute(relative));
  return !root.empty() && file && (*file == root || file->starts_with(root + "/"));
}

}  // namespace carbonfix
