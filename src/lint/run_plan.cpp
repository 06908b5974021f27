#include "lint/run_plan.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>

#include "carbonfix/rules/names_in_xpath.h"
#include "lint/keys.h"

namespace carbonfix {
namespace {

using Names = std::set<std::string, std::less<>>;

// What the expressions of a pack reach of other nodes, told by their text alone: rather too much than too little.
class Reach {
 public:
  explicit Reach(const Pack& pack) {
    for (const Key& key : pack.keys) {
      if (key.acrossCluster) keys_.insert(key.name);
    }
    variables_.insert("cluster");
    addLets(pack.lets);
  }

  const Names& keys() const { return keys_; }
  const Names& asked() const { return asked_; }

  bool of(const Expression& expression) {
    if (!expression) return false;
    bool reaches = false;
    if (!keys_.empty()) {
      const auto keys = keysIn(expression.text());
      for (const auto& key : keys) reaches |= ask(key.name);
      if (countCalls(expression.text()) > keys.size()) {  // of a key whose name is computed
        asked_ = keys_;
        reaches = true;
      }
    }
    for (const NameInXPath& variable : variablesIn(expression.text())) reaches |= variables_.contains(variable.name);
    return reaches;
  }
  bool of(const Message& message) {
    bool reaches = false;
    for (const MessagePart& part : message) reaches |= of(part.select);
    return reaches;
  }
  // Lets may refer to each other whatever their order; those that reach are added to the variables that do.
  void addLets(const std::vector<Let>& lets) {
    for (bool isGrowing = true; isGrowing;) {
      isGrowing = false;
      for (const Let& let : lets) {
        if (of(let.value) && variables_.insert(let.name).second) isGrowing = true;
      }
    }
  }

 private:
  // Of key(), group() and usual(); what stands in a literal counts too.
  static std::size_t countCalls(std::string_view text) {
    std::size_t calls = 0;
    for (const std::string_view name : {"key", "group", "usual"}) {
      for (std::size_t at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
        const std::size_t next = text.find_first_not_of(" \t\r\n", at + name.size());
        const bool isInside = at > 0 && (std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0 ||
                                         text[at - 1] == '-' || text[at - 1] == '_');
        if (!isInside && next != text.npos && text[next] == '(') ++calls;
      }
    }
    return calls;
  }
  bool ask(const std::string& name) {
    if (!keys_.contains(name)) return false;
    asked_.insert(name);
    return true;
  }

  Names keys_;
  Names asked_;
  Names variables_;
};

bool reaches(const Fix& fix, Reach& reach) {
  reach.addLets(fix.lets);
  bool any = false;
  for (const Operation& operation : fix.operations) {
    for (const Expression* each : {&operation.select, &operation.condition, &operation.holds}) any |= reach.of(*each);
    for (const Expression& each : operation.selects) any |= reach.of(each);
    any |= reach.of(operation.value);
  }
  return any;
}

// By what a pattern says itself; a let of the same name elsewhere in the pack counts too.
void examine(PlannedPattern& planned, Reach& reach) {
  const Pattern& pattern = planned.pattern;
  reach.addLets(pattern.lets);
  for (const Rule& rule : pattern.rules) reach.addLets(rule.lets);
  planned.comparesEarly = reach.of(pattern.condition);
  for (const Rule& rule : pattern.rules) {
    planned.comparesEarly |= reach.of(rule.context);
    for (const Fix& fix : rule.fixes) planned.comparesNodes |= reaches(fix, reach);
    for (const Check& check : rule.checks) {
      planned.comparesNodes |= reach.of(check.test);
      planned.comparesNodes |= reach.of(check.subject);
      planned.comparesNodes |= reach.of(check.message);
      for (const Diagnostic& diagnostic : planned.pack.diagnostics) {
        const bool isItsOwn = std::ranges::find(check.diagnostics, diagnostic.id) != check.diagnostics.end();
        if (isItsOwn) planned.comparesNodes |= reach.of(diagnostic.text);
      }
    }
  }
  planned.comparesNodes |= planned.comparesEarly;
}

}  // namespace

RunPlan::RunPlan(const std::vector<Pack>& packs, const Selection& selection, std::size_t homes) {
  for (const Pack& pack : packs) {
    const std::size_t first = patterns_.size();
    for (const Pattern& pattern : pack.patterns) {
      if (selection.inPhase(pattern) && selection.wants(pattern)) patterns_.push_back({pack, pattern});
    }
    if (homes < 2 || patterns_.size() == first) continue;
    Reach reach(pack);
    for (std::size_t i = first; i < patterns_.size(); ++i) examine(patterns_[i], reach);
    for (const std::string& name : reach.asked()) clusterKeys_.emplace_back(&pack, name);
  }
}

}  // namespace carbonfix
