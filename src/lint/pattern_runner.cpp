#include "lint/pattern_runner.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "lint/namespace_slip.h"

namespace carbonfix {

void PatternRunner::run(const Pack& pack, const Pattern& pattern, std::size_t home, const std::string& path,
                        std::vector<Finding>& findings) {
  const Document* document = parts_.files.load(home, path);
  if (document == nullptr) return;
  const Home& where = parts_.files.homes()[home];
  enter(pack, home, path, *document);
  Shared& shared = sharedOf(pack, home, path, document->root());
  Variables variables(*shared.lets, pattern.lets, document->root());
  if (pattern.condition) {
    const auto applies = variables.test(pattern.condition, document->root());
    if (applies && !*applies) {
      parts_.notes.add(where.node(), path, fmt::format("{} does not apply: {}", pattern.id, pattern.condition.text()));
    }
    if (applies && !*applies) parts_.record.note(home, path, pattern, false);
    if (!applies.value_or(false)) return;
  }
  parts_.record.note(home, path, pattern, true);
  std::unordered_set<const void*> taken;
  for (const Rule& rule : pattern.rules) {
    runRule({pattern, rule, home, {pack, where, path, *document}, shared.facts.scope(), variables, findings}, taken);
  }
}

void PatternRunner::enter(const Pack& pack, std::size_t home, const std::string& path, const Document& document) {
  if (path_ != path) {  // what was looked up for another file may have been looked up by another thread
    path_ = path;
    parts_.surroundings.forgetDocuments();
    for (auto& [ofPack, shared] : shared_) shared.lets.reset();
  }
  parts_.surroundings.enter(pack, home);
  parts_.evaluation.enter(pack, parts_.files.homes()[home].node(), path);
  parts_.evaluation.weigh(document.bytes().size());
}

bool PatternRunner::matches(const Pack& pack, const Pattern& pattern, std::size_t home, const std::string& path) {
  const Document* document = parts_.files.load(home, path);
  if (document == nullptr) return false;
  enter(pack, home, path, *document);
  const Node root = document->root();
  Variables variables(*sharedOf(pack, home, path, root).lets, pattern.lets, root);
  if (pattern.condition && !variables.test(pattern.condition, root).value_or(false)) return false;
  return std::ranges::any_of(pattern.rules, [&](const Rule& rule) {
    const auto matched = variables.select(rule.context, root);
    return !matched || !matched->empty();
  });
}

bool PatternRunner::wantsFile(const Pack& pack, const Pattern& pattern, std::size_t home) {
  if (pattern.optional) return false;
  if (!pattern.condition) return true;
  const Home& where = parts_.files.homes()[home];
  parts_.surroundings.enter(pack, home);
  parts_.evaluation.enter(pack, where.node(), pattern.files);
  const XPath* condition = parts_.evaluation.compiled(pattern.condition);
  if (condition == nullptr || condition->looksAtDocument()) return true;
  if (!noFile_) noFile_ = std::move(Document::parse("<none/>", "none")).value();
  Variables facts(parts_.evaluation);
  parts_.facts.provide(facts, pack, where, {});
  facts.setLazy("cluster", [&] { return parts_.cluster.of(pack, parts_.notes); });
  Variables ofPack(facts, pack.lets, noFile_->root());
  Variables variables(ofPack, pattern.lets, noFile_->root());
  return variables.test(pattern.condition, noFile_->root()).value_or(true);
}

PatternRunner::Shared& PatternRunner::sharedOf(const Pack& pack, std::size_t home, const std::string& path, Node root) {
  const auto [place, isNew] = shared_.try_emplace(&pack, parts_.evaluation);
  Shared& shared = place->second;
  if (isNew) {
    parts_.facts.provide(shared.facts, pack, parts_.files.homes()[home], path);
    shared.facts.setLazy("cluster", [this, &pack] { return parts_.cluster.of(pack, parts_.notes); });
  }
  if (!shared.lets) {
    shared.facts.set("file", path);
    shared.lets.emplace(shared.facts, pack.lets, root);
  }
  return shared;
}

void PatternRunner::runRule(const Task& task, std::unordered_set<const void*>& taken) {
  const Document& document = task.where.document;
  auto watch = parts_.stats.rule(task.pattern.id, task.rule.context.text());
  const auto matched = task.variables.select(task.rule.context, document.root());
  if (!matched) return;
  watch.count(matched->size());
  if (matched->size() < task.rule.min && parts_.selection.wantsId(kContextMissing)) {
    task.findings.push_back(parts_.maker.at(
        kContextMissing, task.where, document.rootElement(),
        fmt::format("{} must be there at least {}, but is there {}.", task.rule.context.text(),
                    task.rule.min == 1 ? "once" : fmt::format("{} times", task.rule.min), matched->size())));
  }
  if (matched->empty() && !task.where.pack.builtin) {
    const std::string slip = namespaceSlip(task.rule.context, task.where.pack.namespaces, document);
    if (!slip.empty()) parts_.notes.add(task.where.home.node(), task.where.path, slip);
  }
  for (const Node& node : *matched) {
    if (taken.insert(node.raw()).second) runChecks(task, node);
  }
}

void PatternRunner::runChecks(const Task& task, Node context) {
  for (const Check& check : task.rule.checks) {
    if (!parts_.selection.wants(check) || !canRun(task, check)) continue;
    // Lets of its own for each check: what they look up is related to this check's finding.
    Variables variables(task.variables, task.rule.lets, context);
    parts_.surroundings.forgetLookups();
    const auto holds = variables.test(check.test, context);
    if (!holds) parts_.record.noteUndone(task.home, task.where.path, check);
    if (!holds || *holds != check.isReport || missedUnknown(task, check)) continue;
    // A copy: the message may look up more.
    task.findings.push_back(parts_.maker.make(check, task.where, context, variables,
                                              std::vector(parts_.surroundings.lookups()), parts_.places));
    const Finding& finding = task.findings.back();
    if (finding.id != check.id) {  // of a template: what the check will find is not known before that is filled in
      parts_.record.noteUndone(task.home, task.where.path, check);
    } else if (finding.path == task.where.path) {  // at a line of another file nothing of this one is to be mended
      task.findings.back().fix = proposeFix(task, check, context);
    }
  }
}

// What a check missed may be what a mark stands for, or stand in a file that can't be read.
bool PatternRunner::missedUnknown(const Task& task, const Check& check) {
  const auto& missed = parts_.surroundings.missed();
  const bool unread = !std::ranges::all_of(missed, &KeyTable::isComplete);
  if (!unread && std::ranges::none_of(missed, &KeyTable::holdsTemplates)) return false;
  parts_.record.noteUndone(task.home, task.where.path, check);
  parts_.notes.add(task.where.home.node(), task.where.path,
                   fmt::format("{}: {}", check.id,
                               unread ? "what it looks for may be in a file that can't be read"
                                      : "what it looks for in other files is a template there"));
  return true;
}

std::optional<FixProposal> PatternRunner::proposeFix(const Task& task, const Check& check, Node context) {
  const auto fix = std::ranges::find(task.rule.fixes, check.fix, &Fix::id);
  if (check.fix.empty() || fix == task.rule.fixes.end()) return std::nullopt;
  if (parts_.fixes == nullptr) return FixProposal{.safety = fix->safety, .description = fix->title};
  return parts_.fixes->make({task.where.pack, task.pattern, task.rule, *fix, task.where.path, task.where.document,
                             context, task.facts, parts_.surroundings});
}

// A check that compares nodes has nothing to compare when one node was given, and that is not a pass.
bool PatternRunner::canRun(const Task& task, const Check& check) {
  if (parts_.files.homes().size() > 1) return true;
  if (!otherNodes_.needs(task.where.pack, task.pattern, task.rule, check)) return true;
  parts_.record.noteUndone(task.home, task.where.path, check);
  parts_.notes.add(task.where.home.node(), task.where.path, fmt::format("{}: other nodes not given", check.id));
  return false;
}

}  // namespace carbonfix
