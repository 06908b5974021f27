#include "lint/baseline_in_use.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr const char* kReason = "in the baseline";

// As it can stand in an XML file: names of files and keys of settings may hold any byte.
std::string writable(const std::string& text) {
  std::string out = printable(text);
  if (isValidUtf8(out)) return out;
  for (char& c : out) {
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  }
  return out;
}

}  // namespace

BaselineOutcome BaselineInUse::apply(std::vector<Finding>& findings, bool renew) {
  // The same setting has the same fingerprint on every node.
  using Known = std::pair<std::string_view, std::string_view>;  // fingerprint and node
  std::multimap<Known, std::size_t> byFingerprint;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    byFingerprint.emplace(Known(entries_[i].fingerprint, entries_[i].node), i);
  }
  std::vector<bool> isFound(entries_.size(), false);
  BaselineOutcome outcome;
  const bool hasNodes = files_.homes().size() > 1 ||
                        std::ranges::any_of(entries_, [](const BaselineEntry& each) { return !each.node.empty(); });
  for (Finding& finding : findings) {
    if (isAboutSuppression(finding.id)) continue;
    const std::string node = writable(finding.node);
    bool isKnown = false;
    for (const std::string_view ofNode : {std::string_view(), std::string_view(node)}) {
      const auto [first, last] = byFingerprint.equal_range(Known(finding.fingerprint, ofNode));
      for (auto each = first; each != last; ++each) {
        isFound[each->second] = true;
        isKnown = true;
      }
    }
    if (finding.suppressed) continue;
    if (!isKnown && !renew) continue;
    finding.suppressed = {Suppressed::Kind::baseline, kReason, {}};
    if (isKnown) continue;
    ++outcome.added;
    outcome.entries.push_back({hasNodes ? node : std::string(), writable(finding.path), finding.id,
                               writable(finding.anchor.place), finding.fingerprint});
  }
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (isFound[i] || !isStale(entries_[i])) {
      outcome.entries.push_back(entries_[i]);
    } else {
      ++outcome.stale;
    }
  }
  return outcome;
}

bool BaselineInUse::isStale(const BaselineEntry& entry) {
  const auto [known, isNew] = isStale_.try_emplace({entry.node, entry.path, entry.id});
  if (isNew) known->second = isJudged(entry);
  return known->second;
}

// It may be told only by the nodes that are there, and by a run of the rule.
bool BaselineInUse::isJudged(const BaselineEntry& entry) {
  if (homes_.empty()) {
    for (std::size_t home = 0; home < files_.homes().size(); ++home) {
      homes_[{}].push_back(home);
      homes_[writable(files_.homes()[home].node())].push_back(home);
    }
  }
  const std::vector<std::size_t>& homes = homes_[entry.node];
  return !homes.empty() && std::ranges::all_of(homes, [&](std::size_t home) {
    return !ids_.mayExist(entry.id) || record_.verdict(entry.id, home, entry.path) == RunRecord::Verdict::judged;
  });
}

}  // namespace carbonfix
