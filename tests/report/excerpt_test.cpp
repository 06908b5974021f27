#include "report/excerpt.h"

#include <gtest/gtest.h>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

TEST(Excerpt, MarksColumnsCountedInCodePoints) {
  const Excerpt excerpt = makeExcerpt("<a v=\"ü1\"/>", 6, 4, 80);
  EXPECT_EQ(excerpt.line, "<a v=\"ü1\"/>");
  EXPECT_EQ(excerpt.carets, "     ^^^^");
}

TEST(Excerpt, ExpandsTabsToStops) {
  const Excerpt excerpt = makeExcerpt("\ta\tb", 4, 1, 80);
  EXPECT_EQ(excerpt.line, "    a   b");
  EXPECT_EQ(excerpt.carets, "        ^");
}

TEST(Excerpt, WideCharactersTakeTwoCells) {
  const Excerpt excerpt = makeExcerpt("語x", 2, 1, 80);
  EXPECT_EQ(excerpt.carets, "  ^");
  EXPECT_EQ(makeExcerpt("語x", 1, 1, 80).carets, "^^");
}

TEST(Excerpt, ControlCharactersCannotDriveTheTerminal) {
  const Excerpt excerpt = makeExcerpt("a\x1b[31mb", 2, 1, 80);
  EXPECT_EQ(excerpt.line.find('\x1b'), std::string::npos);
  EXPECT_EQ(excerpt.carets.size() - excerpt.carets.find('^'), 4U) << "as wide as \\x1B";
}

TEST(Excerpt, KeepsAShortLineWhole) { EXPECT_EQ(makeExcerpt("12345", 1, 1, 5).line, "12345"); }

TEST(Excerpt, CutsTheTailOfALongLine) {
  const Excerpt excerpt = makeExcerpt(std::string(50, 'a'), 2, 3, 20);
  EXPECT_EQ(excerpt.line, std::string(19, 'a') + "…");
  EXPECT_EQ(excerpt.carets, " ^^^");
}

TEST(Excerpt, CutsBothEndsAroundTheMark) {
  const std::string source = std::string(200, 'a') + "XYZ" + std::string(200, 'b');
  const Excerpt excerpt = makeExcerpt(source, 201, 3, 40);
  EXPECT_TRUE(excerpt.line.starts_with("…"));
  EXPECT_TRUE(excerpt.line.ends_with("…"));
  EXPECT_LE(displayWidth(excerpt.line), 40U);
  // The carets stand under XYZ: as many cells lead to both.
  const std::size_t mark = excerpt.line.find("XYZ");
  ASSERT_NE(mark, std::string::npos);
  EXPECT_EQ(displayWidth(excerpt.line.substr(0, mark)), excerpt.carets.find('^'));
  EXPECT_EQ(excerpt.carets.size() - excerpt.carets.find('^'), 3U);
}

TEST(Excerpt, CutsTheHeadWhenTheMarkIsAtTheEnd) {
  const Excerpt excerpt = makeExcerpt(std::string(99, 'a') + "Z", 100, 1, 30);
  EXPECT_TRUE(excerpt.line.starts_with("…"));
  EXPECT_TRUE(excerpt.line.ends_with("aZ"));
  EXPECT_LE(displayWidth(excerpt.line), 30U);
}

TEST(Excerpt, AMarkLongerThanTheLineEndsWithIt) {
  const Excerpt excerpt = makeExcerpt("abc", 2, 100, 80);
  EXPECT_EQ(excerpt.carets, " ^^");
}

TEST(Excerpt, AMarkBehindTheLineStillShows) { EXPECT_EQ(makeExcerpt("abc", 4, 1, 80).carets, "   ^"); }

TEST(Excerpt, ColumnZeroMarksNothing) { EXPECT_EQ(makeExcerpt("abc", 0, 1, 80).carets, ""); }

TEST(Excerpt, WidthIsNeverExceeded) {
  const std::string source = "语\t" + std::string(30, 'x') + "语语" + std::string(30, 'y');
  for (std::size_t column = 1; column <= 64; ++column) {
    const Excerpt excerpt = makeExcerpt(source, column, 5, 24);
    EXPECT_LE(displayWidth(excerpt.line), 24U) << column;
    EXPECT_LE(excerpt.carets.size(), 24U) << column;
    EXPECT_NE(excerpt.carets.find('^'), std::string::npos) << column;
  }
}

}  // namespace
}  // namespace carbonfix
