// The packs and recipes that ship inside the binary.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/rules/model.h"

namespace carbonfix {

// What lint needs: the shipped lint packs without their examples.
std::vector<Pack> builtinLintPacks();
// Every lint pack, then every recipe, examples included: for test, rules, explain.
std::vector<Pack> builtinFullPacks();
// The table of ports.
Pack builtinPorts();
// Names of the shipped recipes ("das-3.1-min-ha"), sorted.
std::vector<std::string> builtinRecipeNames();
// Error: unknown name, with the nearest one.
Result<Pack> builtinRecipe(std::string_view name);
// The texts of the shipped lint packs.
std::vector<std::string_view> builtinLintTexts();
// The text of a shipped pack, by its path ("builtin:recipes/das-3.1-min-ha.xml"); empty: there is none.
std::string_view builtinText(std::string_view path);
// rules/schema/rules.rng
std::string_view builtinSchema();
// rules/schema/schematron.rng
std::string_view builtinSchematronSchema();
// rules/schema/inventory.rng
std::string_view builtinInventorySchema();
// rules/schema/waivers.rng
std::string_view builtinWaiversSchema();
// rules/schema/snapshot.rng
std::string_view builtinSnapshotSchema();

}  // namespace carbonfix
