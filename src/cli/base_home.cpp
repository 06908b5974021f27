#include "cli/base_home.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "report/summary.h"

namespace carbonfix {
namespace {

// A home of the base or over it, by what it is in the home that was given: "" or a runtime of EI.
const Home* findSame(const std::vector<Home>& homes, const std::string& runtime) {
  const auto found = std::ranges::find_if(homes, [&](const Home& home) { return runtimeOf(home, homes) == runtime; });
  return found == homes.end() ? nullptr : &*found;
}

// The same place in the same file of the base, seen by whichever node.
using Place = std::tuple<std::string, std::string, std::string, std::string, std::size_t, std::size_t>;

class Places {
 public:
  explicit Places(const std::vector<Home>& homes) {
    for (const Home& home : homes) nodes_[home.node()] = {.home = &home, .runtime = runtimeOf(home, homes)};
  }

  // Null when it is about no home.
  const Home* homeOf(const Finding& finding) const {
    const auto known = nodes_.find(finding.node);
    return known == nodes_.end() ? nullptr : known->second.home;
  }

  Place of(const Finding& finding) const {
    const auto known = nodes_.find(finding.node);
    return {known == nodes_.end() ? std::string() : known->second.runtime,
            finding.path,
            finding.id,
            finding.xpath,
            finding.location.start.line,
            finding.location.start.column};
  }

 private:
  struct Node {
    const Home* home = nullptr;
    std::string runtime;
  };
  std::map<std::string, Node, std::less<>> nodes_;
};

// Rules get the values that they get for the first folder: where they differ for another, more is reported, not less.
LintOptions optionsForBase(const GivenHomes& given, const std::vector<Home>& homes, const LintOptions& options) {
  LintOptions alone = options;
  alone.found.clear();
  alone.notChecked.clear();
  alone.waivers.reset();
  alone.baseline.reset();
  alone.stats = false;
  alone.fixes = nullptr;
  alone.homes.clear();
  if (options.homes.empty()) return alone;
  for (const Home& home : given.base) {
    const Home* const same = findSame(homes, runtimeOf(home, given.base));
    alone.homes.push_back(same == nullptr ? options.homes.front()
                                          : options.homes.at(static_cast<std::size_t>(same - homes.data())));
  }
  return alone;
}

}  // namespace

std::string runtimeOf(const Home& home, const std::vector<Home>& homes) {
  for (const Home& other : homes) {
    for (const std::string& runtime : other.runtimes()) {
      if (other.absolute(runtime) == home.path()) return runtime;
    }
  }
  return {};
}

Status openOverBase(FileSystem& disk, const std::string& base, const std::vector<HomeArgument>& arguments,
                    GivenHomes& given) {
  auto stock = openHomes(disk, {{.node = {}, .path = base}});
  if (!stock) return std::move(stock).error();
  given.base = std::move(*stock);
  given.overlays = std::make_unique<OverlayFileSystem>(given.base.front());
  for (const HomeArgument& argument : arguments) {
    if (Status added = given.overlays->add(argument.path); !added) return added;
  }
  auto homes = openHomes(*given.overlays, arguments);
  if (!homes) return std::move(homes).error();
  given.homes = std::move(*homes);
  for (Home& home : given.homes) {
    if (const Home* const same = findSame(given.base, runtimeOf(home, given.homes))) home.setFacts(same->facts());
  }
  return {};
}

Result<LintReport, Errors> lintOverBase(GivenHomes& given, const std::vector<Home>& homes,
                                        const std::vector<Pack>& packs, LintOptions options) {
  if (!given.overlays) return lint(homes, packs, options);
  const auto alone = lint(given.base, packs, optionsForBase(given, homes, options));
  if (!alone) return alone.error();
  const Places inBase(given.base);
  std::set<Place> known;
  for (const auto* const findings : {&alone->findings, &alone->suppressed}) {
    for (const Finding& finding : *findings) known.insert(inBase.of(finding));
  }
  const Places here(homes);
  std::size_t count = 0;
  options.leaveOut = [&](const Finding& finding) {
    const Home* const home = here.homeOf(finding);
    if (home == nullptr) return false;
    const bool isOwn = !finding.path.empty() && given.overlays->isOwn(home->absolute(finding.path));
    const bool isBases = !isOwn && known.contains(here.of(finding));
    if (isBases) ++count;
    return isBases;
  };
  auto report = lint(homes, packs, options);
  if (report && count > 0) {
    given.notes.push_back(fmt::format("{} in files of the base {} left out, because the base alone has {} too",
                                      counted(count, "finding"), count == 1 ? "is" : "are",
                                      count == 1 ? "it" : "them"));
  }
  return report;
}

}  // namespace carbonfix
