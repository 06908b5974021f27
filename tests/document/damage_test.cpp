// Micro-documents, one lexical feature each: the value of one attribute changes, and no other byte.
#include <cstdio>

#include <gtest/gtest.h>

#include "document/sweep.h"

namespace carbonfix {
namespace {

using test::readFile;

TEST(Damage, OnlyTheByteOfTheValueChanges) {
  const std::filesystem::path folder = test::sharedFolder() / "suites" / "damage";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no micro-documents at " << folder;
  std::size_t right = 0;
  const auto files = test::filesBelow(folder, ".xml");
  for (const auto& file : files) {
    auto document = Document::parse(readFile(file), file.filename().string());
    ASSERT_TRUE(document) << file << ": " << document.error().message;
    Node target;
    for (const Node& child : document->rootElement().elements()) {
      if (child.localName() == "t" && !target) target = child;
    }
    ASSERT_TRUE(target) << file;
    const auto set = Editor(*document).setAttribute(target, "v", "2");
    ASSERT_TRUE(set) << file << ": " << set.error().message;
    const auto proved = document->prove();
    ASSERT_TRUE(proved) << file << ": " << proved.error().message;
    std::filesystem::path expected = file;
    expected.replace_extension(".expected");
    const bool same = proved->bytes() == readFile(expected);
    EXPECT_TRUE(same) << file;
    if (same) ++right;
  }
  std::printf("damage: %zu of %zu micro-documents right\n", right, files.size());
  EXPECT_EQ(files.size(), 55U);
}

}  // namespace
}  // namespace carbonfix
