#include "lint/selection.h"

#include <algorithm>

#include <fmt/format.h>

#include "carbonfix/base/spelling.h"
#include "lint/rule_ids.h"

namespace carbonfix {
namespace {

constexpr std::string_view kDefaultPhase = "default";
constexpr std::string_view kAllPhases = "all";
// Known even where no pack has them: the start script's hook asks for pre-start whatever rules are given.
constexpr std::string_view kShippedPhases[] = {"default", "pre-start", "production", "all"};

std::vector<std::string> knownPhases(const std::vector<Pack>& packs) {
  std::vector<std::string> phases(std::begin(kShippedPhases), std::end(kShippedPhases));
  for (const Pack& pack : packs) {
    for (const Phase& phase : pack.phases) {
      if (std::ranges::find(phases, phase.id) == phases.end()) phases.push_back(phase.id);
    }
  }
  return phases;
}

void checkIds(const std::vector<std::string>& wanted, const char* option, const std::vector<std::string>& ids,
              std::vector<WrongChoice>& wrong) {
  for (const std::string& each : wanted) {
    if (std::ranges::any_of(ids, [&](const std::string& id) { return covers(each, id); })) continue;
    wrong.push_back({.option = option,
                     .word = each,
                     .why = fmt::format("no rule has this id{}", didYouMeanId(each, ids)),
                     .hint = "carbonfix rules lists the ids; \"clustering.\" means all that begin so"});
  }
}

// Phases are merged across packs by id; the patterns that a phase names are its own pack's.
bool isActive(const Pack& pack, const Pattern& pattern, std::string_view phase) {
  if (phase == kAllPhases) return true;
  bool inSome = false;
  for (const Phase& each : pack.phases) {
    if (std::ranges::find(each.active, pattern.id) == each.active.end()) continue;
    if (each.id == phase) return true;
    inSome = true;
  }
  return !inSome && phase == kDefaultPhase;
}

}  // namespace

std::vector<WrongChoice> wrongChoices(const std::vector<Pack>& packs, const LintOptions& options,
                                      const std::vector<std::string>& furtherIds) {
  std::vector<WrongChoice> wrong;
  const std::vector<std::string> phases = knownPhases(packs);
  if (std::ranges::find(phases, options.phase) == phases.end()) {
    wrong.push_back({.option = "phase",
                     .word = options.phase,
                     .why = fmt::format("there is no phase \"{}\"{}", options.phase, didYouMean(options.phase, phases)),
                     .hint = fmt::format("the phases are {}", fmt::join(phases, ", "))});
  }
  if (options.select.empty() && options.ignore.empty() && options.severities.empty()) return wrong;
  std::vector<std::string> ids = knownIds(packs);
  ids.insert(ids.end(), furtherIds.begin(), furtherIds.end());
  std::vector<std::string> changed;
  for (const SeverityChange& change : options.severities) changed.push_back(change.ids);
  checkIds(options.select, "select", ids, wrong);
  checkIds(options.ignore, "ignore", ids, wrong);
  checkIds(changed, "severity", ids, wrong);
  return wrong;
}

Error errorOf(const WrongChoice& wrong) {
  Error error{wrong.option == "phase" ? wrong.why : fmt::format("--{} {}: {}", wrong.option, wrong.word, wrong.why)};
  error.hint = wrong.hint;
  return error;
}

Result<Selection, Errors> Selection::make(const std::vector<Pack>& packs, const LintOptions& options,
                                          const std::vector<std::string>& furtherIds) {
  Errors errors;
  for (const WrongChoice& wrong : wrongChoices(packs, options, furtherIds)) errors.push_back(errorOf(wrong));
  if (!errors.empty()) return errors;

  Selection selection;
  selection.select_ = options.select;
  selection.ignore_ = options.ignore;
  selection.severities_ = options.severities;
  selection.minSeverity_ = options.minSeverity;
  selection.hasRemarks_ = options.phase == kAllPhases || !options.select.empty();
  for (const Pack& pack : packs) {
    for (const Pattern& pattern : pack.patterns) {
      const bool active = isActive(pack, pattern, options.phase);
      if (active && (!pattern.live || options.live != nullptr)) {
        selection.patterns_.insert(&pattern);
        continue;
      }
      std::size_t& notRun = active ? selection.liveChecksOff_ : selection.checksOfOtherPhases_;
      for (const Rule& rule : pattern.rules) {
        const auto wanted = [&](const Check& check) { return selection.wants(check); };
        notRun += static_cast<std::size_t>(std::ranges::count_if(rule.checks, wanted));
      }
    }
  }
  return selection;
}

bool Selection::wantsId(std::string_view id) const {
  return (select_.empty() || coversOne(select_, id)) && !isIgnored(id);
}

bool Selection::wantsRemark(std::string_view id) const {
  return hasRemarks_ && wantsId(id) && minSeverity_ <= severityOf(id, Severity::info);
}

Severity Selection::severityOf(std::string_view id, Severity own) const {
  for (const SeverityChange& change : severities_) {
    if (covers(change.ids, id)) own = change.severity;
  }
  return own;
}

bool Selection::isIgnored(std::string_view id) const { return coversOne(ignore_, id); }

bool Selection::wants(const Pattern& pattern) const {
  return std::ranges::any_of(pattern.rules, [&](const Rule& rule) {
    return std::ranges::any_of(rule.checks, [&](const Check& check) { return wants(check); });
  });
}

}  // namespace carbonfix
