#include "cli/pack_mentions.h"

#include <fmt/format.h>

#include "carbonfix/rules/names_in_xpath.h"

namespace carbonfix {

void Mentions::addChecks(const Pack& pack) {
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

void Mentions::addPatches(const Pack& pack) {
  add(pack.lets);
  for (const Patch& patch : pack.patches) {
    add(patch.context);
    add(patch.condition);
    add(patch.ensure);
    add(patch.lets);
    for (const Operation& operation : patch.operations) add(operation);
  }
}

bool Mentions::has(const std::string& name) const {
  return names_.contains(name) || text_.find(fmt::format("{{${}}}", name)) != std::string::npos;
}

void Mentions::add(const Rule& rule) {
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

void Mentions::add(const Operation& operation) {
  add(operation.select);
  add(operation.condition);
  add(operation.holds);
  add(operation.value);
  text_ += operation.content;
  // Content is kept as text; what its value-of elements select is in there.
  for (const NameInXPath& variable : variablesIn(operation.content)) names_.insert(variable.name);
}

void Mentions::add(const std::vector<Let>& lets) {
  for (const Let& let : lets) add(let.value);
}

void Mentions::add(const Message& message) {
  for (const MessagePart& part : message) {
    add(part.select);
    text_ += part.text;
  }
}

void Mentions::add(const Expression& expression) {
  for (const NameInXPath& variable : variablesIn(expression.text())) names_.insert(variable.name);
}

bool mentions(const std::vector<Pack>& packs, const std::string& name) {
  Mentions found;
  for (const Pack& pack : packs) {
    found.addChecks(pack);
    found.addPatches(pack);
  }
  return found.has(name);
}

}  // namespace carbonfix
