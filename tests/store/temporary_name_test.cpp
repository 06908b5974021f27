#include "store/temporary_name.h"

#include <gtest/gtest.h>

namespace carbonfix {
namespace {

TEST(TemporaryName, IsANumberBetweenPrefixAndSuffix) {
  EXPECT_EQ(temporaryName(20), ".carbonfix-20.tmp");
  EXPECT_TRUE(isTemporaryName(temporaryName(1)));
  EXPECT_TRUE(isTemporaryName(temporaryName(20)));
  for (const char* const other : {".carbonfix-.tmp", ".carbonfix.tmp", ".carbonfix-1", "carbonfix-1.tmp",
                                  ".carbonfix-1.tmp.xml", ".carbonfix-a.tmp", ".carbonfix-/1.tmp", ""}) {
    EXPECT_FALSE(isTemporaryName(other)) << other;
  }
}

}  // namespace
}  // namespace carbonfix
