#include "cli/rule_sources.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/secrets.h"
#include "carbonfix/base/text.h"
#include "carbonfix/document/format.h"
#include "cli/condition_words.h"
#include "cli/example_homes.h"
#include "cli/examples.h"
#include "cli/messages.h"
#include "cli/pack_mentions.h"
#include "cli/rule_params.h"
#include "cli/rule_steps.h"
#include "lint/own_rules.h"

namespace carbonfix {
namespace {

std::string textOf(const Message& message) {
  std::string text;
  for (const MessagePart& part : message) text += part.kind == MessagePart::Kind::text ? part.text : "…";
  return normalizeSpace(text);
}

std::string shown(const Expression& expression) { return normalizeSpace(maskedExpression(expression.text())); }

std::vector<std::string> phasesOf(const Pack& pack, const Pattern& pattern) {
  std::vector<std::string> phases;
  for (const Phase& phase : pack.phases) {
    if (std::ranges::find(phase.active, pattern.id) != phase.active.end()) phases.push_back(phase.id);
  }
  if (phases.empty()) phases.emplace_back("default");
  std::ranges::sort(phases);
  return phases;
}

std::vector<RuleFacts::File> filesOf(const std::optional<Example::Snippet>& snippet) {
  std::vector<RuleFacts::File> files;
  if (!snippet) return files;
  for (const ExampleAnswer& each : snippet->live) {
    files.push_back({.node = {}, .path = each.asked, .text = each.answer, .marked = {}});
  }
  for (const ExampleFile& file : snippet->files) {
    files.push_back({.node = file.node, .path = file.path, .text = file.text, .marked = {}});
    if (file.line > 0) files.back().marked.push_back(file.line);
  }
  return files;
}

void addExamples(RuleFacts& facts, const Pack& pack) {
  for (const Example& example : pack.examples) {
    if (example.of != facts.id) continue;
    facts.examples.push_back({.bad = filesOf(example.bad), .good = filesOf(example.good), .messages = {}});
  }
}

// The options that make another run see the rule's file.
std::string fileOptions(const Pack& pack, const Options& options) {
  if (pack.builtin) return {};
  std::string text;
  for (const std::string& path : options.rules) text += fmt::format(" --rules {}", shellQuoted(path));
  for (const std::string& binding : options.bindings) text += fmt::format(" --bind {}", shellQuoted(binding));
  return text;
}

std::vector<std::string> waysToLeaveOut(const std::string& id, const std::string& files) {
  std::vector<std::string> ways;
  const auto globs = splitSpace(files);
  const FileFormat format = globs.empty() ? FileFormat::xml : formatOf(globs.front());
  if (format == FileFormat::xml) ways.push_back(fmt::format("<!-- carbonfix:ignore {}: REASON -->", id));
  if (format == FileFormat::properties) ways.push_back(fmt::format("# carbonfix:ignore {}: REASON", id));
  ways.push_back(fmt::format("carbonfix lint --ignore {} HOME", id));
  return ways;
}

void addCheck(RuleFacts& facts, const RuleSource& source, const Options& options) {
  const Check& check = *source.check;
  const Pack& pack = *source.pack;
  facts.severity = check.severity;
  facts.title = textOf(check.message);
  facts.files = normalizeSpace(source.pattern->files);
  facts.context = shown(source.rule->context);
  facts.test = check.isReport ? shown(check.test) : fmt::format("not({})", shown(check.test));
  facts.pattern = source.pattern->title;
  facts.phases = phasesOf(pack, *source.pattern);
  facts.isLive = source.pattern->live;
  facts.condition = shown(source.pattern->condition);
  facts.appliesTo = conditionInWords(source.pattern->condition.text());
  facts.about = source.pattern->about;
  for (const std::string& name : check.diagnostics) {
    const auto found = std::ranges::find(pack.diagnostics, name, &Diagnostic::id);
    if (found != pack.diagnostics.end()) facts.why.push_back(textOf(found->text));
  }
  for (const std::string_view link : splitSpace(check.see)) facts.links.emplace_back(link);

  const std::string given = fileOptions(pack, options);
  const bool isDefault = std::ranges::find(facts.phases, "default") != facts.phases.end();
  const std::string phase =
      (facts.isLive ? " --live" : "") + (isDefault ? std::string() : " --phase " + shellQuoted(facts.phases.front()));
  facts.run = fmt::format("carbonfix lint{}{} --select {} HOME", given, phase, facts.id);
  facts.suppress = waysToLeaveOut(facts.id, facts.files);
  const auto fix = std::ranges::find(source.rule->fixes, check.fix, &Fix::id);
  if (check.fix.empty() || fix == source.rule->fixes.end()) return;
  facts.fix = RuleFacts::Fix{.safety = fix->safety, .title = fix->title, .steps = stepsOf(fix->operations)};
  facts.repair = fmt::format("carbonfix lint --fix{}{}{} --select {} HOME",
                             fix->safety == Safety::unsafe ? " --unsafe-fixes" : "", given, phase, facts.id);
}

std::string wordOf(Effect effect) {
  switch (effect) {
    case Effect::hot:
      return "at once";
    case Effect::restart:
      return "at the next start";
    case Effect::firstStart:
      return "only at the first start of a new home";
    case Effect::none:
      break;
  }
  return {};
}

std::string wordOf(Consent consent) {
  switch (consent) {
    case Consent::data:
      return "data";
    case Consent::identity:
      return "identity";
    case Consent::none:
      break;
  }
  return {};
}

void addPatch(RuleFacts& facts, const RuleSource& source, const Options& options) {
  const Patch& patch = *source.patch;
  const Pack& pack = *source.pack;
  facts.kind = RuleFacts::Kind::patch;
  facts.title = patch.title;
  facts.files = normalizeSpace(patch.files);
  facts.context = shown(patch.context);
  facts.test = shown(patch.ensure);
  facts.condition = shown(patch.condition);
  facts.appliesTo = conditionInWords(patch.condition.text());
  facts.about = patch.about;
  facts.fix = RuleFacts::Fix{.safety = patch.safety, .title = {}, .steps = stepsOf(patch.operations)};
  facts.effect = wordOf(patch.effect);
  facts.consent = wordOf(patch.consent);
  Pack only;
  only.patches = {patch};
  Mentions mentions;
  mentions.addPatches(only);
  // What a let of the pack says is said through it.
  for (const Let& let : pack.lets) {
    if (mentions.has(let.name)) only.lets.push_back(let);
  }
  mentions.addPatches(only);
  for (const Param& param : pack.params) {
    if (mentions.has(param.name)) facts.params.push_back(paramLine(param));
  }
  const std::string given =
      pack.builtin ? fmt::format(" --recipe {}", shellQuoted(pack.id)) : fileOptions(pack, options);
  facts.run = fmt::format("carbonfix plan{} HOME", given);
}

void addOwn(RuleFacts& facts, const OwnFinding& own) {
  facts.kind = RuleFacts::Kind::own;
  facts.severity = own.severity;
  facts.title = own.summary;
  facts.phases = {own.severity == Severity::info ? "all" : "in every phase"};
  facts.run = fmt::format("carbonfix lint --select {} HOME", own.id);
  facts.suppress = {fmt::format("carbonfix lint --ignore {} HOME", own.id)};
  const OwnRule* const rule = findOwnRule(own.id);
  if (rule == nullptr) return;
  facts.files = rule->files;
  facts.why = {std::string(rule->why)};
  if (rule->bad.empty()) return;
  RuleFacts::Example example;
  example.bad.push_back({.node = {}, .path = {}, .text = std::string(rule->bad), .marked = {rule->line}});
  if (!rule->good.empty()) {
    example.good.push_back({.node = {}, .path = {}, .text = std::string(rule->good), .marked = {}});
  }
  facts.examples.push_back(std::move(example));
}

}  // namespace

std::string_view RuleSource::id() const {
  if (own != nullptr) return own->id;
  return patch != nullptr ? patch->id : check->id;
}

std::vector<RuleSource> ownRuleSources() {
  std::vector<RuleSource> sources;
  for (const OwnFinding& own : ownFindings()) sources.push_back({.own = &own});
  return sources;
}

std::vector<RuleSource> rulesOf(const std::vector<Pack>& packs) {
  std::vector<RuleSource> sources;
  for (const Pack& pack : packs) {
    for (const Pattern& pattern : pack.patterns) {
      for (const Rule& rule : pattern.rules) {
        for (const Check& check : rule.checks) {
          sources.push_back({.pack = &pack, .pattern = &pattern, .rule = &rule, .check = &check});
        }
      }
    }
    for (const Patch& patch : pack.patches) sources.push_back({.pack = &pack, .patch = &patch});
  }
  std::ranges::stable_sort(sources, {}, &RuleSource::id);
  return sources;
}

RuleFacts factsOf(const RuleSource& source, const Options& options) {
  RuleFacts facts;
  facts.id = source.id();
  if (source.own != nullptr) {
    addOwn(facts, *source.own);
    return facts;
  }
  facts.pack = source.pack->id;
  facts.packTitle = source.pack->title;
  if (source.patch != nullptr) {
    addPatch(facts, source, options);
  } else {
    addCheck(facts, source, options);
  }
  addExamples(facts, *source.pack);
  return facts;
}

void addFindings(RuleFacts& facts, const RuleSource& source) {
  if (source.check == nullptr) return;
  auto shown = facts.examples.begin();
  for (const Example& example : source.pack->examples) {
    if (example.of != facts.id) continue;
    for (const Finding& finding : findingsInBad(*source.pack, example)) {
      shown->messages.push_back(finding.message);
      const std::string place = examplePath({.node = finding.node, .path = finding.path, .text = {}});
      for (RuleFacts::File& file : shown->bad) {
        const std::string node = file.node.empty() ? finding.node : file.node;
        if (examplePath({.node = node, .path = file.path, .text = {}}) != place || !finding.located) continue;
        const std::size_t line = finding.location.start.line;
        if (std::ranges::find(file.marked, line) == file.marked.end()) file.marked.push_back(line);
      }
    }
    ++shown;
  }
}

}  // namespace carbonfix
