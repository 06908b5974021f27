#include "cli/plan_record.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/base/file_system.h"
#include "carbonfix/base/secrets.h"
#include "carbonfix/rules/builtin.h"
#include "carbonfix/rules/params.h"

namespace carbonfix {
namespace {

constexpr const char* kStandardInput = "-";

// Called a secret, by its rule or by its name.
bool isHidden(const std::vector<Pack>& packs, std::string_view name) {
  return isSensitive(packs, name) || isSecretName(name);
}

// Longest first: where one is a part of another, the whole is what stands there.
std::vector<NamedSecret> namedSecrets(const Planned& planned) {
  std::vector<NamedSecret> secrets;
  for (const HomeValues& home : planned.values.homes) {
    for (const auto& [name, value] : home.params) {
      if (value.empty() || !isHidden(planned.packs, name)) continue;
      NamedSecret secret{name, value};
      if (std::ranges::find(secrets, secret) == secrets.end()) secrets.push_back(std::move(secret));
    }
  }
  std::ranges::stable_sort(secrets, std::ranges::greater{},
                           [](const NamedSecret& secret) { return secret.value.size(); });
  return secrets;
}

// Where a value comes from, as an inventory says it.
class Sources {
 public:
  Sources(const Planned& planned, std::size_t home) : given_(planned.values.given[home]) {
    if (!planned.inventory) return;
    inventory_ = &*planned.inventory;
    if (const InventoryNode* node = inventory_->nodeOf(planned.homes[home].node()))
      params_ = inventory_->paramsOf(*node);
  }

  std::string of(const std::string& name) const {
    const auto given = given_.find(name);
    if (given == given_.end()) return "default";
    if (!given->second.mayBeUnknown) {
      const std::string& path = given->second.path;
      return path == "standard input" || path == "--param" ? path : "file:" + realPath(path);
    }
    const auto param = params_.find(name);
    if (param == params_.end()) return "inventory";
    switch (param->second->source) {
      case InventoryParam::Source::environment:
        return "env:" + param->second->text;
      case InventoryParam::Source::file:
        return "file:" + realPath(inventory_->beside(param->second->text));
      case InventoryParam::Source::text:
        break;
    }
    return "inventory";
  }

 private:
  static std::string realPath(const std::string& path) { return diskFileSystem().realPath(path).value_or(path); }

