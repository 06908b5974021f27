#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "carbonfix/rules/builtin.h"
#include "cli/bundle.h"
#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/rule_params.h"
#include "cli/rule_sources.h"
#include "cli/write_pages.h"
#include "lint/selection.h"
#include "report/rule_pages.h"

namespace carbonfix {
namespace {

// What `rules params` was asked about: a recipe's name or a rule file, and the files of --rules.
Result<std::vector<Pack>, Errors> profilePacks(const Options& options, Console& console) {
  if (options.arguments.size() > 2) {
    return Errors{Error{.message = "rules params takes one recipe or rule file, but more were given",
                        .hint = "further files are given with --rules"}};
  }
  std::vector<Pack> packs;
  if (options.arguments.size() == 2) {
    const std::string& profile = options.arguments.back();
    auto recipe = builtinRecipe(profile);
    const auto status = diskFileSystem().status(profile);
    const bool isPath =
        profile.find('/') != std::string::npos || profile == "-" || (status && status->kind != FileKind::missing);
    if (recipe) {
      packs.push_back(std::move(*recipe));
    } else if (isPath) {
      auto loaded = userPacks(profile, options, console);
      if (!loaded) return loaded.error();
      packs = std::move(*loaded);
    } else {
      recipe.error().hint = "give a recipe (carbonfix rules --recipes lists them) or the path of a rule file";
      return Errors{recipe.error()};
    }
  } else if (options.rules.empty()) {
    return Errors{Error{.message = "rules params: whose parameters?",
                        .hint = "name a recipe (carbonfix rules --recipes lists them) or a rule file"}};
  }
  Errors errors = addUserPacks(options, console, packs);
  if (!errors.empty()) return errors;
  return packs;
}

ExitCode listParams(const Options& options, Console& console) {
  const auto packs = profilePacks(options, console);
  if (!packs) {
    printErrors(console, packs.error());
    return kTrouble;
  }
  std::vector<std::string> names;
  for (const Pack& pack : *packs) names.push_back(pack.id);
  console.out << (options.skeleton ? inventorySkeleton(*packs, join(names, ", ")) : paramTable(*packs));
  return kOk;
}

ExitCode listRecipes(Console& console) {
  const std::vector<std::string> names = builtinRecipeNames();
  std::size_t width = 0;
  for (const std::string& name : names) width = std::max(width, name.size());
  for (const std::string& name : names) {
    const auto recipe = builtinRecipe(name);
    if (!recipe) {
      printError(console, recipe.error());
      return kTrouble;
    }
    console.out << fmt::format("{:<{}}  {}\n", name, width, normalizeSpace(recipe->title));
  }
  return kOk;
}

// The shipped lint packs with their prose, unless left out, and those of --rules.
Result<std::vector<Pack>, Errors> packsToList(const Options& options, Console& console) {
  std::vector<Pack> packs;
  if (options.builtinRules) packs = builtinFullPacks();
  std::erase_if(packs, [](const Pack& pack) { return pack.patterns.empty(); });  // recipes have a list of their own
  Errors errors = addUserPacks(options, console, packs);
  if (!errors.empty()) return errors;
  return packs;
}

std::vector<std::string> patchIds(const std::vector<Pack>& packs) {
  std::vector<std::string> ids;
  for (const Pack& pack : packs) {
    for (const Patch& patch : pack.patches) ids.push_back(patch.id);
  }
  return ids;
}

// The patches of shipped recipes are not in the list, but to name one is another mistake than a word that means
// nothing.
Error toldOf(const WrongChoice& wrong) {
  const std::vector<std::string> ofRecipes = patchIds(builtinFullPacks());
  if (wrong.option == "phase" || std::ranges::find(ofRecipes, wrong.word) == ofRecipes.end()) return errorOf(wrong);
  return {
      .message = fmt::format("--{} {}: this is a patch of a recipe, and not a rule of lint", wrong.option, wrong.word),
      .hint = fmt::format("carbonfix explain {} shows it", wrong.word)};
}

// What --select, --ignore, --phase and --min-severity leave.
Result<std::vector<RuleFacts>, Errors> chosenRules(const std::vector<Pack>& packs, const Options& options) {
  const bool ofPhase = options.phase != "all";
  const bool ofSeverity = options.minSeverity > Severity::info;
  const LintOptions choice{.phase = options.phase,
                           .select = options.select,
                           .ignore = options.ignore,
                           .minSeverity = options.minSeverity,
                           .params = {}};
  const std::vector<std::string> patches = patchIds(packs);
  Errors errors;
  for (const WrongChoice& wrong : wrongChoices(packs, choice, patches)) errors.push_back(toldOf(wrong));
  if (!errors.empty()) return errors;
  const auto selection = Selection::make(packs, choice, patches);
  if (!selection) return selection.error();
  std::vector<RuleSource> sources = rulesOf(packs);
  if (options.builtinRules) {
    const std::vector<RuleSource> own = ownRuleSources();
    sources.insert(sources.end(), own.begin(), own.end());
  }
  std::vector<RuleFacts> rules;
  for (const RuleSource& source : sources) {
    if (!selection->wantsId(source.id())) continue;
    if (source.check != nullptr && (!selection->wants(*source.check) || !selection->inPhase(*source.pattern))) continue;
    if (source.patch != nullptr && (ofPhase || ofSeverity)) continue;
    if (source.own != nullptr && source.own->severity < options.minSeverity) continue;
    if (source.own != nullptr && source.own->severity == Severity::info && ofPhase) continue;  // remarks
    rules.push_back(factsOf(source, options));
    rules.back().examples.clear();
  }
  std::ranges::stable_sort(rules, {}, &RuleFacts::id);
  return rules;
}

ExitCode listRules(const Options& options, Console& console) {
  const auto packs = packsToList(options, console);
  if (!packs) {
    printErrors(console, packs.error());
    return kTrouble;
  }
  const auto rules = chosenRules(*packs, options);
  if (!rules) {
    printErrors(console, rules.error());
    return kTrouble;
  }
  return writePages(options, console, [&](const std::string& format) {
    if (format == "json") return rulesJson(*rules);
    return format == "markdown" ? ruleListMarkdown(*rules) : ruleListText(*rules);
  });
}

}  // namespace

ExitCode runRules(const Options& options, Console& console) {
  if (!options.arguments.empty() && options.arguments.front() == "params") return listParams(options, console);
  if (options.skeleton) {
    printError(console, Error{.message = "--skeleton belongs to rules params",
                              .hint = "carbonfix rules params RECIPE --skeleton"});
    return kTrouble;
  }
  if (!options.arguments.empty()) {
    printError(console, Error{.message = fmt::format("rules takes no argument but params, and \"{}\" was given{}",
                                                     options.arguments.front(),
                                                     didYouMean(options.arguments.front(), {"params"})),
                              .hint = "rules of your own: carbonfix rules --rules FILE"});
    return kTrouble;
  }
  if (options.listRecipes) return listRecipes(console);
  if (options.bundle) return printBundle(options, console);
  return listRules(options, console);
}

}  // namespace carbonfix
