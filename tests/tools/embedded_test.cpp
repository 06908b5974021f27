#include "rules/embedded.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

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
  EXPECT_TRUE(std::is_sorted(embeddedLean().begin(), embeddedLean().end(), byName));
}

TEST(Embedded, leanIsTheLintPacksWithoutExamples) {
  std::size_t packs = 0;
  for (const EmbeddedFile& file : embeddedFull()) packs += file.name.starts_with("lint/") ? 1U : 0U;
  EXPECT_EQ(embeddedLean().size(), packs);
  for (const EmbeddedFile& file : embeddedLean()) {
    EXPECT_TRUE(file.name.starts_with("lint/")) << file.name;
    EXPECT_EQ(file.text.find("<example"), std::string_view::npos) << file.name;
    EXPECT_NE(file.text.find("<pattern"), std::string_view::npos) << file.name;
    EXPECT_LT(file.text.size(), fileText(std::string(file.name)).size()) << file.name;
  }
}

}  // namespace
}  // namespace carbonfix
