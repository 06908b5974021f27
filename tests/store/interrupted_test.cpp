// Store::interrupted(), which lint and plan ask.
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "carbonfix/base/process.h"
#include "carbonfix/base/text.h"
#include "store/failing_file_system.h"
#include "store/store_fixture.h"

namespace carbonfix {
namespace {

using test::FailingFileSystem;

// The real one, but the test hears of every look at a path before it is done.
class WatchedFileSystem : public FailingFileSystem {
 public:
  using Look = std::function<void(const std::string& path)>;
  explicit WatchedFileSystem(Look look) : FailingFileSystem(diskFileSystem()), look_(std::move(look)) {}

  Result<FileStatus> status(const std::string& path) const override {
    look_(path);
    return FailingFileSystem::status(path);
  }
  Result<FileStatus> linkStatus(const std::string& path) const override {
    look_(path);
    return FailingFileSystem::linkStatus(path);
  }
  Result<std::string> read(const std::string& path, std::size_t limit) const override {
    look_(path);
    return FailingFileSystem::read(path, limit);
  }

 private:
  Look look_;
};

class InterruptedTest : public test::StoreTest {
 protected:
  static std::string manifestOf(const std::string& run) { return ".carbonfix/runs/" + run + "/manifest.xml"; }
  void setState(const std::string& run, const std::string& from, const std::string& to) const {
    put(manifestOf(run), replaceAll(bytesOf(manifestOf(run)), "state=\"" + from, "state=\"" + to));
  }
};

TEST_F(InterruptedTest, LooksAtNoMoreThanOnePathWhereNothingWasEverRun) {
  std::vector<std::string> seen;
  WatchedFileSystem fs([&seen](const std::string& path) { seen.push_back(path); });
  const Home home = open(fs);
  seen.clear();
  const auto run = Store(home).interrupted();
  ASSERT_TRUE(run);
  EXPECT_FALSE(run->has_value());
  EXPECT_EQ(seen, std::vector<std::string>{homePath(".carbonfix")});
}

TEST_F(InterruptedTest, ReadsTheNewestRunOnly) {
  for (int i = 1; i < 5; ++i) mustCommit(carbon(std::to_string(i), std::to_string(i + 1)));
  std::set<std::string> manifests;
  WatchedFileSystem fs([&manifests](const std::string& path) {
    if (path.ends_with("manifest.xml")) manifests.insert(path);
  });
  const Home home = open(fs);
  const auto run = Store(home).interrupted();
  ASSERT_TRUE(run);
  EXPECT_FALSE(run->has_value());
  EXPECT_EQ(manifests.size(), 1U);
}

TEST_F(InterruptedTest, IsNotARunThatEndsWhileWeLook) {
  const std::string run = mustCommit(carbon("1", "2")).name;
  setState(run, "committed", "prepared");
  ASSERT_TRUE(Store(open()).interrupted()->has_value());
  // It is at its last step when its manifest is read, and has let go of the lock when that is looked at.
  WatchedFileSystem fs([&](const std::string& path) {
    if (path.ends_with("/lock")) setState(run, "prepared", "committed");
  });
  const Home home = open(fs);
  const auto interrupted = Store(home).interrupted();
  ASSERT_TRUE(interrupted);
  EXPECT_FALSE(interrupted->has_value());
}

// As in containers, where each program that is started is number 1.
TEST_F(InterruptedTest, IsFoundWhenTheDeadProcessHadOurNumber) {
  const std::string run = mustCommit(carbon("1", "2")).name;
  setState(run, "committed", "prepared");
  put(".carbonfix/lock",
      "pid=" + std::to_string(getpid()) + " host=" + currentOperator().host + " since=2026-11-21T09:15:00Z\n");
  EXPECT_TRUE(Store(open()).interrupted()->has_value());
}

TEST_F(InterruptedTest, PassesOverARunFolderThatHasNoManifest) {
  const std::string run = mustCommit(carbon("1", "2")).name;
  setState(run, "committed", "prepared");
  std::filesystem::create_directory(homePath(".carbonfix/runs/29991231T235959Z-1"));
  const auto interrupted = Store(open()).interrupted();
  ASSERT_TRUE(interrupted);
  ASSERT_TRUE(interrupted->has_value());
  EXPECT_EQ((*interrupted)->name, run);
}

}  // namespace
}  // namespace carbonfix
