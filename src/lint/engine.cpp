#include "carbonfix/lint/engine.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "lint/cluster_view.h"
#include "lint/evaluation.h"
#include "lint/facts.h"
#include "lint/files.h"
#include "lint/finding_maker.h"
#include "lint/keys.h"
#include "lint/notes.h"
#include "lint/pattern_runner.h"
#include "lint/rule_surroundings.h"
#include "lint/selection.h"
#include "lint/well_formed.h"

namespace carbonfix {
namespace {

Errors unknownParams(const std::vector<Pack>& packs, const ParamValues& given) {
  std::vector<std::string> known;
  for (const Pack& pack : packs) {
    for (const Param& param : pack.params) known.push_back(param.name);
  }
  Errors errors;
  for (const auto& [name, value] : given) {
    if (std::ranges::find(known, name) != known.end()) continue;
    errors.push_back(Error{fmt::format("no rule has a parameter \"{}\"{}", name, didYouMean(name, known))});
  }
  return errors;
}

std::vector<HomeValues> allValues(const LintOptions& options) {
  std::vector<HomeValues> values = options.homes;
  values.emplace_back(options.params);
  return values;
}

// One run: what its parts share, and the order in which they work.
class Run {
 public:
  Run(const std::vector<Home>& homes, const std::vector<Pack>& packs, const LintOptions& options,
      const Selection& selection)
      : packs_(packs),
        selection_(selection),
        options_(options),
        files_(homes, notes_),
        facts_(homes, options),
        keys_(files_, facts_, faults_, notes_),
        surroundings_(files_, keys_),
        evaluation_(&surroundings_, faults_, notes_),
        maker_(surroundings_, secretValues(packs, allValues(options))),
        cluster_(files_, notes_),
        runner_({files_, facts_, selection_, surroundings_, evaluation_, maker_, cluster_, notes_}) {}

  Result<LintReport, Errors> run() {
    LintReport report;
    for (std::size_t home = 0; home < files_.homes().size(); ++home) {
      for (const Pack& pack : packs_) {
        for (const Pattern& pattern : pack.patterns) {
          if (selection_.inPhase(pattern) && selection_.wants(pattern)) runPattern(pack, pattern, home);
        }
      }
    }
    if (!faults_.errors().empty()) return faults_.errors();
    for (std::size_t home = 0; home < files_.homes().size(); ++home) {
      report.files += checkWellFormed(files_, home, selection_, notes_, findings_);
    }
    addFoundByOthers();
    std::erase_if(findings_, [&](const Finding& finding) { return finding.severity < selection_.minSeverity(); });
    sortFindings();
    report.findings = std::move(findings_);
    report.notChecked = notes_.take();
    report.nodes = files_.homes().size();
    report.checksOfOtherPhases = selection_.checksOfOtherPhases();
    return report;
  }

 private:
  void runPattern(const Pack& pack, const Pattern& pattern, std::size_t home) {
    const std::vector<std::string>& paths = files_.match(home, pattern.files);
    if (paths.empty() && pattern.required && selection_.wantsId(kFileMissing)) reportMissing(pattern, home);
    for (const std::string& path : paths) runner_.run(pack, pattern, home, path, findings_);
  }

  void reportMissing(const Pattern& pattern, std::size_t home) {
    Finding finding;
    finding.id = kFileMissing;
    finding.node = files_.homes()[home].node();
    finding.path = splitSpace(pattern.files).empty() ? std::string() : std::string(splitSpace(pattern.files).front());
    finding.message = fmt::format("No file {} in this home, and {} needs one.", pattern.files, pattern.id);
    findings_.push_back(std::move(finding));
  }

  void addFoundByOthers() {
    for (const Finding& finding : options_.found) {
      if (selection_.wantsId(finding.id)) findings_.push_back(finding);
    }
    for (const NotChecked& entry : options_.notChecked) {
      notes_.add(entry.node, entry.path, entry.why, entry.trouble);
    }
  }

  void sortFindings() {
    const auto order = [](const Finding& each) {
      return std::tie(each.node, each.path, each.location.start, each.location.offset, each.id, each.message);
    };
    std::ranges::stable_sort(findings_, [&](const Finding& a, const Finding& b) { return order(a) < order(b); });
    const auto same = [&](const Finding& a, const Finding& b) { return order(a) == order(b); };
    findings_.erase(std::unique(findings_.begin(), findings_.end(), same), findings_.end());
  }

  const std::vector<Pack>& packs_;
  const Selection& selection_;
  const LintOptions& options_;
  Notes notes_;
  RuleFaults faults_;
  std::vector<Finding> findings_;
  Files files_;
  Facts facts_;
  Keys keys_;
  RuleSurroundings surroundings_;
  Evaluation evaluation_;
  FindingMaker maker_;
  ClusterView cluster_;
  PatternRunner runner_;
};

}  // namespace

Result<LintReport, Errors> lint(const std::vector<Home>& homes, const std::vector<Pack>& packs,
                                const LintOptions& options) {
  if (Errors unknown = unknownParams(packs, options.params); !unknown.empty()) return unknown;
  const auto selection = Selection::make(packs, options);
  if (!selection) return selection.error();
  return Run(homes, packs, options, *selection).run();
}

std::size_t LintReport::count(Severity severity) const {
  return static_cast<std::size_t>(std::ranges::count(findings, severity, &Finding::severity));
}

}  // namespace carbonfix
