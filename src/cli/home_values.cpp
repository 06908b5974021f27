#include "cli/home_values.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/file_system.h"
#include "cli/inputs.h"
#include "cli/pack_mentions.h"
#include "cli/shared_errors.h"

namespace carbonfix {
namespace {

constexpr std::size_t kMaxParamsFile = std::size_t{1} << 20;
constexpr const char* kStandardInput = "-";

void append(Errors& to, const Errors& from) { to.insert(to.end(), from.begin(), from.end()); }

Result<GivenValues, Errors> readParamsFile(const std::string& path, Console& console) {
  const auto text = readInput(path, console, kMaxParamsFile);
  if (!text) return Errors{text.error()};
  return parseParams(*text, path == kStandardInput ? "standard input" : path);
}

// --params and --param: the same for every home.
Result<GivenValues, Errors> commandLineValues(const Options& options, const std::vector<Pack>& packs,
                                              Console& console) {
  GivenValues values;
  Errors errors;
  const auto addFiles = [&](const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
      auto read = readParamsFile(path, console);
      if (!read) {
        append(errors, read.error());
        continue;
      }
      for (auto& [name, value] : *read) values.insert_or_assign(name, std::move(value));
    }
  };
  addFiles(options.paramFiles);
  for (const std::string& option : options.params) {
    auto pair = parseParamOption(option);
    if (!pair) {
      errors.push_back(pair.error());
    } else if (isSensitive(packs, pair->first)) {
      errors.push_back(
          Error{.message = fmt::format("parameter {} is sensitive: on the command line every user of the machine "
                                       "could see its value",
                                       pair->first),
                .hint = "put it into a file that only you can read (--params FILE), or pipe it in (--params -)"});
    } else {
      values.insert_or_assign(pair->first, GivenValue{.value = std::move(pair->second), .path = "--param"});
    }
  }
  addFiles(options.lastParamFiles);
  if (!errors.empty()) return errors;
  return values;
}

void markSensitive(const Inventory& inventory, std::vector<Pack>& packs) {
  std::set<std::string> names;
  for (const InventoryNode& node : inventory.nodes) {
    for (const auto& [name, param] : inventory.paramsOf(node)) {
      if (param->sensitive) names.insert(name);
    }
  }
  for (Pack& pack : packs) {
    for (Param& param : pack.params) param.sensitive = param.sensitive || names.contains(param.name);
  }
}

// The parameters that a rule of this run asks for: lint looks at no patch.
std::set<std::string> wantedParams(const Options& options, const std::vector<Pack>& packs) {
  const bool isLint = options.command->bit == kLint;
  std::set<std::string> names;
  for (const Pack& pack : packs) {
    Mentions checks;
    if (isLint) checks.addChecks(pack);
    for (const Param& param : pack.params) {
      if (!isLint || checks.has(param.name)) names.insert(param.name);
    }
  }
  return names;
}

// Reads what stands elsewhere only where it is wanted.
Errors addInventoryValues(const Inventory& inventory, const InventoryNode& node, const std::set<std::string>& wanted,
                          const ValueSources& sources, GivenValues& values) {
  Errors errors;
  for (const auto& [name, param] : inventory.paramsOf(node)) {
    if (values.contains(name)) continue;
    GivenValue given{.value = {}, .path = inventory.path, .at = param->at, .mayBeUnknown = true, .isUnread = true};
    if (wanted.contains(name)) {
      auto value = valueOf(inventory, *param, sources);
      if (value) {
        given.value = std::move(*value);
        given.isUnread = false;
      } else {
        errors.push_back(std::move(value).error());
      }
    }
    values.emplace(name, std::move(given));
  }
  return errors;
}

}  // namespace

Result<ValuesOfHomes, Errors> valuesOfHomes(const Options& options, const GivenHomes& given, std::vector<Pack>& packs,
                                            Console& console) {
  if (given.inventory) markSensitive(*given.inventory, packs);
  const auto common = commandLineValues(options, packs, console);
  if (!common) return common.error();
  const ValueSources sources{diskFileSystem(), console.environment};

  const std::set<std::string> wanted = given.inventory ? wantedParams(options, packs) : std::set<std::string>();

  ValuesOfHomes values;
  SharedErrors errors(given.homes.size());
  for (const Home& home : given.homes) {
    GivenValues own = *common;
    if (const InventoryNode* const node = given.nodeOf(home)) {
      errors.add(home.node(), addInventoryValues(*given.inventory, *node, wanted, sources, own));
    }
    auto bound = bindParams(packs, own);
    if (bound) {
      values.homes.emplace_back(std::move(*bound));
      values.given.push_back(std::move(own));
    } else {
      errors.add(home.node(), bound.error());
    }
  }
  if (Errors all = errors.take(); !all.empty()) return all;

  if (!given.inventory || !(mentions(packs, "inventory") || mentions(packs, "self"))) return values;
  auto tree =
      inventoryTree(*given.inventory, sources, [&packs](std::string_view name) { return isSensitive(packs, name); });
  if (!tree) return tree.error();
  values.inventory = std::move(*tree);
  const std::vector<Node> elements = values.inventory->rootElement().elements();  // in the order of the nodes
  for (std::size_t i = 0; i < values.homes.size(); ++i) {
    values.homes[i].inventory = {values.inventory->rootElement()};
    const InventoryNode* const node = given.nodeOf(given.homes[i]);
    if (node == nullptr) continue;
    values.homes[i].self = {elements[static_cast<std::size_t>(node - given.inventory->nodes.data())]};
  }
  return values;
}

}  // namespace carbonfix
