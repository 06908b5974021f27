#include "store/run_name.h"

#include <gtest/gtest.h>

namespace carbonfix {
namespace {

TEST(RunName, IsTimeAndNumber) {
  const auto name = parseRunName("20261121T091500Z-12");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->time, "20261121T091500Z");
  EXPECT_EQ(name->number, 12U);
  EXPECT_EQ(name->text(), "20261121T091500Z-12");
  for (const char* other : {"", "-", "20261121T091500Z", "20261121T091500Z-", "20261121T091500Z-x",
                            "20261121T091500Z-01", "2026-11-21-1", "20261121T091500Z-1 ", "../20261121T091500Z-1"}) {
    EXPECT_FALSE(parseRunName(other)) << other;
  }
}

TEST(RunName, SortsByTimeThenByNumberAsANumber) {
  EXPECT_LT(*parseRunName("20261121T091500Z-9"), *parseRunName("20261121T091500Z-10"));
  EXPECT_LT(*parseRunName("20261121T091500Z-9"), *parseRunName("20261121T091501Z-1"));
}

TEST(RunName, TheNextSortsBehindAllOthers) {
  constexpr std::time_t kNow = 1795252500;  // 2026-11-21 09:15:00 UTC
  EXPECT_EQ(nextRunName(kNow, {}).text(), "20261121T091500Z-1");
  EXPECT_EQ(nextRunName(kNow, {*parseRunName("20261121T091459Z-7")}).text(), "20261121T091500Z-1");
  EXPECT_EQ(nextRunName(kNow, {*parseRunName("20261121T091500Z-1")}).text(), "20261121T091500Z-2");
  // The clock was set back by a day.
  EXPECT_EQ(
      nextRunName(kNow - 86400, {*parseRunName("20261121T091500Z-1"), *parseRunName("20250101T000000Z-5")}).text(),
      "20261121T091500Z-2");
}

}  // namespace
}  // namespace carbonfix
