#include "cli/plan_differences.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/base/file_system.h"
#include "carbonfix/base/text.h"
#include "carbonfix/document/document.h"
#include "carbonfix/rules/builtin.h"
#include "cli/shared_errors.h"

namespace carbonfix {
namespace {

Error different(std::string message) {
  return Error{.message = std::move(message), .hint = "make a new plan, and look at it"};
}

std::string ofNode(const SavedPlan& plan, const SavedHome& home) {
  return plan.homes.size() > 1 ? home.node + ": " : std::string();
}

template <class Item, class Key>
const Item* findBy(const std::vector<Item>& items, Key Item::*key, const Key& wanted) {
  const auto found = std::ranges::find(items, wanted, key);
  return found == items.end() ? nullptr : &*found;
}

// Nothing: the file is not there.
Result<std::string> digestOf(const std::string& path) {
  const auto status = diskFileSystem().status(path);
  if (!status) return status.error();
  if (status->kind == FileKind::missing) return std::string();
  const auto bytes = diskFileSystem().read(path, kMaxFileSize);
  if (!bytes) return bytes.error();
  return sha256(*bytes);
}

std::string pathOf(const SavedHome& home, const SavedFile& file) { return fmt::format("{}/{}", home.path, file.path); }

void checkRecipes(const SavedPlan& plan, Errors& errors) {
  for (const SavedRules& recipe : plan.recipes) {
    const std::string_view text = builtinText(fmt::format("builtin:recipes/{}.xml", recipe.name));
    if (text.empty() || sha256(text) == recipe.digest) continue;
    errors.push_back(different(fmt::format("the recipe {} is another one in this version of carbonfix", recipe.name)));
  }
}

void checkRuleFiles(const SavedPlan& plan, Errors& errors) {
  for (const SavedRules& file : plan.ruleFiles) {
    const auto digest = digestOf(file.name);
    if (!digest || *digest == file.digest) continue;
    errors.push_back(different(fmt::format("the rule file {} {} since the plan was made", file.name,
                                           digest->empty() ? "is gone" : "has changed")));
  }
}

std::string targetChange(const SavedFile& file, const std::string& digest) {
  if (file.before.empty()) return "is there now, and was not when the plan was made";
  return digest.empty() ? "is gone since the plan was made" : "has changed since the plan was made";
}

void checkTargets(const SavedPlan& plan, Errors& errors) {
  for (const SavedHome& home : plan.homes) {
    for (const SavedFile& file : home.files) {
      const auto digest = digestOf(pathOf(home, file));
      if (!digest || *digest == file.before) continue;
      errors.push_back(different(ofNode(plan, home) + file.path + " " + targetChange(file, *digest)));
    }
  }
}

bool haveSameRules(const SavedPlan& plan, const SavedPlan& now) {
  const auto isSame = [](const SavedRules& a, const SavedRules& b) { return a.name == b.name && a.digest == b.digest; };
  return std::ranges::equal(plan.recipes, now.recipes, isSame) &&
         std::ranges::equal(plan.ruleFiles, now.ruleFiles, isSame);
}

std::string shown(const ReferencedText& value) { return value.empty() ? std::string() : value.front().text; }

// Empty: they are alike.
std::string paramChange(const SavedParam& param, const SavedParam& now) {
  if (now.sensitive && !param.sensitive) return fmt::format("the parameter {} is sensitive now", param.name);
  if (param.sensitive && !now.sensitive) return fmt::format("the parameter {} is not sensitive any more", param.name);
  // A secret in a value says nothing of the value; what comes of it does.
  if (param.value == now.value || hasSecret(param.value) || hasSecret(now.value)) return {};
  return fmt::format("the parameter {} is \"{}\" instead of \"{}\"", param.name, shown(now.value), shown(param.value));
}

Errors changedParams(const SavedHome& home, const SavedHome& now) {
  Errors errors;
  for (const SavedParam& param : home.params) {
    const SavedParam* const other = findBy(now.params, &SavedParam::name, param.name);
    const std::string change = other == nullptr ? fmt::format("no rule asks for the parameter {} any more", param.name)
                                                : paramChange(param, *other);
    if (!change.empty()) errors.push_back(different(change));
  }
  for (const SavedParam& param : now.params) {
    if (findBy(home.params, &SavedParam::name, param.name) != nullptr) continue;
    errors.push_back(different(fmt::format("the plan has no value for the parameter {}", param.name)));
  }
  return errors;
}

// What can make another outcome of the same rules, values and targets.
std::string whyOther(const SavedHome& home) {
  std::vector<std::string> names;
  for (const SavedParam& param : home.params) {
    if (param.sensitive) names.push_back(param.name);
  }
  std::string file = "another file that a rule looks at has changed";
  if (names.empty()) return file;
  return fmt::format("the value of a sensitive parameter ({}) differs, or {}", join(names, ", "), file);
}

Errors changedFiles(const SavedHome& home, const SavedHome& now) {
  std::vector<std::string> gone;
  std::vector<std::string> other;
  std::vector<std::string> added;
  for (const SavedFile& file : home.files) {
    const SavedFile* const again = findBy(now.files, &SavedFile::path, file.path);
    if (again != nullptr && again->before != file.before) return {};  // said already
    if (again == nullptr) {
      gone.push_back(file.path);
    } else if (!(*again == file)) {
      other.push_back(file.path);
    }
  }
  for (const SavedFile& file : now.files) {
    if (findBy(home.files, &SavedFile::path, file.path) == nullptr) added.push_back(file.path);
  }
  Errors errors;
  for (const auto& [files, what] : {std::pair(&gone, "would not be changed any more"),
                                    {&other, "would become something else than planned"},
                                    {&added, "would be changed too, which is not planned"}}) {
    if (files->empty()) continue;
    errors.push_back(different(fmt::format("{} {}: {}", join(*files, ", "), what, whyOther(home))));
  }
  return errors;
}

void checkHomes(const SavedPlan& plan, const SavedPlan& now, Errors& errors) {
  for (const SavedHome& home : plan.homes) {
    const SavedHome* const other = findBy(now.homes, &SavedHome::node, home.node);
    if (other == nullptr) {
      errors.push_back(different(fmt::format("the home {} ({}) is not there any more", home.path, home.node)));
    } else if (other->path != home.path) {
      errors.push_back(different(fmt::format("the path {} leads to {} now", home.path, other->path)));
    }
  }
  for (const SavedHome& home : now.homes) {
    if (findBy(plan.homes, &SavedHome::node, home.node) != nullptr) continue;
    errors.push_back(different(fmt::format("the home {} ({}) is new, and not in the plan", home.path, home.node)));
  }
}

}  // namespace

bool isApplied(const SavedPlan& plan) {
  bool isApplied = false;
  for (const SavedHome& home : plan.homes) {
    for (const SavedFile& file : home.files) {
      if (digestOf(pathOf(home, file)).value_or("") != file.after) return false;
      isApplied = true;
    }
  }
  return isApplied;
}

Errors changedInputs(const SavedPlan& plan) {
  Errors errors;
  checkRecipes(plan, errors);
  checkRuleFiles(plan, errors);
  checkTargets(plan, errors);
  return errors;
}

Errors changedOutcome(const SavedPlan& plan, const SavedPlan& now) {
  Errors errors;
  for (const SavedRules& file : now.ruleFiles) {
    if (findBy(plan.ruleFiles, &SavedRules::name, file.name) != nullptr) continue;
    errors.push_back(different(fmt::format("the rule file {} is new: the plan was made without it", file.name)));
  }
  checkHomes(plan, now, errors);
  const bool sameRules = haveSameRules(plan, now);
  SharedErrors shared(plan.homes.size());
  for (const SavedHome& home : plan.homes) {
    const SavedHome* const other = findBy(now.homes, &SavedHome::node, home.node);
    if (other == nullptr) continue;
    Errors own = changedParams(home, *other);
    if (own.empty() && sameRules) own = changedFiles(home, *other);
    shared.add(home.node, own);
  }
  Errors others = shared.take();
  errors.insert(errors.end(), std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
  return errors;
}

}  // namespace carbonfix