  const GivenValues& given_;
  const Inventory* inventory_ = nullptr;
  std::map<std::string, const InventoryParam*, std::less<>> params_;
};

std::vector<SavedParam> paramsOf(const Planned& planned, std::size_t home, const std::vector<NamedSecret>& secrets) {
  const Sources sources(planned, home);
  std::vector<SavedParam> params;
  for (const auto& [name, value] : planned.values.homes[home].params) {
    SavedParam param{.name = name, .sensitive = isHidden(planned.packs, name)};
    if (param.sensitive) {
      param.from = sources.of(name);
    } else {
      param.value = referencedValue(value, secrets);
    }
    params.push_back(std::move(param));
  }
  return params;
}

SavedFile savedFile(const FileChange& change, const std::vector<NamedSecret>& secrets) {
  SavedFile file{.path = change.path,
                 .before = change.created ? std::string() : sha256(change.before),
                 .after = sha256(change.after)};
  std::vector<ReferencedText> texts = referencedEdits(change, secrets);
  for (std::size_t i = 0; i < change.edits.size(); ++i) {
    const Edit& edit = change.edits[i];
    file.edits.push_back({edit.offset, edit.length, change.editPatches[i], std::move(texts[i])});
  }
  return file;
}

// A runtime that openHomes finds again by itself, under the same name.
bool isFoundBelowAnother(const Home& home, const std::vector<Home>& homes) {
  return std::ranges::any_of(homes, [&home](const Home& root) {
    return std::ranges::any_of(root.runtimes(), [&](const std::string& runtime) {
      return root.absolute(runtime) == home.path() &&
             home.node() == fmt::format("{}/{}", root.node(), runtime.substr(runtime.rfind('/') + 1));
    });
  });
}

Result<std::vector<std::string>> realPaths(const std::vector<std::string>& paths) {
  std::vector<std::string> reals;
  for (const std::string& path : paths) {
    auto real = path == kStandardInput ? Result<std::string>(path) : diskFileSystem().realPath(path);
    if (!real) return real.error();
    reals.push_back(std::move(*real));
  }
  return reals;
}

std::vector<SavedParam> commandLineParams(const Options& options, const std::vector<Pack>& packs,
                                          const std::vector<NamedSecret>& secrets) {
  std::vector<SavedParam> params;
  for (const std::string& option : options.params) {
    const auto pair = parseParamOption(option);
    if (!pair) continue;
    ReferencedText value{{TextPiece::Kind::omitted, {}}};
    if (!isHidden(packs, pair->first)) value = referencedValue(pair->second, secrets);
    params.push_back({.name = pair->first, .value = std::move(value)});
  }
  return params;
}

}  // namespace

Status checkCanBeSaved(const Options& options) {
  if (options.planFile == "-") {
    return Error{.message = "--out wants the name of a file: standard output shows the plan as a diff"};
  }
  const bool rules = std::ranges::find(options.rules, kStandardInput) != options.rules.end();
  if (!rules && options.inventory != kStandardInput) return {};
  return Error{.message = fmt::format("{} on standard input can't be read again when the plan is applied",
                                      rules ? "rules" : "an inventory"),
               .hint = "put them into a file"};
}

std::vector<SavedRules> recipesOf(const std::vector<Pack>& packs) {
  std::vector<SavedRules> recipes;
  for (const Pack& pack : packs) {
    if (!pack.builtin) continue;
    const std::string_view file = std::string_view(pack.path).substr(pack.path.rfind('/') + 1);
    recipes.push_back({std::string(file.substr(0, file.rfind('.'))), sha256(builtinText(pack.path))});
  }
  return recipes;
}

Result<std::vector<SavedRules>> ruleFilesOf(const std::vector<Pack>& packs) {
  std::vector<SavedRules> files;
  for (const Pack& pack : packs) {
    if (pack.builtin) continue;
    auto path = diskFileSystem().realPath(pack.path);
    if (!path) return path.error();
    const auto text = diskFileSystem().read(*path, kMaxFileSize);
    if (!text) return text.error();
    files.push_back({std::move(*path), sha256(*text)});
  }
  return files;
}

Result<SavedPlan> savedPlan(const Options& options, const Planned& planned) {
  const std::vector<NamedSecret> secrets = namedSecrets(planned);
  SavedPlan plan;
  plan.recipes = recipesOf(planned.packs);
  auto ruleFiles = ruleFilesOf(planned.packs);
  if (!ruleFiles) return ruleFiles.error();
  plan.ruleFiles = std::move(*ruleFiles);
  for (const auto& [from, to] : {std::pair(&options.rules, &plan.rules), {&options.paramFiles, &plan.paramFiles}}) {
    auto paths = realPaths(*from);
    if (!paths) return paths.error();
    *to = std::move(*paths);
  }
  if (!options.inventory.empty()) {
    auto path = diskFileSystem().realPath(options.inventory);
    if (!path) return path.error();
    plan.inventory = std::move(*path);
  }
  plan.params = commandLineParams(options, planned.packs, secrets);
  for (std::size_t i = 0; i < planned.homes.size(); ++i) {
    const Home& home = planned.homes[i];
    auto path = diskFileSystem().realPath(home.path());
    if (!path) return path.error();
    SavedHome saved{.node = home.node(),
                    .path = std::move(*path),
                    .isRuntime = isFoundBelowAnother(home, planned.homes),
                    .params = paramsOf(planned, i, secrets)};
    for (const FileChange& change : planned.changes[i].files) saved.files.push_back(savedFile(change, secrets));
    plan.homes.push_back(std::move(saved));
  }
  return plan;
}

}  // namespace carbonfix
