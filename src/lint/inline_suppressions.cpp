#include "lint/inline_suppressions.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/secrets.h"
#include "carbonfix/base/text.h"
#include "lint/surroundings.h"

namespace carbonfix {
namespace {

bool isWithin(const Finding& finding, const Suppression& suppression) {
  if (suppression.wholeFile) return true;
  const std::size_t line = finding.location.start.line;
  if (finding.located && finding.location.start.column == 0) {  // only the line is known
    return suppression.from.line <= line && line <= suppression.to.line;
  }
  return finding.located && suppression.from <= finding.location.start && finding.location.start < suppression.to;
}

}  // namespace

void InlineSuppressions::apply(std::vector<Finding>& findings) {
  std::vector<Finding> said;
  const HomeSurroundings surroundings(files_);
  for (const auto& [home, path] : files_.suppressing()) {
    FindingMaker maker(surroundings, secrets_);
    if (const Document* const document = files_.load(home, path)) {
      applyFile({home, path, *document, maker}, findings, said);
    }
    if (files_.homes().size() > 1) files_.homes()[home].letGo();
  }
  findings.insert(findings.end(), std::make_move_iterator(said.begin()), std::make_move_iterator(said.end()));
}

void InlineSuppressions::applyFile(const InFile& where, std::vector<Finding>& findings, std::vector<Finding>& said) {
  const std::vector<Suppression> suppressions = readSuppressions(where.document);
  if (suppressions.empty()) return;
  const auto file = std::tie(files_.homes()[where.home].node(), where.path);
  const auto fileOf = [](const Finding& finding) { return std::tie(finding.node, finding.path); };
  const auto first = std::ranges::lower_bound(findings, file, {}, fileOf);
  const auto last = std::ranges::upper_bound(findings, file, {}, fileOf);
  for (const Suppression& suppression : suppressions) {
    if (!suppression.problem.empty()) {
      say(kSuppressionMalformed, where, suppression, "This hides nothing. " + suppression.problem, said);
      continue;
    }
    if (suppression.reason.empty()) {
      say(kSuppressionNoReason, where, suppression,
          fmt::format("Nothing says why {} may be ignored here.", join(suppression.ids, ", ")), said);
    }
    std::vector<Finding*> covered;
    for (auto finding = first; finding != last; ++finding) {
      if (isWithin(*finding, suppression)) covered.push_back(&*finding);
    }
    for (const std::string& id : suppression.ids) judge(where, suppression, id, covered, said);
  }
}

void InlineSuppressions::judge(const InFile& file, const Suppression& suppression, const std::string& id,
                               const std::vector<Finding*>& covered, std::vector<Finding>& said) {
  if (!ids_.mayExist(id)) {
    return say(kSuppressionUnknown, file, suppression,
               fmt::format("No rule has the id {}{}, so nothing is ignored.", id, ids_.didYouMean(id)), said);
  }
  const bool isPast = isOver(suppression.until);
  bool isNeeded = false;
  for (Finding* finding : covered) {
    if (!covers(id, finding->id)) continue;
    isNeeded = true;
    if (isPast) continue;
    finding->suppressed = {Suppressed::Kind::inSource, maskSecrets(suppression.reason), suppression.until};
  }
  if (isNeeded && isPast) {
    return say(kSuppressionExpired, file, suppression,
               fmt::format("{} was to be ignored here until {}, and is shown again.", id, suppression.until), said);
  }
  if (isNeeded || record_.verdict(id, file.home, file.path) != RunRecord::Verdict::judged) return;
  say(kSuppressionUnused, file, suppression,
      fmt::format("{} finds nothing here, so it need not be ignored any more.", id), said);
}

void InlineSuppressions::say(std::string_view id, const InFile& file, const Suppression& suppression,
                             const std::string& message, std::vector<Finding>& said) {
  const Pack none;
  const HomeSurroundings surroundings(files_);
  Finding finding = FindingMaker(surroundings, secrets_)
                        .at(id, {none, files_.homes()[file.home], file.path, file.document}, suppression.comment,
                            maskSecrets(message));
  finding.severity = findOwn(id)->severity;
  said.push_back(std::move(finding));
}

}  // namespace carbonfix
