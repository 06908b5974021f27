#include "carbonfix/rules/builtin.h"

#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/spelling.h"
#include "carbonfix/rules/loader.h"
#include "rules/embedded.h"
#include "rules/pack_image.h"

namespace carbonfix {
namespace {

constexpr std::string_view kLint = "lint/";
constexpr std::string_view kRecipes = "recipes/";
constexpr std::string_view kPorts = "ports/ports.xml";
constexpr std::string_view kSchema = "schema/rules.rng";
constexpr std::string_view kSchematronSchema = "schema/schematron.rng";
constexpr std::string_view kInventorySchema = "schema/inventory.rng";
constexpr std::string_view kWaiversSchema = "schema/waivers.rng";
constexpr std::string_view kSnapshotSchema = "schema/snapshot.rng";
constexpr std::string_view kExtension = ".xml";

// A shipped pack was checked when the tool was built, so a failure here is a bug.
Pack loadShipped(const EmbeddedFile& file) {
  auto pack = loadPack(std::string(file.text), fmt::format("{}{}", kBuiltinPath, file.name), Checking::none);
  if (!pack) throw std::logic_error(describe(pack.error().front()));
  pack->builtin = true;
  return std::move(pack).value();
}

std::string_view textOf(std::string_view name) {
  for (const EmbeddedFile& file : embeddedFull()) {
    if (file.name == name) return file.text;
  }
  return {};
}

std::string recipeName(std::string_view file) {
  file.remove_prefix(kRecipes.size());
  if (file.ends_with(kExtension)) file.remove_suffix(kExtension.size());
  return std::string(file);
}

}  // namespace

std::vector<Pack> builtinLintPacks() {
  std::vector<Pack> packs;
  for (const EmbeddedFile& image : embeddedImages()) packs.push_back(packOfImage(image.text));
  return packs;
}

std::vector<Pack> builtinFullPacks() {
  std::vector<Pack> packs;
  for (const std::string_view folder : {kLint, kRecipes}) {
    for (const EmbeddedFile& file : embeddedFull()) {
      if (file.name.starts_with(folder)) packs.push_back(loadShipped(file));
    }
  }
  return packs;
}

Pack builtinPorts() {
  for (const EmbeddedFile& file : embeddedFull()) {
    if (file.name == kPorts) return loadShipped(file);
  }
  throw std::logic_error("the table of ports is not embedded");
}

std::vector<std::string> builtinRecipeNames() {
  std::vector<std::string> names;
  for (const EmbeddedFile& file : embeddedFull()) {
    if (file.name.starts_with(kRecipes)) names.push_back(recipeName(file.name));
  }
  return names;
}

Result<Pack> builtinRecipe(std::string_view name) {
  for (const EmbeddedFile& file : embeddedFull()) {
    if (file.name.starts_with(kRecipes) && recipeName(file.name) == name) return loadShipped(file);
  }
  Error error;
  error.message = fmt::format("no shipped recipe is called \"{}\"{}", name, didYouMean(name, builtinRecipeNames()));
  error.hint = "carbonfix rules --recipes lists them; a recipe of your own is given with --rules FILE";
  return error;
}

std::vector<std::string_view> builtinLintTexts() {
  std::vector<std::string_view> texts;
  for (const EmbeddedFile& file : embeddedFull()) {
    if (file.name.starts_with(kLint)) texts.push_back(file.text);
  }
  return texts;
}

std::string_view builtinText(std::string_view path) {
  return path.starts_with(kBuiltinPath) ? textOf(path.substr(kBuiltinPath.size())) : std::string_view();
}

std::string_view builtinSchema() { return textOf(kSchema); }

std::string_view builtinSchematronSchema() { return textOf(kSchematronSchema); }

std::string_view builtinInventorySchema() { return textOf(kInventorySchema); }

std::string_view builtinWaiversSchema() { return textOf(kWaiversSchema); }

std::string_view builtinSnapshotSchema() { return textOf(kSnapshotSchema); }

}  // namespace carbonfix
