#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/spelling.h"
#include "carbonfix/rules/builtin.h"
#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/rule_sources.h"
#include "cli/write_pages.h"
#include "lint/rule_ids.h"
#include "report/rule_pages.h"

namespace carbonfix {
namespace {

constexpr std::size_t kWidest = 100;
constexpr std::size_t kNarrowest = 40;

// What the arguments of explain name.
struct Asked {
  std::vector<const RuleSource*> rules;
  bool byName = true;  // none by a prefix, a glob or a pack: all there is to say of each, and no list
};

// An id, the beginning of ids ("clustering."), a glob, or the name of a pack or recipe.
bool means(const std::string& word, const RuleSource& rule) {
  return covers(word, rule.id()) || (rule.pack != nullptr && rule.pack->id == word) ||
         rule.id().starts_with(word + ".");
}

Error unknown(const std::string& word, const std::vector<RuleSource>& rules) {
  std::vector<std::string> ids;
  std::set<std::string> prefixes;
  for (const RuleSource& rule : rules) {
    ids.emplace_back(rule.id());
    prefixes.insert(ids.back().substr(0, ids.back().find('.')));
  }
  std::string meant = didYouMeanId(word, ids);
  if (meant.empty()) meant = didYouMean(word, {prefixes.begin(), prefixes.end()});
  return {.message = fmt::format("no rule has the id \"{}\"{}", word, meant),
          .hint = "carbonfix rules lists the ids; rules of your own are given with --rules FILE"};
}

Result<Asked, Errors> find(const std::vector<std::string>& words, const std::vector<RuleSource>& rules) {
  Asked asked;
  Errors errors;
  for (const std::string& word : words) {
    bool found = false;
    for (const RuleSource& rule : rules) {
      if (!means(word, rule)) continue;
      found = true;
      if (rule.id() != word) asked.byName = false;
      if (std::ranges::find(asked.rules, &rule) == asked.rules.end()) asked.rules.push_back(&rule);
    }
    if (!found) errors.push_back(unknown(word, rules));
  }
  if (!errors.empty()) return errors;
  return asked;
}

Result<std::vector<Pack>, Errors> packsToExplain(const Options& options, Console& console) {
  std::vector<Pack> packs = builtinFullPacks();
  Errors errors = addUserPacks(options, console, packs);
  if (!errors.empty()) return errors;
  return packs;
}

std::string explainAll(const std::vector<RuleFacts>& rules, const std::string& format, const RulePageOptions& style) {
  if (format == "json") return rulesJson(rules);
  std::string text;
  for (const RuleFacts& rule : rules) {
    if (!text.empty()) text += '\n';
    text += format == "markdown" ? explainMarkdown(rule) : explainText(rule, style);
  }
  return text;
}

}  // namespace

ExitCode runExplain(const Options& options, Console& console) {
  if (options.arguments.empty()) {
    printError(console,
               Error{.message = "explain which rule?", .hint = "carbonfix explain ID; carbonfix rules lists the ids"});
    return kTrouble;
  }
  const auto packs = packsToExplain(options, console);
  if (!packs) {
    printErrors(console, packs.error());
    return kTrouble;
  }
  std::vector<RuleSource> sources = rulesOf(*packs);
  const std::vector<RuleSource> own = ownRuleSources();
  sources.insert(sources.end(), own.begin(), own.end());
  const auto asked = find(options.arguments, sources);
  if (!asked) {
    printErrors(console, asked.error());
    return kTrouble;
  }
  std::vector<RuleFacts> rules;
  for (const RuleSource* source : asked->rules) {
    rules.push_back(factsOf(*source, options));
    if (asked->byName) addFindings(rules.back(), *source);
  }
  const RulePageOptions style{.color = wantsColor(options.color, console),
                              .width = std::clamp(console.width, kNarrowest, kWidest)};
  return writePages(options, console, [&](const std::string& format) {
    if (format == "text" && !asked->byName) return ruleListText(rules);
    return explainAll(rules, format, style);
  });
}

}  // namespace carbonfix
