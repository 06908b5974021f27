// Which checks a run does: those of a phase, narrowed by ids.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/lint/engine.h"
#include "carbonfix/lint/own_findings.h"
#include "carbonfix/rules/model.h"

namespace carbonfix {

// A word of an option that chooses nothing there is: an unknown phase, or an id that no rule has.
struct WrongChoice {
  std::string option;  // "select", "ignore", "severity", "phase"
  std::string word;
  std::string why;  // with the nearest word that there is
  std::string hint;
};
// `furtherIds`: may be named beside those of checks.
std::vector<WrongChoice> wrongChoices(const std::vector<Pack>& packs, const LintOptions& options,
                                      const std::vector<std::string>& furtherIds = {});
Error errorOf(const WrongChoice& wrong);

class Selection {
 public:
  // Error: a wrong choice.
  static Result<Selection, Errors> make(const std::vector<Pack>& packs, const LintOptions& options,
                                        const std::vector<std::string>& furtherIds = {});

  bool inPhase(const Pattern& pattern) const { return patterns_.contains(&pattern); }
  // By --select and --ignore.
  bool wantsId(std::string_view id) const;
  bool isIgnored(std::string_view id) const;
  // For remarks that stock homes give cause to: only when the id is selected, or in the phase "all".
  bool wantsRemark(std::string_view id) const;
  bool wants(const Check& check) const {
    return severityOf(check.id, check.severity) >= minSeverity_ && wantsId(check.id);
  }
  // Is there a check in the pattern that is wanted?
  bool wants(const Pattern& pattern) const;
  // As --severity says; `own` where it says nothing of the id.
  Severity severityOf(std::string_view id, Severity own) const;
  Severity minSeverity() const { return minSeverity_; }
  // Checks that are wanted by id and stand in patterns of other phases.
  std::size_t checksOfOtherPhases() const { return checksOfOtherPhases_; }
  // Those of this phase that ask the machine, which nobody wants.
  std::size_t liveChecksOff() const { return liveChecksOff_; }

 private:
  std::set<const Pattern*> patterns_;
  std::vector<std::string> select_;
  std::vector<std::string> ignore_;
  std::vector<SeverityChange> severities_;
  Severity minSeverity_ = Severity::info;
  bool hasRemarks_ = false;
  std::size_t checksOfOtherPhases_ = 0;
  std::size_t liveChecksOff_ = 0;
};

}  // namespace carbonfix
