#include "carbonfix/base/spelling.h"

#include <gtest/gtest.h>

namespace carbonfix {
namespace {

TEST(Spelling, editDistance) {
  EXPECT_EQ(editDistance("", "abc"), 3U);
  EXPECT_EQ(editDistance("lint", "lint"), 0U);
  EXPECT_EQ(editDistance("kitten", "sitting"), 3U);
  EXPECT_EQ(editDistance("lnit", "lint"), 1U);  // two neighbours swapped
  EXPECT_EQ(editDistance("abc", "acbd"), 2U);
}

TEST(Spelling, nearestWithinAThirdOfTheLength) {
  EXPECT_EQ(nearest("aply", {"lint", "apply", "plan"}), "apply");
  EXPECT_EQ(nearest("lint", {"plan"}), "");
  EXPECT_EQ(nearest("x", {"y"}), "y");                       // at least one change
  EXPECT_EQ(nearest("abcdefghijkl", {"abcdefghWXYZ"}), "");  // at most three
  EXPECT_EQ(nearest("cat", {"bat", "hat"}), "bat");
  EXPECT_EQ(nearest("cat", {}), "");
}

TEST(Spelling, didYouMean) {
  EXPECT_EQ(didYouMean("restor", {"restore"}), " (did you mean \"restore\"?)");
  EXPECT_EQ(didYouMean("restor", {"lint"}), "");
}

}  // namespace
}  // namespace carbonfix
