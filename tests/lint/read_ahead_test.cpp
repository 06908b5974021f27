// Files that a second thread reads: what comes out is what the first one would have read.
#include "lint/read_ahead.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "carbonfix/rules/builtin.h"
#include "home/temporary_folder.h"
#include "lint/lint_run.h"

namespace carbonfix {
namespace {

constexpr int kFiles = 40;

std::string nameOf(int number) { return fmt::format("conf/{}.xml", number); }

// Every fifth file is malformed.
class ReadAheadTest : public testing::Test {
 protected:
  ReadAheadTest() {
    for (int number = 0; number < kFiles; ++number) {
      folder_.write("repository/" + nameOf(number), fmt::format("<a n='{}'>{}", number, number % 5 == 0 ? "" : "</a>"));
    }
    home_.emplace(Home::open(diskFileSystem(), folder_.path(), "n").value());
  }

  test::TemporaryFolder folder_;
  std::optional<Home> home_;
};

TEST_F(ReadAheadTest, GivesWhatTheHomeItselfWouldRead) {
  ReadAhead ahead;
  for (int number = 0; number < kFiles; ++number) ahead.addFile(*home_, nameOf(number));
  ahead.start();
  for (int number = 0; number < kFiles; ++number) {
    auto read = ahead.take(*home_, nameOf(number));
    const Home::Loaded& loaded = read ? home_->keep(nameOf(number), std::move(*read)) : home_->load(nameOf(number));
    if (number % 5 == 0) {
      EXPECT_EQ(loaded.document, nullptr) << number;
      EXPECT_EQ(loaded.error.path, home_->absolute(nameOf(number)));
      EXPECT_FALSE(loaded.unreadable);
    } else {
      ASSERT_NE(loaded.document, nullptr) << number;
      EXPECT_EQ(loaded.document->rootElement().attribute("n"), std::to_string(number));
    }
    EXPECT_FALSE(ahead.take(*home_, nameOf(number))) << "a file is given once";
  }
}

TEST_F(ReadAheadTest, IsSureOfWellFormedFilesOnly) {
  ReadAhead ahead;
  for (int number = 0; number < kFiles; ++number) ahead.addCheck(*home_, nameOf(number));
  ahead.addCheck(*home_, "conf/absent.xml");
  ahead.start();
  int sure = 0;
  for (int number = kFiles - 1; number >= 0; --number) {
    if (!ahead.isWellFormed(*home_, nameOf(number))) continue;
    EXPECT_NE(number % 5, 0);
    ++sure;
  }
  EXPECT_LE(sure, kFiles - kFiles / 5);
  EXPECT_FALSE(ahead.isWellFormed(*home_, "conf/absent.xml"));
  EXPECT_FALSE(ahead.isWellFormed(*home_, "conf/unknown.xml"));
}

TEST_F(ReadAheadTest, WhatNobodyTakesIsNoLoss) {
  ReadAhead ahead;
  for (int number = 0; number < kFiles; ++number) ahead.addFile(*home_, nameOf(number));
  ahead.start();
}

TEST_F(ReadAheadTest, IsOptional) {
  ReadAhead ahead;
  ahead.addFile(*home_, nameOf(1));
  EXPECT_FALSE(ahead.take(*home_, nameOf(1)));
  EXPECT_FALSE(ahead.isWellFormed(*home_, nameOf(1)));
}

Result<LintReport, Errors> lintCluster(bool stats) {
  std::vector<Home> homes;
  for (const char* node : {"das1", "das2"}) {
    homes.push_back(Home::open(diskFileSystem(), std::string("fixtures/das-cluster/") + node, node).value());
  }
  LintOptions options;
  options.phase = "all";
  options.stats = stats;
  return lint(homes, builtinLintPacks(), options);
}

// With --stats nothing is read ahead, so that the times tell the truth.
TEST(ReadAhead, ChangesNothingInTheReport) {
  const auto ahead = lintCluster(false);
  const auto alone = lintCluster(true);
  ASSERT_TRUE(ahead && alone);
  EXPECT_THAT(lines(*ahead), testing::ElementsAreArray(lines(*alone)));
  EXPECT_FALSE(ahead->findings.empty());
  EXPECT_EQ(ahead->files, alone->files);
  EXPECT_EQ(ahead->notChecked.size(), alone->notChecked.size());
}

}  // namespace
}  // namespace carbonfix
