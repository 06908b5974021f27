#include "rules/embedded.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include "carbonfix/rules/loader.h"
#include "rules/pack_image.h"

namespace carbonfix {
namespace {

std::string fileText(const std::string& name) {
  std::ifstream in("rules/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Embedded, fullIsEveryRuleFileByteForByte) {
  std::set<std::string> expected;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("rules")) {
    if (entry.is_regular_file()) expected.insert(std::filesystem::relative(entry.path(), "rules").generic_string());
  }
  std::set<std::string> names;
  for (const EmbeddedFile& file : embeddedFull()) {
    names.emplace(file.name);
    EXPECT_EQ(file.text, fileText(std::string(file.name))) << file.name;
  }
  EXPECT_EQ(names, expected);
}

TEST(Embedded, namesAreSorted) {
  const auto byName = [](const EmbeddedFile& a, const EmbeddedFile& b) { return a.name < b.name; };
  EXPECT_TRUE(std::is_sorted(embeddedFull().begin(), embeddedFull().end(), byName));
  EXPECT_TRUE(std::is_sorted(embeddedImages().begin(), embeddedImages().end(), byName));
}

TEST(Embedded, imagesAreTheLintPacksAsTheLoaderReadsThem) {
  std::size_t packs = 0;
  for (const EmbeddedFile& file : embeddedFull()) {
    if (!file.name.starts_with("lint/")) continue;
    ASSERT_LT(packs, embeddedImages().size());
    const EmbeddedFile& image = embeddedImages()[packs++];
    EXPECT_EQ(image.name, file.name);
    auto loaded = loadPack(std::string(file.text), std::string(kBuiltinPath) + std::string(file.name), Checking::none);
    ASSERT_TRUE(loaded) << file.name;
    loaded->builtin = true;
    EXPECT_EQ(packImage(*loaded), image.text) << file.name;
  }
  EXPECT_EQ(embeddedImages().size(), packs);
}

}  // namespace
}  // namespace carbonfix
