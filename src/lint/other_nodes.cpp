#include "lint/other_nodes.h"

#include <algorithm>

#include "carbonfix/rules/names_in_xpath.h"
#include "lint/keys.h"

namespace carbonfix {
namespace {

// Lets that refer to each other in a ring are refused when a rule file is loaded; this ends the walk in any case.
constexpr std::size_t kDeepest = 20;

}  // namespace

bool OtherNodes::needs(const Pack& pack, const Pattern& pattern, const Rule& rule, const Check& check) {
  const auto [place, isNew] = known_.try_emplace(&check, false);
  if (isNew) {
    const Lets lets = {&pack.lets, &pattern.lets, &rule.lets};
    place->second = reaches(pack, lets, rule.context, 0) || reaches(pack, lets, check.test, 0);
  }
  return place->second;
}

bool OtherNodes::reaches(const Pack& pack, const Lets& lets, const Expression& expression, std::size_t depth) {
  const XPath* xpath = evaluation_.compiled(expression);
  if (xpath == nullptr || depth > kDeepest) return false;
  if (xpath->calls("key") || xpath->calls("group") || xpath->calls("usual")) {
    for (const KeyInXPath& key : keysIn(expression.text())) {
      if (isClusterKey(pack, key.name)) return true;
    }
  }
  return std::ranges::any_of(xpath->variables(), [&](const std::string& name) {
    if (name == "cluster") return true;
    for (const auto* level : lets) {
      for (const Let& let : *level) {
        if (let.name == name && &let.value != &expression && reaches(pack, lets, let.value, depth + 1)) return true;
      }
    }
    return false;
  });
}

}  // namespace carbonfix
