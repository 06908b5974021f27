#include "lint/pattern_runner.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace carbonfix {

void PatternRunner::run(const Pack& pack, const Pattern& pattern, std::size_t home, const std::string& path,
                        std::vector<Finding>& findings) {
  const Document* document = parts_.files.load(home, path);
  if (document == nullptr) return;
  const Home& where = parts_.files.homes()[home];
  parts_.surroundings.enter(pack, home);
  parts_.evaluation.enter(pack, where.node(), path);

  Variables facts(parts_.evaluation);
  parts_.facts.provide(facts, pack, where, path);
  facts.setLazy("cluster", [&] { return parts_.cluster.of(pack); });
  Variables ofPack(facts, pack.lets, document->root());
  Variables variables(ofPack, pattern.lets, document->root());
  if (pattern.condition) {
    const auto applies = variables.test(pattern.condition, document->root());
    if (applies && !*applies) {
      parts_.notes.add(where.node(), path, fmt::format("{} does not apply: {}", pattern.id, pattern.condition.text()));
    }
    if (!applies.value_or(false)) return;
  }
  std::unordered_set<const void*> taken;
  for (const Rule& rule : pattern.rules) {
    runRule({pattern, rule, {pack, where, path, *document}, variables, findings}, taken);
  }
}

void PatternRunner::runRule(const Task& task, std::unordered_set<const void*>& taken) {
  const Document& document = task.where.document;
  const auto matched = task.variables.select(task.rule.context, document.root());
  if (!matched) return;
  if (matched->size() < task.rule.min && parts_.selection.wantsId(kContextMissing)) {
    task.findings.push_back(parts_.maker.at(
        kContextMissing, task.where, document.rootElement(),
        fmt::format("{} must be there at least {}, but is there {}.", task.rule.context.text(),
                    task.rule.min == 1 ? "once" : fmt::format("{} times", task.rule.min), matched->size())));
  }
  for (const Node& node : *matched) {
    if (taken.insert(node.raw()).second) runChecks(task, node);
  }
}

void PatternRunner::runChecks(const Task& task, Node context) {
  auto& lookups = parts_.surroundings.lookups();
  for (const Check& check : task.rule.checks) {
    if (!parts_.selection.wants(check) || !canRun(task, check)) continue;
    // Lets of its own for each check: what they look up is related to this check's finding.
    Variables variables(task.variables, task.rule.lets, context);
    lookups.clear();
    const auto holds = variables.test(check.test, context);
    if (!holds || *holds != check.isReport) continue;
    task.findings.push_back(
        parts_.maker.make(check, task.where, context, variables, std::vector(lookups), parts_.files.homes()));
  }
}

// A check that compares nodes has nothing to compare when one node was given, and that is not a pass.
bool PatternRunner::canRun(const Task& task, const Check& check) {
  if (parts_.files.homes().size() > 1) return true;
  if (!otherNodes_.needs(task.where.pack, task.pattern, task.rule, check)) return true;
  parts_.notes.add(task.where.home.node(), task.where.path, fmt::format("{}: other nodes not given", check.id));
  return false;
}

}  // namespace carbonfix
