#include "lint/waivers_in_use.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/secrets.h"
#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

bool isNode(const Waiver& waiver, std::string_view node) {
  return waiver.node.empty() || globMatches(waiver.node, node);
}

}  // namespace

void WaiversInUse::apply(std::vector<Finding>& findings) {
  std::vector<Finding> said;
  for (const Waiver& waiver : waivers_.entries) applyOne(waiver, findings, said);
  findings.insert(findings.end(), std::make_move_iterator(said.begin()), std::make_move_iterator(said.end()));
}

void WaiversInUse::applyOne(const Waiver& waiver, std::vector<Finding>& findings, std::vector<Finding>& said) {
  if (!ids_.mayExist(waiver.id)) {
    return say(kSuppressionUnknown, waiver,
               fmt::format("No rule has the id {}{}, so nothing is waived.", waiver.id, ids_.didYouMean(waiver.id)),
               said);
  }
  const bool isPast = !waiver.until.empty() && !today_.empty() && waiver.until < today_;
  bool isNeeded = false;
  bool isMissed = false;  // by a finding that nothing else leaves out
  for (Finding& finding : findings) {
    if (!covers(waiver.id, finding.id) || !isAbout(waiver, finding)) continue;
    isNeeded = true;
    isMissed = isMissed || !finding.suppressed;
    if (isPast || finding.suppressed) continue;
    finding.suppressed = {Suppressed::Kind::waiver, maskSecrets(waiver.reason), waiver.until};
  }
  if (isPast && isMissed) {
    say(kSuppressionExpired, waiver,
        fmt::format("{} was waived until {}, and is shown again.", waiver.id, waiver.until), said);
  } else if (!isNeeded && isUnused(waiver)) {
    say(kSuppressionUnused, waiver, fmt::format("{} finds nothing that this waives.", waiver.id), said);
  } else if (!isNeeded && isOfNoFile(waiver)) {
    say(kSuppressionUnused, waiver, fmt::format("There is no file {}, so this waives nothing.", waiver.path), said);
  }
}

bool WaiversInUse::isAbout(const Waiver& waiver, const Finding& finding) const {
  if (!isNode(waiver, finding.node)) return false;
  const auto home = homes_.find(finding.node);
  return home != homes_.end() && globMatches(home->second->resolve(waiver.path), finding.path);
}

bool WaiversInUse::isUnused(const Waiver& waiver) const {
  if (!record_.areAllWanted(waiver.id)) return false;
  bool isJudged = false;
  for (std::size_t home = 0; home < files_.homes().size(); ++home) {
    const Home& where = files_.homes()[home];
    if (!isNode(waiver, where.node())) continue;
    const std::string glob = where.resolve(waiver.path);
    for (const std::string& path : files_.loaded(home)) {
      if (!globMatches(glob, path)) continue;
      const RunRecord::Verdict verdict = record_.verdict(waiver.id, home, path);
      if (verdict == RunRecord::Verdict::unknown) return false;
      isJudged = isJudged || verdict == RunRecord::Verdict::judged;
    }
  }
  return isJudged;
}

bool WaiversInUse::isOfNoFile(const Waiver& waiver) const {
  if (!record_.areAllWanted(waiver.id)) return false;
  bool isThere = false;
  for (std::size_t home = 0; home < files_.homes().size(); ++home) {
    const Home& where = files_.homes()[home];
    if (!isNode(waiver, where.node())) continue;
    isThere = true;
    if (where.exists(waiver.path)) return false;
    const auto files = where.match(waiver.path);
    if (!files || !files->empty()) return false;
  }
  return isThere;
}

void WaiversInUse::say(std::string_view id, const Waiver& waiver, const std::string& message,
                       std::vector<Finding>& said) const {
  Finding finding;
  finding.id = id;
  finding.severity = findOwn(id)->severity;
  finding.message = maskSecrets(message);
  finding.path = waivers_.path;
  finding.located = true;
  finding.location.start = waiver.at;
  finding.location.end = {waiver.at.line, waiver.at.column + std::string_view("waiver").size()};
  finding.location.length = std::string_view("waiver").size();
  finding.excerpt = maskSecrets(waiver.line);
  finding.excerptColumn = waiver.at.column;
  finding.excerptLength = finding.location.length;
  said.push_back(std::move(finding));
}

}  // namespace carbonfix
