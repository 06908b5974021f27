#include "cli/inputs.h"

#include <algorithm>
#include <istream>
#include <iterator>

#include <fmt/format.h>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/text.h"
#include "carbonfix/rules/builtin.h"
#include "carbonfix/rules/loader.h"
#include "cli/bindings.h"
#include "cli/lint_params.h"

namespace carbonfix {
namespace {

constexpr const char* kStandardInput = "-";
constexpr const char* kStandardInputName = "standard input";

std::string readAll(std::istream& in) { return {std::istreambuf_iterator<char>(in), {}}; }

void append(Errors& to, Errors from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

Errors addUserPacks(const Options& options, Console& console, std::vector<Pack>& packs) {
  Errors errors = unusedBindings(options);
  if (!errors.empty()) return errors;
  if (std::ranges::count(options.rules, kStandardInput) > 1) {
    return {Error{.message = "--rules - is given twice, and there is one standard input",
                  .hint = "put the rule files into one <bundle>, or give the others by their paths"}};
  }
  for (const std::string& path : options.rules) {
    auto loaded = userPacks(path, options, console);
    if (!loaded) {
      append(errors, loaded.error());
      continue;
    }
    packs.insert(packs.end(), std::make_move_iterator(loaded->begin()), std::make_move_iterator(loaded->end()));
  }
  if (errors.empty() && !options.rules.empty()) errors = checkAcross(packs);
  return errors;
}

Status checkNotGenerated(const Home& home, const Options& options) {
  if (!home.isGenerated() || options.forceGenerated) return {};
  return Error{.message = fmt::format(
                   "refused: the files of {} are generated from repository/conf/deployment.toml; at its next start "
                   "the product sees a changed file and generates all of them anew",
                   home.path()),
               .hint = "set it in deployment.toml instead, or write all the same with --force-generated"};
}

Result<std::string> readInput(const std::string& path, const Console& console, std::size_t limit) {
  if (path == kStandardInput) return readAll(console.in);
  return diskFileSystem().read(path, limit);
}

Result<std::vector<Pack>, Errors> userPacks(const std::string& path, const Options& options, Console& console) {
  auto bindings = bindingsOf(options);
  if (!bindings) return bindings.error();
  if (path != kStandardInput) return loadPacks(diskFileSystem(), path, *bindings);
  if (const auto own = bindings->find(kStandardInput); own != bindings->end()) {
    bindings->insert_or_assign(kStandardInputName, own->second);
  }
  auto packs = loadRules(readAll(console.in), kStandardInputName, *bindings);
  if (packs) return packs;
  // Options call it by its sign.
  for (Error& error : packs.error()) error.hint = replaceAll(error.hint, kStandardInputName, kStandardInput);
  return packs;
}

Result<std::vector<Pack>, Errors> lintPacks(const Options& options, Console& console) {
  std::vector<Pack> packs;
  if (options.builtinRules) packs = builtinLintPacks();
  if (Errors errors = addUserPacks(options, console, packs); !errors.empty()) return errors;
  for (Pack& pack : packs) releasePatchParams(pack);
  return packs;
}

Result<std::vector<Pack>, Errors> patchPacks(const Options& options, Console& console) {
  if (options.recipes.empty() && options.rules.empty()) {
    return Errors{Error{
        .message = fmt::format("nothing to {}: no recipe and no rule file given", options.command->name),
        .hint = "name a recipe with --recipe (carbonfix rules --recipes lists them), or a rule file with --rules"}};
  }
  std::vector<Pack> packs;
  Errors errors;
  for (const std::string& name : options.recipes) {
    if (auto recipe = builtinRecipe(name)) {
      packs.push_back(std::move(*recipe));
    } else {
      errors.push_back(recipe.error());
    }
  }
  append(errors, addUserPacks(options, console, packs));
  if (!errors.empty()) return errors;
  if (std::ranges::all_of(packs, [](const Pack& pack) { return pack.patches.empty(); })) {
    return Errors{Error{.message = "the rule files given hold no patch, only checks",
                        .hint = "carbonfix lint runs checks; plan and apply run <patch> elements"}};
  }
  return packs;
}

}  // namespace carbonfix
