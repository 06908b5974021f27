#include "cli/masked_lint.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/lint/snapshot_taker.h"

namespace carbonfix {
namespace {

const SnapshotFileSystem* snapshotOf(const Home& home) {
  return dynamic_cast<const SnapshotFileSystem*>(&home.files());
}

// The same home, its secrets replaced in this way.
Home withStandIns(const Home& home, std::shared_ptr<const Snapshot> snapshot, StandIns standIns, Snapshots& files) {
  files.push_back(std::make_unique<SnapshotFileSystem>(std::move(snapshot), standIns));
  auto opened = openSnapshot(*files.back(), home.node());
  if (!opened) throw std::logic_error(describe(opened.error()));  // it was opened before
  opened->setFacts(home.facts());
  opened->setGivenHost(home.givenHost());
  return std::move(*opened);
}

// A finding, whatever its message says.
using Place = std::tuple<std::string, std::string, std::string, std::string, std::size_t>;  // node, path, id, …
using Places = std::map<Place, std::size_t>;

Places placesOf(const LintReport& report) {
  Places places;
  for (const auto* const findings : {&report.findings, &report.suppressed}) {
    for (const Finding& each : *findings) {
      ++places[{each.node, each.path, each.id, each.xpath, each.location.start.line}];
    }
  }
  return places;
}

// What only one of the two has.
void addDifferences(const Places& one, const Places& other, std::set<Place>& differences) {
  const auto addMissing = [&differences](const Places& from, const Places& in) {
    for (const auto& [place, count] : from) {
      const auto same = in.find(place);
      if (same == in.end() || same->second != count) differences.insert(place);
    }
  };
  addMissing(one, other);
  addMissing(other, one);
}

void takeOut(const std::set<Place>& unsure, bool byDigest, LintReport& report) {
  std::erase_if(report.findings, [&unsure](const Finding& each) {
    return unsure.contains({each.node, each.path, each.id, each.xpath, each.location.start.line});
  });
  std::set<std::tuple<std::string, std::string, std::string>> told;
  for (const auto& [node, path, id, xpath, line] : unsure) told.emplace(node, path, id);
  for (const auto& [node, path, id] : told) {
    report.notChecked.push_back(
        {.node = node,
         .path = path,
         .why = fmt::format("{}: it hangs on a masked secret{}", id,
                            byDigest ? "" : "; snapshots that are taken with one --key-file may tell")});
  }
  const auto order = [](const NotChecked& each) { return std::tie(each.node, each.path, each.why, each.trouble); };
  std::ranges::sort(report.notChecked, [&](const NotChecked& a, const NotChecked& b) { return order(a) < order(b); });
}

}  // namespace

bool areMasked(const GivenHomes& given) {
  return std::ranges::any_of(given.snapshots, [](const auto& each) { return each->snapshot()->hidesSomething(); });
}

bool haveOneKey(const std::vector<Home>& homes) {
  std::set<std::string> keys;
  for (const Home& home : homes) {
    const SnapshotFileSystem* const files = snapshotOf(home);
    if (files != nullptr && files->snapshot()->hidesSomething()) keys.insert(files->snapshot()->keyId);
  }
  return keys.size() == 1 && !keys.begin()->empty();
}

void maskAll(GivenHomes& given, const std::vector<Pack>& packs, const std::string& key) {
  std::vector<std::shared_ptr<const Snapshot>> snapshots;
  std::set<std::string> keys;
  for (const Home& home : given.homes) {
    if (const SnapshotFileSystem* const files = snapshotOf(home)) {
      snapshots.push_back(files->snapshot());
    } else {
      snapshots.push_back(std::make_shared<const Snapshot>(takeSnapshot(home, packs, {.key = key}).snapshot));
    }
    if (snapshots.back()->hidesSomething()) keys.insert(snapshots.back()->keyId);
  }
  if (keys.size() > 1) {
    given.notes.emplace_back(
        "the secrets of these nodes were masked with different keys, or some without one, so that equal ones can't be "
        "told; take all snapshots with the same --key-file, and lint with it");
  }
  const StandIns standIns{.kind = StandIns::Kind::distinct, .byDigest = keys.size() == 1 && !keys.begin()->empty()};
  Snapshots files;
  std::vector<Home> homes;
  for (std::size_t i = 0; i < snapshots.size(); ++i) {
    homes.push_back(withStandIns(given.homes[i], std::move(snapshots[i]), standIns, files));
  }
  given.homes = std::move(homes);
  given.snapshots = std::move(files);
}

Result<LintReport, Errors> lintMasked(const std::vector<Home>& homes, const std::vector<Pack>& packs,
                                      const LintOptions& options, bool byDigest) {
  auto report = lint(homes, packs, options);
  if (!report) return report;
  LintOptions again = options;
  again.stats = false;
  again.fixes = nullptr;
  const auto findWith = [&](StandIns::Kind kind) -> Result<Places, Errors> {
    Snapshots files;
    std::vector<Home> others;
    others.reserve(homes.size());
    for (const Home& home : homes) {
      others.push_back(withStandIns(home, snapshotOf(home)->snapshot(), {.kind = kind, .byDigest = byDigest}, files));
    }
    const auto found = lint(others, packs, again);
    if (!found) return found.error();
    return placesOf(*found);
  };
  std::set<Place> unsure;
  if (!byDigest) {
    const auto same = findWith(StandIns::Kind::same);
    if (!same) return same.error();
    addDifferences(placesOf(*report), *same, unsure);
  }
  const auto user = findWith(StandIns::Kind::user);
  if (!user) return user.error();
  const auto notUser = findWith(StandIns::Kind::notUser);
  if (!notUser) return notUser.error();
  addDifferences(*user, *notUser, unsure);
  if (!unsure.empty()) takeOut(unsure, byDigest, *report);
  return report;
}

}  // namespace carbonfix
