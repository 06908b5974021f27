// Opens the homes of a run and gives each a name of its own.
#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "carbonfix/home/home.h"
#include "carbonfix/home/placed_homes.h"
#include "home/glob.h"

namespace carbonfix {
namespace {

struct Candidate {
  Home home;
  std::string given;     // the name that was asked for; empty when there is none
  std::string realPath;  // without symlinks
};

// What was loaded to tell the product is needed again, but not of a thousand homes at a time.
constexpr std::size_t kFew = 8;

Error sameName(const std::string& node, const std::string& path) {
  return Error{.message = fmt::format("{} is called {}, and another product home is, too", path, node),
               .path = path,
               .hint = "Give each its own name: NODE=PATH."};
}

Result<std::vector<Candidate>> openAll(FileSystem& fs, const std::vector<PlacedHome>& arguments) {
  std::vector<Candidate> candidates;
  std::map<std::pair<const FileSystem*, std::string>, std::size_t> byRealPath;
  for (const PlacedHome& argument : arguments) {
    FileSystem& where = argument.files == nullptr ? fs : *argument.files;
    auto home = Home::open(where, argument.path, argument.node);
    if (!home) return std::move(home).error();
    auto real = where.realPath(argument.path);
    if (!real) return std::move(real).error();
    const auto [same, isNew] = byRealPath.try_emplace({&where, *real}, candidates.size());
    if (!isNew) {
      return Error{
          .message = fmt::format("{} and {} are the same folder", candidates[same->second].home.path(), argument.path),
          .path = argument.path,
          .hint = "Give each product home once."};
    }
    if (arguments.size() > kFew) home->letGo();
    candidates.push_back({std::move(*home), argument.node, std::move(*real)});
  }
  return candidates;
}

// The last `count` segments: "das", "a/das" …; all of them when there are fewer.
std::string lastSegments(const std::string& path, std::size_t count) {
  const std::vector<std::string_view> segments = segmentsOf(path);
  if (segments.empty()) return "/";
  const std::size_t from = segments.size() - std::min(count, segments.size());
  return join(std::vector<std::string>(segments.begin() + static_cast<std::ptrdiff_t>(from), segments.end()), "/");
}

// A name that several have grows by a folder until each has its own.
Result<std::vector<std::string>> uniqueNames(const std::vector<Candidate>& candidates) {
  std::vector<std::size_t> lengths(candidates.size(), 1);
  while (true) {
    std::vector<std::string> names;
    std::map<std::string, std::vector<std::size_t>> users;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const Candidate& candidate = candidates[i];
      names.push_back(candidate.given.empty() ? lastSegments(candidate.realPath, lengths[i]) : candidate.given);
      users[names.back()].push_back(i);
    }
    bool areUnique = true;
    for (const auto& [name, sharing] : users) {
      if (sharing.size() < 2) continue;
      areUnique = false;
      bool isGrown = false;
      for (const std::size_t i : sharing) {
        if (!candidates[i].given.empty() || lengths[i] >= segmentsOf(candidates[i].realPath).size()) continue;
        ++lengths[i];
        isGrown = true;
      }
      if (!isGrown) return sameName(name, candidates[sharing[1]].home.path());
    }
    if (areUnique) return names;
  }
}

// The runtimes of an EI home, except those that were given as homes of their own.
Status addRuntimes(const Candidate& candidate, const std::string& node, const std::set<std::string>& given,
                   std::vector<Home>& homes) {
  FileSystem& fs = candidate.home.files();
  for (const std::string& runtime : candidate.home.runtimes()) {
    const std::string path = candidate.home.absolute(runtime);
    const auto real = fs.realPath(path);
    if (!real) return real.error();
    if (given.contains(*real)) continue;
    auto home = Home::open(fs, path, fmt::format("{}/{}", node, segmentsOf(runtime).back()));
    if (!home) return std::move(home).error();
    homes.push_back(std::move(*home));
  }
  return {};
}

}  // namespace

Result<std::vector<Home>> openHomes(FileSystem& fs, const std::vector<HomeArgument>& arguments) {
  std::vector<PlacedHome> placed;
  placed.reserve(arguments.size());
  for (const HomeArgument& each : arguments) placed.push_back({.node = each.node, .path = each.path});
  return openPlacedHomes(fs, placed);
}

Result<std::vector<Home>> openPlacedHomes(FileSystem& fs, const std::vector<PlacedHome>& arguments) {
  auto candidates = openAll(fs, arguments);
  if (!candidates) return std::move(candidates).error();
  auto names = uniqueNames(*candidates);
  if (!names) return std::move(names).error();

  std::set<std::string> given;
  for (const Candidate& candidate : *candidates) {
    if (&candidate.home.files() == &fs) given.insert(candidate.realPath);
  }
  std::vector<Home> homes;
  for (std::size_t i = 0; i < candidates->size(); ++i) {
    Candidate& candidate = (*candidates)[i];
    std::vector<Home> runtimes;
    if (auto added = addRuntimes(candidate, (*names)[i], given, runtimes); !added) return std::move(added).error();
    candidate.home.setNode((*names)[i]);
    homes.push_back(std::move(candidate.home));
    std::ranges::move(runtimes, std::back_inserter(homes));
  }
  std::set<std::string> nodes;
  for (const Home& home : homes) {
    if (!nodes.insert(home.node()).second) return sameName(home.node(), home.path());
  }
  return homes;
}

}  // namespace carbonfix
