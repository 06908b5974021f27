#include "carbonfix/base/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace carbonfix {
namespace {

Result<int> half(int n) {
  if (n % 2 != 0) return Error{.message = "odd"};
  return n / 2;
}

TEST(Result, valueOrError) {
  EXPECT_EQ(half(4).value(), 2);
  EXPECT_EQ(half(3).error().message, "odd");
  EXPECT_EQ(half(3).value_or(7), 7);
  EXPECT_EQ(half(4).value_or(7), 2);
}

TEST(Result, chains) {
  EXPECT_EQ(*half(8).and_then(half), 2);
  EXPECT_EQ(half(6).and_then(half).error().message, "odd");
  EXPECT_EQ(*half(8).transform([](int n) { return std::to_string(n); }), "4");
}

TEST(Result, holdsWhatCannotBeCopied) {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(5);
  EXPECT_EQ(*std::move(result).value(), 5);
}

TEST(Result, status) {
  EXPECT_TRUE(Status());
  const Status failed = Error{.message = "no"};
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message, "no");
}

TEST(Describe, saysAsMuchOfThePlaceAsIsKnown) {
  EXPECT_EQ(describe({.message = "wrong"}), "wrong");
  EXPECT_EQ(describe({.message = "wrong", .path = "a.xml"}), "a.xml: wrong");
  EXPECT_EQ(describe({.message = "wrong", .path = "a.xml", .at = {3, 0}}), "a.xml:3: wrong");
  EXPECT_EQ(describe({.message = "wrong", .path = "a.xml", .at = {3, 7}}), "a.xml:3:7: wrong");
  EXPECT_EQ(describe({.message = "wrong", .at = {3, 7}}), "line 3:7: wrong");
}

TEST(Describe, putsTheCaretUnderTheColumnAndTheHintBelow) {
  const Error error{.message = "no such name",
                    .path = "r.xml",
                    .at = {2, 4},
                    .hint = "Use one of these:\n  a, b",
                    .excerpt = "<é x='1'/>\r\n"};
  EXPECT_EQ(describe(error), "r.xml:2:4: no such name\n  <é x='1'/>\n     ^\n  Use one of these:\n  a, b");
}

TEST(Describe, caretStandsRightBehindTabsWideAndControlCharacters) {
  EXPECT_EQ(describe({.message = "m", .at = {1, 2}, .excerpt = "\tx"}), "line 1:2: m\n   x\n   ^");
  EXPECT_EQ(describe({.message = "m", .at = {1, 2}, .excerpt = "漢x"}), "line 1:2: m\n  漢x\n    ^");
  EXPECT_EQ(describe({.message = "m", .at = {1, 2}, .excerpt = "\x1Bx"}), "line 1:2: m\n  \\x1bx\n      ^");
}

TEST(Describe, fileContentCannotDriveTheTerminal) {
  EXPECT_EQ(describe({.message = "bad \x1B[2J", .path = "a\nb"}), "a\\x0ab: bad \\x1b[2J");
}

}  // namespace
}  // namespace carbonfix
