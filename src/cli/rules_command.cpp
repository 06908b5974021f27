#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "carbonfix/rules/builtin.h"
#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/rule_params.h"

namespace carbonfix {
namespace {

constexpr std::size_t kTitleWidth = 90;

struct Line {
  std::string id;
  std::string severity;  // "patch" for a patch
  std::string title;
};

// The message as it stands in the file, "…" for what is filled in, cut at a word.
std::string titleOf(const Message& message) {
  std::string text;
  for (const MessagePart& part : message) text += part.kind == MessagePart::Kind::text ? part.text : "…";
  text = normalizeSpace(text);
  if (text.size() <= kTitleWidth) return text;
  const std::size_t space = text.rfind(' ', kTitleWidth);
  return text.substr(0, space == std::string::npos ? text.find(' ') : space) + " …";
}

std::vector<Line> linesOf(const std::vector<Pack>& packs) {
  std::vector<Line> lines;
  for (const Pack& pack : packs) {
    for (const Pattern& pattern : pack.patterns) {
      for (const Rule& rule : pattern.rules) {
        for (const Check& check : rule.checks)
          lines.push_back({check.id, severityName(check.severity), titleOf(check.message)});
      }
    }
    for (const Patch& patch : pack.patches) lines.push_back({patch.id, "patch", normalizeSpace(patch.title)});
  }
  std::ranges::sort(lines, {}, &Line::id);
  // One id may be reported from several places; it is one rule.
  const auto sameId = [](const Line& a, const Line& b) { return a.id == b.id; };
  lines.erase(std::unique(lines.begin(), lines.end(), sameId), lines.end());
  return lines;
}

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
      auto loaded = userPacks(profile, console);
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
  const auto packs = lintPacks(options, console);
  if (!packs) {
    printErrors(console, packs.error());
    return kTrouble;
  }
  const std::vector<Line> lines = linesOf(*packs);
  std::size_t width = 0;
  for (const Line& line : lines) width = std::max(width, line.id.size());
  for (const Line& line : lines) {
    console.out << printable(fmt::format("{:<{}}  {:<7}  {}", line.id, width, line.severity, line.title)) << '\n';
  }
  return kOk;
}

}  // namespace carbonfix
