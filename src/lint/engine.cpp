#include "carbonfix/lint/engine.h"

#include <algorithm>
#include <iterator>
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
#include "lint/left_out.h"
#include "lint/notes.h"
#include "lint/pattern_runner.h"
#include "lint/rule_surroundings.h"
#include "lint/run_record.h"
#include "lint/selection.h"
#include "lint/stats.h"
#include "lint/templates.h"
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

bool isOfTemplate(const Finding& finding) { return finding.id == kTemplate; }

// One run: what its parts share, and the order in which they work.
class Run {
 public:
  Run(const std::vector<Home>& homes, const std::vector<Pack>& packs, const LintOptions& options,
      const Selection& selection)
      : packs_(packs),
        selection_(selection),
        options_(options),
        stats_(options.stats),
        files_(homes, notes_, stats_),
        facts_(homes, options),
        keys_(files_, facts_, faults_, notes_),
        surroundings_(files_, keys_, options.live),
        evaluation_(&surroundings_, faults_, notes_),
        maker_(surroundings_, secretValues(packs, allValues(options))),
        cluster_(files_, notes_),
        record_(packs, selection, files_, notes_, options.waivers.has_value() || options.baseline.has_value()),
        runner_({files_, facts_, selection_, surroundings_, evaluation_, maker_, cluster_, notes_, stats_,
                 options.fixes, record_}) {}

  Result<LintReport, Errors> run() {
    LintReport report;
    readAhead();
    for (std::size_t home = 0; home < files_.homes().size(); ++home) {
      for (const Pack& pack : packs_) {
        for (const Pattern& pattern : pack.patterns) {
          if (isWanted(pattern)) runPattern(pack, pattern, home);
        }
      }
    }
    if (!faults_.errors().empty()) return faults_.errors();
    for (std::size_t home = 0; home < files_.homes().size(); ++home) {
      report.files += checkWellFormed(files_, home, selection_, notes_, findings_);
      if (options_.look) addWanted(options_.look(files_.homes()[home]));
    }
    addFoundByOthers();
    keepOneTemplatePerFile(findings_);
    if (selection_.isIgnored(kTemplate)) std::erase_if(findings_, isOfTemplate);
    for (Finding& finding : findings_) finding.severity = selection_.severityOf(finding.id, finding.severity);
    std::erase_if(findings_, [&](const Finding& finding) { return finding.severity < selection_.minSeverity(); });
    sortFindings();
    LeftOut({packs_, options_, selection_, files_, record_, maker_}).share(std::move(findings_), report);
    report.notChecked = notes_.take();
    report.stats = stats_.take();
    report.nodes = files_.homes().size();
    report.checksOfOtherPhases = selection_.checksOfOtherPhases();
    report.liveChecksOff = selection_.liveChecksOff();
    return report;
  }

 private:
  void readAhead() {
    std::vector<const std::string*> globs;
    for (const Pack& pack : packs_) {
      for (const Pattern& pattern : pack.patterns) {
        if (isWanted(pattern)) globs.push_back(&pattern.files);
      }
    }
    files_.readAhead(globs, checksOthers(selection_));
  }

  bool isWanted(const Pattern& pattern) const { return selection_.inPhase(pattern) && selection_.wants(pattern); }

  void runPattern(const Pack& pack, const Pattern& pattern, std::size_t home) {
    const std::vector<std::string>& paths = files_.match(home, pattern.files);
    if (files_.hasUnmatched(home, pattern.files) && runner_.wantsFile(pack, pattern, home)) {
      files_.noteUnmatched(home, pattern.files);
    }
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

  void addWanted(const std::vector<Finding>& found) {
    std::ranges::copy_if(found, std::back_inserter(findings_),
                         [this](const Finding& finding) { return selection_.wantsId(finding.id); });
  }

  void addFoundByOthers() {
    addWanted(options_.found);
    for (const NotChecked& entry : options_.notChecked) {
      notes_.add(entry.node, entry.path, entry.why, entry.trouble);
    }
  }

  void sortFindings() {
    std::ranges::stable_sort(findings_, comesBefore);
    const auto same = [&](const Finding& a, const Finding& b) { return !comesBefore(a, b) && !comesBefore(b, a); };
    findings_.erase(std::unique(findings_.begin(), findings_.end(), same), findings_.end());
  }

  const std::vector<Pack>& packs_;
  const Selection& selection_;
  const LintOptions& options_;
  Notes notes_;
  Stats stats_;
  RuleFaults faults_;
  std::vector<Finding> findings_;
  Files files_;
  Facts facts_;
  Keys keys_;
  RuleSurroundings surroundings_;
  Evaluation evaluation_;
  FindingMaker maker_;
  ClusterView cluster_;
  RunRecord record_;
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

const char* suppressionKindName(Suppressed::Kind kind) {
  switch (kind) {
    case Suppressed::Kind::inSource:
      return "inSource";
    case Suppressed::Kind::baseline:
      return "baseline";
    case Suppressed::Kind::waiver:
      break;
  }
  return "waiver";
}

bool comesBefore(const Finding& a, const Finding& b) {
  const auto order = [](const Finding& each) {
    return std::tie(each.node, each.path, each.location.start, each.location.offset, each.id, each.message);
  };
  return order(a) < order(b);
}

std::size_t LintReport::count(Severity severity) const {
  return static_cast<std::size_t>(std::ranges::count(findings, severity, &Finding::severity));
}

std::size_t LintReport::countFixable(Safety safety) const {
  return static_cast<std::size_t>(std::ranges::count_if(findings, [safety](const Finding& finding) {
    return finding.fix && finding.fix->safety == safety && finding.fix->problem.empty();
  }));
}

}  // namespace carbonfix
