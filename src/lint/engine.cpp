#include "carbonfix/lint/engine.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "lint/cluster_keys.h"
#include "lint/facts.h"
#include "lint/files.h"
#include "lint/home_workers.h"
#include "lint/left_out.h"
#include "lint/notes.h"
#include "lint/run_plan.h"
#include "lint/run_record.h"
#include "lint/selection.h"
#include "lint/stats.h"
#include "lint/templates.h"

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

// Files of others than the disk may not stand two threads, nor may the machine that is asked; and times would tell
// nothing.
std::size_t jobsFor(const std::vector<Home>& homes, const LintOptions& options) {
  const auto isOnDisk = [](const Home& home) { return &home.files() == &diskFileSystem(); };
  return options.stats || options.live != nullptr || !std::ranges::all_of(homes, isOnDisk) ? 1 : options.jobs;
}

// One run: first the rules on the homes, then what all of it comes to.
class Run {
 public:
  Run(const std::vector<Home>& homes, const std::vector<Pack>& packs, const LintOptions& options,
      const Selection& selection)
      : homes_(homes),
        packs_(packs),
        selection_(selection),
        options_(options),
        stats_(options.stats),
        files_(homes, notes_, stats_),
        record_(packs, selection, files_, notes_, options.waivers.has_value() || options.baseline.has_value()) {}

  Result<LintReport, Errors> run() {
    LintReport report;
    const std::vector<std::string> secrets = secretValues(packs_, allValues(options_));
    runRules(secrets, report);
    if (!faults_.empty()) return faults_.errors();
    addFoundByOthers();
    keepOneTemplatePerFile(findings_);
    if (selection_.isIgnored(kTemplate)) std::erase_if(findings_, isOfTemplate);
    for (Finding& finding : findings_) finding.severity = selection_.severityOf(finding.id, finding.severity);
    std::erase_if(findings_, [&](const Finding& finding) { return finding.severity < selection_.minSeverity(); });
    sortFindings();
    LeftOut({packs_, options_, selection_, files_, record_, secrets}).share(std::move(findings_), report);
    report.notChecked = notes_.take();
    report.stats = stats_.take();
    report.nodes = homes_.size();
    report.checksOfOtherPhases = selection_.checksOfOtherPhases();
    report.liveChecksOff = selection_.liveChecksOff();
    return report;
  }

 private:
  void runRules(const std::vector<std::string>& secrets, LintReport& report) {
    const RunPlan plan(packs_, selection_, homes_.size());
    const Facts facts(homes_, options_);
    ClusterKeys clusterKeys(plan, homes_.size());
    const RunParts parts{homes_, packs_, options_, selection_, plan, facts, clusterKeys, secrets, stats_};
    std::vector<HomeOutcome> outcomes = HomeWorkers(parts, clusterKeys, jobsFor(homes_, options_)).run();
    for (std::size_t home = 0; home < outcomes.size(); ++home) {
      report.files += outcomes[home].countFiles();
      absorb(home, std::move(outcomes[home]));
    }
    clusterKeys.noteMissing(homes_, notes_);
  }

  void absorb(std::size_t home, HomeOutcome outcome) {
    std::ranges::move(outcome.findings, std::back_inserter(findings_));
    notes_.absorb(std::move(outcome.notes));
    faults_.absorb(std::move(outcome.faults));
    files_.absorb(home, std::move(outcome.loaded), std::move(outcome.suppressing));
    record_.absorb(std::move(outcome.record));
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
    std::ranges::stable_sort(findings_, comesBefore);
    const auto same = [&](const Finding& a, const Finding& b) { return !comesBefore(a, b) && !comesBefore(b, a); };
    findings_.erase(std::unique(findings_.begin(), findings_.end(), same), findings_.end());
  }

  const std::vector<Home>& homes_;
  const std::vector<Pack>& packs_;
  const Selection& selection_;
  const LintOptions& options_;
  Notes notes_;
  Stats stats_;
  RuleFaults faults_;
  std::vector<Finding> findings_;
  Files files_;
  RunRecord record_;
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
