#include "lint/stats.h"

#include <algorithm>
#include <vector>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

std::vector<LintStats::Entry> slowestFirst(const std::map<std::string, LintStats::Entry>& entries) {
  std::vector<LintStats::Entry> list;
  for (const auto& [name, entry] : entries) {
    list.push_back(entry);
    list.back().name = normalizeSpace(name);
  }
  std::ranges::stable_sort(list, std::ranges::greater(), &LintStats::Entry::milliseconds);
  return list;
}

}  // namespace

std::optional<LintStats> Stats::take() const {
  if (!wanted_) return std::nullopt;
  return LintStats{slowestFirst(files_), slowestFirst(rules_)};
}

std::size_t countElements(const Document& document) {
  std::size_t count = 0;
  std::vector<Node> rest{document.rootElement()};
  while (!rest.empty()) {
    const Node element = rest.back();
    rest.pop_back();
    ++count;
    for (const Node& child : element.elements()) rest.push_back(child);
  }
  return count;
}

}  // namespace carbonfix
