#include "lint/left_out.h"

#include <algorithm>
#include <utility>

#include "lint/baseline_in_use.h"
#include "lint/fingerprint.h"
#include "lint/inline_suppressions.h"
#include "lint/waivers_in_use.h"

namespace carbonfix {

void LeftOut::share(std::vector<Finding> findings, LintReport& report) const {
  const LintOptions& options = parts_.options;
  KnownIds ids(parts_.packs);
  if (options.inlineSuppressions) {
    InlineSuppressions(parts_.files, parts_.record, ids, parts_.secrets, options.today).apply(findings);
  }
  if (options.waivers) {
    WaiversInUse(parts_.files, parts_.record, ids, *options.waivers, options.today).apply(findings);
  }
  choose(findings);
  if (options.leaveOut) std::erase_if(findings, options.leaveOut);
  std::ranges::stable_sort(findings, comesBefore);
  addFingerprints(findings);
  if (options.baseline) {
    report.baseline =
        BaselineInUse(parts_.files, parts_.record, ids, *options.baseline).apply(findings, options.renewBaseline);
  }
  for (Finding& finding : findings) {
    (finding.suppressed ? report.suppressed : report.findings).push_back(std::move(finding));
  }
}

// What is said of comments and waivers is chosen as every finding is.
void LeftOut::choose(std::vector<Finding>& findings) const {
  const Selection& selection = parts_.selection;
  std::erase_if(findings, [&](Finding& finding) {
    if (!isAboutSuppression(finding.id)) return false;
    finding.severity = selection.severityOf(finding.id, finding.severity);
    return !selection.wantsId(finding.id) || finding.severity < selection.minSeverity();
  });
}

}  // namespace carbonfix
