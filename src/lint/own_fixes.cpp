#include "lint/own_fixes.h"

#include <vector>

namespace carbonfix {
namespace {

// What stands in a copy of the list where `one` stands in the list.
template <typename Part>
const Part& counterpart(const std::vector<Part>& list, const Part& one, const std::vector<Part>& copy) {
  return copy[static_cast<std::size_t>(&one - list.data())];
}

}  // namespace

FixProposal OwnFixes::make(const FixRequest& request) const {
  const Pack& pack = packs_.try_emplace(&request.pack, request.pack).first->second;
  const Pattern& pattern = counterpart(request.pack.patterns, request.pattern, pack.patterns);
  const Rule& rule = counterpart(request.pattern.rules, request.rule, pattern.rules);
  const Fix& fix = counterpart(request.rule.fixes, request.fix, rule.fixes);
  return maker_.make(
      {pack, pattern, rule, fix, request.path, request.document, request.context, request.facts, request.surroundings});
}

}  // namespace carbonfix
