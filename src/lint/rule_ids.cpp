#include "lint/rule_ids.h"

#include <algorithm>
#include <set>

#include "carbonfix/base/spelling.h"
#include "carbonfix/home/home.h"
#include "carbonfix/lint/own_findings.h"

namespace carbonfix {
namespace {

std::string_view packOf(std::string_view id) { return id.substr(0, id.find('.') + 1); }

}  // namespace

bool covers(std::string_view wanted, std::string_view id) {
  if (wanted.ends_with('.')) return id.starts_with(wanted);
  if (wanted.find_first_of("*?") != std::string_view::npos) return globMatches(wanted, id);
  return wanted == id;
}

bool coversOne(const std::vector<std::string>& wanted, std::string_view id) {
  return std::ranges::any_of(wanted, [&](const std::string& each) { return covers(each, id); });
}

std::vector<std::string> knownIds(const std::vector<Pack>& packs) {
  std::set<std::string> ids;
  for (const OwnFinding& own : ownFindings()) ids.emplace(own.id);
  for (const Pack& pack : packs) {
    for (const Pattern& pattern : pack.patterns) {
      for (const Rule& rule : pattern.rules) {
        for (const Check& check : rule.checks) ids.insert(check.id);
      }
    }
  }
  return {ids.begin(), ids.end()};
}

std::string didYouMeanId(const std::string& wanted, const std::vector<std::string>& ids) {
  if (!wanted.ends_with('.')) return didYouMean(wanted, ids);
  std::set<std::string> prefixes;
  for (const std::string& id : ids) prefixes.emplace(packOf(id));
  return didYouMean(wanted, {prefixes.begin(), prefixes.end()});
}

bool KnownIds::mayExist(std::string_view wanted) {
  const std::vector<std::string>& ids = all();
  if (std::ranges::any_of(ids, [&](const std::string& id) { return covers(wanted, id); })) return true;
  if (std::ranges::any_of(packs_, &Pack::builtin)) return false;
  return !packOf(wanted).empty() &&
         std::ranges::none_of(ids, [&](const std::string& id) { return packOf(id) == packOf(wanted); });
}

const std::vector<std::string>& KnownIds::all() {
  if (ids_.empty()) ids_ = knownIds(packs_);
  return ids_;
}

}  // namespace carbonfix
