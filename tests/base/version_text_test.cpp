#include "base/version_text.h"

#include <gtest/gtest.h>

namespace carbonfix {
namespace {

TEST(VersionText, IsOrderedAsReleasesAre) {
  const char* const ordered[] = {
      "3.0.1", "3.1.0-alpha",  "3.1.0-beta2",   "3.1.0-M1", "3.1.0-M2", "3.1.0-RC1", "3.1.0-SNAPSHOT",
      "3.1.0", "3.1.0-wso2v2", "3.1.0-wso2v10", "3.1.1",    "3.9",      "3.10",      "4"};
  for (std::size_t i = 0; i < std::size(ordered); ++i) {
    for (std::size_t j = 0; j < std::size(ordered); ++j) {
      const int expected = i < j ? -1 : (i > j ? 1 : 0);
      EXPECT_EQ(compareVersions(ordered[i], ordered[j]), expected) << ordered[i] << " " << ordered[j];
    }
  }
}

TEST(VersionText, DifferentSpellingsOfOneVersionAreEqual) {
  EXPECT_EQ(compareVersions("3.1", "3.1.0"), 0);
  EXPECT_EQ(compareVersions("3.1.0", "3.1.0.Final"), 0);
  EXPECT_EQ(compareVersions("3.01", "3.1"), 0);
  EXPECT_EQ(compareVersions("3.1.0-rc1", "3.1.0-CR1"), 0);
  EXPECT_EQ(compareVersions(" 5.3.0\n", "5.3.0"), 0);
}

TEST(VersionText, NumbersOfAnyLengthCompare) {
  EXPECT_EQ(compareVersions("1.99999999999999999999999", "1.100000000000000000000000"), -1);
}

TEST(VersionText, WhatIsNoVersionHasNoOrder) {
  for (const char* text : {"", " ", "${version}", "v1", "-1"}) {
    EXPECT_EQ(compareVersions(text, "1.0"), std::nullopt) << text;
    EXPECT_EQ(compareVersions("1.0", text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace carbonfix
