#include "report/wrap.h"

#include <gtest/gtest.h>

namespace carbonfix {
namespace {

TEST(Wrap, BreaksAtWordsAndIndents) { EXPECT_EQ(wrapped("one two\n three", 9, 2), "  one two\n  three\n"); }
TEST(Wrap, LeavesAWideWordWhole) { EXPECT_EQ(wrapped("a /very/long/path b", 6, 1), " a\n /very/long/path\n b\n"); }
TEST(Wrap, CountsCells) { EXPECT_EQ(wrapped("日本 日本", 5, 0), "日本\n日本\n"); }
TEST(Wrap, SaysNothingOfNothing) { EXPECT_EQ(wrapped("  ", 5, 2), ""); }

}  // namespace
}  // namespace carbonfix
