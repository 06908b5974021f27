#include "report/summary.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

// More places than this for one reason are counted, not named; JSON has them all.
constexpr std::size_t kNamed = 3;

std::string countsOf(const LintReport& report) {
  const std::pair<Severity, const char*> kinds[] = {
      {Severity::error, "error"}, {Severity::warning, "warning"}, {Severity::info, "note"}};
  std::vector<std::string> parts;
  for (const auto& [severity, noun] : kinds) {
    if (const std::size_t count = report.count(severity); count > 0) parts.push_back(counted(count, noun));
  }
  return parts.empty() ? "no findings" : join(parts, ", ");
}

// " 2 fixable with --fix, 1 more with --unsafe-fixes."
std::string fixableOf(const LintReport& report) {
  const std::size_t safe = report.countFixable(Safety::safe);
  const std::size_t unsafe = report.countFixable(Safety::unsafe);
  if (safe == 0 && unsafe == 0) return {};
  if (unsafe == 0) return fmt::format(" {} fixable with --fix.", safe);
  if (safe == 0) return fmt::format(" {} fixable with --fix --unsafe-fixes.", unsafe);
  return fmt::format(" {} fixable with --fix, {} more with --unsafe-fixes.", safe, unsafe);
}

std::string placeOf(const NotChecked& entry, bool withNode) {
  if (!withNode || entry.node.empty()) return printable(entry.path);
  return printable(entry.path.empty() ? entry.node : entry.node + ":" + entry.path);
}

// Of a home alone this is said of each check that compares nodes.
constexpr std::string_view kAlone = ": other nodes not given";

// "conf/a.xml, conf/b.xml and 4 more (no such file)", one part a reason.
std::string notCheckedOf(const LintReport& report) {
  std::vector<std::string> parts;
  std::size_t comparing = 0;
  for (const auto& [why, places] : placesByReason(report.notChecked, report.isMultiNode())) {
    const std::string named = namedPlaces(places);
    if (why.ends_with(kAlone)) {
      ++comparing;
    } else {
      parts.push_back(named.empty() ? printable(why) : fmt::format("{} ({})", named, printable(why)));
    }
  }
  if (comparing > 0) {
    parts.push_back(fmt::format("{} that compare{} nodes (other nodes not given)", counted(comparing, "check"),
                                comparing == 1 ? "s" : ""));
  }
  return join(parts, ", ");
}

}  // namespace

std::string counted(std::size_t count, std::string_view noun) {
  const std::string_view ending = noun.ends_with("ch") ? "es" : "s";
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : ending);
}

std::vector<PlacesOfReason> placesByReason(const std::vector<NotChecked>& entries, bool withNodes) {
  std::vector<PlacesOfReason> reasons;
  std::map<std::string_view, std::size_t> known;
  std::set<std::pair<std::size_t, std::string>> seen;
  for (const NotChecked& entry : entries) {
    const auto [reason, isNew] = known.try_emplace(entry.why, reasons.size());
    if (isNew) reasons.push_back({.why = entry.why, .places = {}});
    std::string place = placeOf(entry, withNodes);
    if (place.empty() || !seen.emplace(reason->second, place).second) continue;
    reasons[reason->second].places.push_back(std::move(place));
  }
  return reasons;
}

std::string namedPlaces(const std::vector<std::string>& places) {
  const std::size_t named = std::min(places.size(), kNamed);
  const std::string text = join({places.begin(), places.begin() + static_cast<std::ptrdiff_t>(named)}, ", ");
  return places.size() > named ? fmt::format("{} and {} more", text, places.size() - named) : text;
}

std::string summarize(const LintReport& report) {
  std::string line = fmt::format("{} in {}", countsOf(report), counted(report.files, "file"));
  if (report.isMultiNode()) line += fmt::format(" of {}", counted(report.nodes, "node"));
  if (!report.suppressed.empty()) line += fmt::format("; {} suppressed", report.suppressed.size());
  if (!report.notChecked.empty()) line += "; not checked: " + notCheckedOf(report);
  if (report.checksOfOtherPhases > 0) {
    line += fmt::format("; {} of other phases not run", counted(report.checksOfOtherPhases, "check"));
  }
  if (report.liveChecksOff > 0) {
    line += fmt::format("; {} not run (lint --live)", counted(report.liveChecksOff, "live check"));
  }
  return line + "." + fixableOf(report);
}

}  // namespace carbonfix
