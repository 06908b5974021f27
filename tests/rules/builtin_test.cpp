// The packs that ship: read as lint reads them, and checked whole, since run time does not.
#include "carbonfix/rules/builtin.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carbonfix/rules/loader.h"
#include "rules/embedded.h"

namespace carbonfix {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Builtin, EveryShippedFilePassesFullChecking) {
  for (const EmbeddedFile& file : embeddedFull()) {
    if (!file.name.ends_with(".xml")) continue;
    const auto pack = loadPack(std::string(file.text), std::string(file.name), Checking::full);
    EXPECT_TRUE(pack) << (pack ? "" : describe(pack.error().front()));
  }
}

TEST(Builtin, LeanPacksHoldTheSameChecksAsFullOnes) {
  const auto ids = [](const std::vector<Pack>& packs) {
    std::vector<std::string> list;
    for (const Pack& pack : packs) {
      for (const Pattern& pattern : pack.patterns) {
        for (const Rule& rule : pattern.rules) {
          for (const Check& check : rule.checks) list.push_back(check.id);
        }
      }
    }
    std::ranges::sort(list);
    return list;
  };
  const auto lean = builtinLintPacks();
  EXPECT_THAT(lean, Not(IsEmpty()));
  EXPECT_EQ(ids(lean), ids(builtinFullPacks()));
  for (const Pack& pack : lean) {
    EXPECT_TRUE(pack.builtin);
    EXPECT_TRUE(pack.path.starts_with("builtin:lint/")) << pack.path;
    EXPECT_THAT(pack.examples, IsEmpty());
  }
}

TEST(Builtin, IdsAreUnique) { EXPECT_THAT(checkAcross(builtinFullPacks()), IsEmpty()); }

TEST(Builtin, RecipesAreFoundByName) {
  const auto names = builtinRecipeNames();
  EXPECT_THAT(names, testing::Contains("das-3.1-min-ha"));
  const auto recipe = builtinRecipe("das-3.1-min-ha");
  ASSERT_TRUE(recipe);
  EXPECT_THAT(recipe->patches, Not(IsEmpty()));
  const auto unknown = builtinRecipe("das-3.1-min-haa");
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().message, HasSubstr("(did you mean \"das-3.1-min-ha\"?)"));
}

TEST(Builtin, SchemaIsThere) { EXPECT_THAT(std::string(builtinSchema()), HasSubstr("urn:carbonfix:rules:1")); }

}  // namespace
}  // namespace carbonfix
