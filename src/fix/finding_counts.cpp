#include "fix/finding_counts.h"

#include <algorithm>

#include <fmt/format.h>

namespace carbonfix {

FindingCounts::FindingCounts(const LintReport& report) : trouble_(troubleIn(report)) {
  for (const Finding& finding : report.findings) {
    ++counts_[kindOf(finding)];
    messages_[kindOf(finding)].push_back(finding.message);
  }
}

std::size_t FindingCounts::troubleIn(const LintReport& report) {
  return static_cast<std::size_t>(std::ranges::count(report.notChecked, true, &NotChecked::trouble));
}

std::string FindingCounts::worseIn(const LintReport& after, const std::vector<const Finding*>& fixed) const {
  std::map<Kind, std::size_t> allowed = counts_;
  for (const Finding* finding : fixed) {
    std::size_t& count = allowed[kindOf(*finding)];
    if (count == 0) return "no check can prove it";
    --count;
  }
  const FindingCounts now(after);
  for (const auto& [kind, count] : now.counts_) {
    if (count <= allowed[kind]) continue;
    const bool isOwn =
        std::ranges::any_of(fixed, [&, &kind = kind](const Finding* each) { return kindOf(*each) == kind; });
    if (isOwn) return "what it mends is still found after it";
    const std::vector<std::string>* known = messages_.contains(kind) ? &messages_.at(kind) : nullptr;
    std::string message = now.messages_.at(kind).front();
    for (const std::string& each : now.messages_.at(kind)) {
      if (known == nullptr || std::ranges::find(*known, each) == known->end()) {
        message = each;
        break;
      }
    }
    return fmt::format("it makes {} fail in {}: {}", std::get<0>(kind), std::get<2>(kind), message);
  }
  if (now.trouble_ > trouble_) return "something can't be checked any more after it";
  return {};
}

}  // namespace carbonfix
