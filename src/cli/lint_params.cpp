#include "cli/lint_params.h"

#include <algorithm>
#include <set>
#include <string>

#include <fmt/format.h>

#include "carbonfix/rules/names_in_xpath.h"

namespace carbonfix {
namespace {

// Collects what the lint side of a pack mentions.
class Mentions {
 public:
  void add(const Pack& pack) {
    add(pack.lets);
    for (const Key& key : pack.keys) {
      add(key.match);
      add(key.use);
    }
    for (const Diagnostic& diagnostic : pack.diagnostics) add(diagnostic.text);
    for (const Pattern& pattern : pack.patterns) {
      add(pattern.condition);
      add(pattern.lets);
      for (const Rule& rule : pattern.rules) add(rule);
    }
  }

  bool has(const std::string& name) const {
    return names_.contains(name) || text_.find(fmt::format("{{${}}}", name)) != std::string::npos;
  }

 private:
  void add(const Rule& rule) {
    add(rule.context);
    add(rule.lets);
    for (const Check& check : rule.checks) {
      add(check.test);
      add(check.subject);
      add(check.message);
    }
    for (const Fix& fix : rule.fixes) {
      add(fix.lets);
      for (const Operation& operation : fix.operations) add(operation);
    }
  }

  void add(const Operation& operation) {
    add(operation.select);
    add(operation.condition);
    add(operation.holds);
    add(operation.value);
    text_ += operation.content;
    // Content is kept as text; what its value-of elements select is in there.
    for (const NameInXPath& variable : variablesIn(operation.content)) names_.insert(variable.name);
  }

  void add(const std::vector<Let>& lets) {
    for (const Let& let : lets) add(let.value);
  }

  void add(const Message& message) {
    for (const MessagePart& part : message) {
      add(part.select);
      text_ += part.text;
    }
  }

  void add(const Expression& expression) {
    for (const NameInXPath& variable : variablesIn(expression.text())) names_.insert(variable.name);
  }

  std::set<std::string> names_;
  std::string text_;  // where {$name} may stand
};

}  // namespace

void releasePatchParams(Pack& pack) {
  const bool needed = std::ranges::any_of(pack.params, [](const Param& param) { return !param.defaultValue; });
  if (!needed) return;
  Mentions mentions;
  mentions.add(pack);
  for (Param& param : pack.params) {
    if (!param.defaultValue && !mentions.has(param.name)) param.defaultValue.emplace();
  }
}

}  // namespace carbonfix
