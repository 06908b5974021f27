#include "carbonfix/base/text.h"

#include <gtest/gtest.h>

namespace carbonfix {
namespace {

using Views = std::vector<std::string_view>;

TEST(Text, trimTakesXmlWhiteSpaceOnly) {
  EXPECT_EQ(trim(" \t\r\n a b \n"), "a b");
  EXPECT_EQ(trim("   "), "");
  EXPECT_EQ(trim("\va\v"), "\va\v");
}

TEST(Text, normalizeSpace) {
  EXPECT_EQ(normalizeSpace("  a \t\r\n  b  "), "a b");
  EXPECT_EQ(normalizeSpace(" \n "), "");
}

TEST(Text, isBlank) {
  EXPECT_TRUE(isBlank(""));
  EXPECT_TRUE(isBlank(" \t\r\n"));
  EXPECT_FALSE(isBlank(" x "));
}

TEST(Text, splitKeepsEmptyParts) {
  EXPECT_EQ(split("a,,b,", ','), (Views{"a", "", "b", ""}));
  EXPECT_EQ(split("", ','), (Views{""}));
}

TEST(Text, splitSpaceGivesWords) {
  EXPECT_EQ(splitSpace("  a\tbc \n d"), (Views{"a", "bc", "d"}));
  EXPECT_EQ(splitSpace(" \n "), Views{});
}

TEST(Text, join) {
  EXPECT_EQ(join({"a", "b", "c"}, ", "), "a, b, c");
  EXPECT_EQ(join({}, ", "), "");
}

TEST(Text, replaceAllDoesNotLookAtWhatItPutIn) {
  EXPECT_EQ(replaceAll("aXbX", "X", "XX"), "aXXbXX");
  EXPECT_EQ(replaceAll("abc", "", "-"), "abc");
  EXPECT_EQ(replaceAll("aaa", "aa", "b"), "ba");
}

TEST(Text, splitLinesKeepsEveryKindOfLineEnd) {
  EXPECT_EQ(splitLines("a\nb\r\nc\rd"), (Views{"a\n", "b\r\n", "c\r", "d"}));
  EXPECT_EQ(splitLines("\n\n"), (Views{"\n", "\n"}));
  EXPECT_EQ(splitLines(""), Views{});
}

TEST(Text, dedent) {
  EXPECT_EQ(dedent("\n    a\n      b\n\n    c\n  "), "a\n  b\n\nc\n");
  EXPECT_EQ(dedent("\ta\n  b"), "\ta\n  b");  // no common beginning
  EXPECT_EQ(dedent(" \n \n"), "");
}

TEST(Text, IsAsciiWithoutAByteAbove) {
  EXPECT_TRUE(isAscii(""));
  EXPECT_TRUE(isAscii("0123456789\x7F\t"));
  EXPECT_FALSE(isAscii("0123456é"));
  EXPECT_FALSE(isAscii("0123456789\x80"));
}

TEST(Unicode, countsCodePoints) {
  EXPECT_EQ(countCodePoints("aé漢😀"), 4U);
  EXPECT_EQ(countCodePoints("0123456789é0123456é89"), 21U);
  EXPECT_EQ(countCodePoints("\xC3(\xFF"), 3U);  // invalid bytes count one each
}

TEST(Unicode, nextCodePointRefusesWhatIsNotUtf8) {
  const auto first = [](std::string_view text) {
    std::size_t at = 0;
    const char32_t c = nextCodePoint(text, at);
    return std::pair(c, at);
  };
  EXPECT_EQ(first("é"), std::pair(char32_t{0xE9}, std::size_t{2}));
  EXPECT_EQ(first("😀"), std::pair(char32_t{0x1F600}, std::size_t{4}));
  for (const std::string_view bad : {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE6\xBC", "\x80", "\xF8"}) {
    EXPECT_EQ(first(bad), std::pair(char32_t{0xFFFD}, std::size_t{1}));
    EXPECT_FALSE(isValidUtf8(bad));
  }
  EXPECT_TRUE(isValidUtf8("a\xC2\x80\xEF\xBF\xBF\xF4\x8F\xBF\xBF"));
}

TEST(Unicode, appendUtf8IsTheWayBack) {
  for (const char32_t c : {U'a', U'\u0080', U'é', U'漢', U'\uFFFF', U'😀', char32_t{0x10FFFF}}) {
    std::string out;
    appendUtf8(out, c);
    std::size_t at = 0;
    EXPECT_EQ(nextCodePoint(out, at), c);
    EXPECT_EQ(at, out.size());
  }
  std::string out;
  appendUtf8(out, 0xD800);
  EXPECT_EQ(out, "\xEF\xBF\xBD");
}

TEST(Unicode, displayWidthCountsTerminalCells) {
  EXPECT_EQ(displayWidth("abc"), 3U);
  EXPECT_EQ(displayWidth("漢字"), 4U);
  EXPECT_EQ(displayWidth("e\u0301"), 1U);
  EXPECT_EQ(displayWidth("😀"), 2U);
}

TEST(Unicode, printableKeepsTheTerminalSafe) {
  EXPECT_EQ(printable("a\x1B[31mb\n\x7F"), "a\\x1b[31mb\\x0a\\x7f");
  EXPECT_EQ(printable("\xC2\x9B"), "\\xc2\\x9b");     // a C1 control
  EXPECT_EQ(printable("\u202E"), "\\xe2\\x80\\xae");  // turns the text around
  EXPECT_EQ(printable("\xFF"), "\\xff");
  EXPECT_EQ(printable("é 漢"), "é 漢");
}

}  // namespace
}  // namespace carbonfix
