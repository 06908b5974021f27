#include "carbonfix/store/history.h"

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carbonfix/base/process.h"
#include "store/failing_file_system.h"
#include "store/store_fixture.h"

namespace carbonfix::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class HistoryTest : public StoreTest {
 protected:
  // The home's name of each of three runs, oldest first: 1 → 2 → 3 → 4.
  std::vector<std::string> threeRuns() const {
    return {mustCommit(carbon("1", "2")).name, mustCommit(carbon("2", "3")).name, mustCommit(carbon("3", "4")).name};
  }
  std::string runPath(const std::string& run, const std::string& relative = {}) const {
    return homePath(".carbonfix/runs/" + run + (relative.empty() ? "" : "/" + relative));
  }
  std::vector<std::string> runNames() const {
    const Home home = open();
    const auto runs = Store(home).runs();
    std::vector<std::string> names;
    for (const carbonfix::Run& run : runs.value()) names.push_back(run.name);
    return names;
  }
  StoreHealth health() const {
    const Home home = open();
    auto found = checkStore(Store(home));
    if (!found) throw std::runtime_error(found.error().message);
    return std::move(*found);
  }
  // A run as it is while it goes on, or after it was cut off.
  void cutOff(const std::string& run, const std::string& state = "prepared") const {
    const std::string manifest = ".carbonfix/runs/" + run + "/manifest.xml";
    std::string text = bytesOf(manifest);
    const std::size_t at = text.find("committed");
    ASSERT_NE(at, std::string::npos);
    put(manifest, text.replace(at, std::string("committed").size(), state));
  }
};

TEST_F(HistoryTest, PruningKeepsTheNewest) {
  const auto names = threeRuns();
  const Home home = open();
  Store store(home);
  EXPECT_THAT(prunableRuns(store, 1).value(), ElementsAre(names[1], names[0]));
  EXPECT_THAT(pruneRuns(store, 1).value(), ElementsAre(names[1], names[0]));
  EXPECT_THAT(runNames(), ElementsAre(names[2]));
  EXPECT_FALSE(std::filesystem::exists(runPath(names[0])));
  EXPECT_THAT(pruneRuns(store, 1).value(), IsEmpty());
  EXPECT_THAT(pruneRuns(store, 0).value(), ElementsAre(names[2]));
  EXPECT_EQ(bytesOf(kCarbon), "<Server>4</Server>\n");
}

TEST_F(HistoryTest, PruningTakesWhatIsLeftOfARunAndNoOriginalsBesides) {
  mustCommit(carbon("1", "2"));
  put(".carbonfix/runs/20200101T000000Z-1/before/a.xml", "<a/>");
  put(".carbonfix/runs/20200101T000000Z-2/before/a.xml", "<a/>");
  put(".carbonfix/runs/20200101T000000Z-2/manifest.removed", "<run/>");
  for (const char* const folder : {"20200101T000000Z-1", "20200101T000000Z-2"}) {
    std::filesystem::permissions(runPath(folder), std::filesystem::perms(0700));
  }
  EXPECT_THAT(health().orphans, ElementsAre(".carbonfix/runs/20200101T000000Z-2 (left of a run)",
                                            ".carbonfix/runs/20200101T000000Z-1 (originals without their manifest)"));
  const Home home = open();
  Store store(home);
  EXPECT_THAT(prunableRuns(store, 5).value(), ElementsAre("20200101T000000Z-2"));
  EXPECT_THAT(pruneRuns(store, 5).value(), ElementsAre("20200101T000000Z-2"));
  EXPECT_FALSE(std::filesystem::exists(runPath("20200101T000000Z-2")));
  EXPECT_TRUE(std::filesystem::exists(runPath("20200101T000000Z-1", "before/a.xml")));
}

TEST_F(HistoryTest, WhatIsKeptCanBeUndone) {
  threeRuns();
  const Home home = open();
  Store store(home);
  ASSERT_TRUE(pruneRuns(store, 1));
  ASSERT_TRUE(store.restore(store.planRestore("").value(), false));
  EXPECT_EQ(bytesOf(kCarbon), "<Server>3</Server>\n");
}

TEST_F(HistoryTest, PruningDoesNotFollowLinks) {
  const std::string name = mustCommit(carbon("1", "2")).name;
  temp.write("elsewhere/precious", "mine");
  std::filesystem::create_directory_symlink(temp.path("elsewhere"), runPath(name, "before/link"));
  const Home home = open();
  Store store(home);
  ASSERT_TRUE(pruneRuns(store, 0));
  EXPECT_EQ(temp.read("elsewhere/precious"), "mine");
}

// Wherever a removal is cut off, what is left is either the whole run or no run; and the next removal takes the rest.
TEST_F(HistoryTest, PruningThatFailsLeavesNoHalfRun) {
  for (std::size_t failing = 0;; ++failing) {
    const std::string name = mustCommit(carbon("1", "2")).name;
    FailingFileSystem fs(diskFileSystem());
    std::size_t removals = 0;
    fs.setFails([&](std::string_view operation, const std::string& path) {
      return operation == "remove" && path.find("/runs/") != std::string::npos && removals++ == failing;
    });
    const Home home = open(fs);
    Store store(home);
    const auto pruned = pruneRuns(store, 0);
    const StoreHealth left = health();
    EXPECT_THAT(left.damaged, IsEmpty()) << failing;
    EXPECT_EQ(left.runs + left.orphans.size(), pruned ? 0U : 1U) << failing;
    fs.setFails({});
    ASSERT_TRUE(pruneRuns(store, 0));
    EXPECT_FALSE(std::filesystem::exists(runPath(name)));
    EXPECT_THAT(health().orphans, IsEmpty());
    put(kCarbon, "<Server>1</Server>\n");
    if (pruned) {
      EXPECT_GT(failing, 3U);
      return;
    }
  }
}

TEST_F(HistoryTest, BackupsWithSecretsAreDropped) {
  put(kAxis2, "<a><Password>hunter2</Password></a>\n");
  ChangeSet changes;
  changes.files.push_back(
      change(kAxis2, "<a><Password>hunter2</Password></a>\n", "<a><Password>other</Password></a>\n"));
  changes.files.push_back(change(kCarbon, "<Server>1</Server>\n", "<Server>2</Server>\n"));
  const std::string name = mustCommit(changes).name;
  const Home home = open();
  Store store(home);
  EXPECT_THAT(secretBackups(store).value(), ElementsAre(name + ": " + kAxis2));
  EXPECT_THAT(dropSecretBackups(store).value(), ElementsAre(name + ": " + kAxis2));
  EXPECT_FALSE(std::filesystem::exists(runPath(name, std::string("before/") + kAxis2)));
  EXPECT_TRUE(std::filesystem::exists(runPath(name, std::string("before/") + kCarbon)));
  EXPECT_TRUE(health().isHealthy());
  EXPECT_THAT(secretBackups(store).value(), IsEmpty());

  const auto plan = store.planRestore("");
  ASSERT_FALSE(plan);
  EXPECT_THAT(plan.error().message, HasSubstr(kAxis2));
}

// The manifest no longer counts on a backup that may be gone; one that is still there is taken by the next try.
TEST_F(HistoryTest, DroppingThatFailsCanBeDoneAgain) {
  put(kAxis2, "<a><Password>hunter2</Password></a>\n");
  ChangeSet changes;
  changes.files.push_back(change(kAxis2, "<a><Password>hunter2</Password></a>\n", "<a/>\n"));
  const std::string name = mustCommit(changes).name;
  FailingFileSystem fs(diskFileSystem());
  fs.setFails([](std::string_view operation, const std::string& path) {
    return operation == "remove" && path.find("/before/") != std::string::npos;
  });
  const Home home = open(fs);
  Store store(home);
  ASSERT_FALSE(dropSecretBackups(store));
  EXPECT_TRUE(health().isHealthy());
  fs.setFails({});
  EXPECT_THAT(dropSecretBackups(store).value(), ElementsAre(name + ": " + kAxis2));
  EXPECT_FALSE(std::filesystem::exists(runPath(name, std::string("before/") + kAxis2)));
}

// Neither name nor place tells of it; the runs remember.
TEST_F(HistoryTest, BackupsWithSecretsThatOnlyTheRecipeKnewAreDropped) {
  const std::string path = std::string(": ") + kCarbon;
  const Home home = open();
  Store store(home);
  const auto write = store.commit(carbon("1", "s3cr3t-value"), {"s3cr3t-value"});
  ASSERT_TRUE(write);
  EXPECT_THAT(write->secretFiles, ElementsAre(kCarbon));
  const auto later = store.commit(carbon("s3cr3t-value", "3"));
  ASSERT_TRUE(later);
  const auto plan = store.planRestore("");
  EXPECT_TRUE(plan.value().files.front().secret);
  const auto undo = store.restore(*plan, false);
  ASSERT_TRUE(undo);
  EXPECT_THAT(dropSecretBackups(store).value(), ElementsAre(undo->name + path, later->name + path, write->name + path));
}

TEST_F(HistoryTest, WhatANameTellsNeedsNotBeRemembered) {
  put(kAxis2, "<a><Password>old</Password></a>\n");
  ChangeSet changes;
  changes.files.push_back(change(kAxis2, "<a><Password>old</Password></a>\n", "<a><Password>s3cr3t</Password></a>\n"));
  const Home home = open();
  EXPECT_THAT(Store(home).commit(changes, {"s3cr3t"}).value().secretFiles, IsEmpty());
}

TEST_F(HistoryTest, AHomeWithoutRunsIsHealthy) {
  const StoreHealth found = health();
  EXPECT_TRUE(found.isHealthy());
  EXPECT_EQ(found.runs, 0U);
  EXPECT_FALSE(std::filesystem::exists(homePath(".carbonfix"))) << "looking makes no store";
}

TEST_F(HistoryTest, LookingChangesNothing) {
  threeRuns();
  const auto before = tree();
  EXPECT_TRUE(health().isHealthy());
  EXPECT_EQ(tree(), before);
}

// Does something behind the reader's back just before a file is read.
class Meanwhile : public FailingFileSystem {
 public:
  Meanwhile(std::string path, std::function<void()> what)
      : FailingFileSystem(diskFileSystem()), path_(std::move(path)), what_(std::move(what)) {}
  Result<std::string> read(const std::string& path, std::size_t limit) const override {
    if (what_ && path.ends_with(path_)) std::exchange(what_, nullptr)();
    return FailingFileSystem::read(path, limit);
  }

 private:
  std::string path_;
  mutable std::function<void()> what_;
};

TEST_F(HistoryTest, ARunThatIsPrunedWhileItIsReadIsNone) {
  for (const char* const file : {"/manifest.xml", "/before/repository/conf/carbon.xml"}) {
    put(kCarbon, "<Server>1</Server>\n");
    const std::string run = mustCommit(carbon("1", "2")).name;
    Meanwhile fs(run + file, [this] {
      const Home home = open();
      Store store(home);
      EXPECT_TRUE(pruneRuns(store, 0));
    });
    const Home home = open(fs);
    const auto found = checkStore(Store(home));
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_THAT(found->damaged, IsEmpty()) << file;
  }
}

TEST_F(HistoryTest, ABackupThatIsDroppedWhileItIsLookedAtIsNotDamaged) {
  put(kCarbon, "<Password>hunter2</Password>\n");
  ChangeSet changes;
  changes.files.push_back(change(kCarbon, "<Password>hunter2</Password>\n", "<a/>\n"));
  const std::string run = mustCommit(changes).name;
  Meanwhile fs(run + "/before/repository/conf/carbon.xml", [this] {
    const Home home = open();
    Store store(home);
    EXPECT_TRUE(dropSecretBackups(store));
  });
  const Home home = open(fs);
  EXPECT_THAT(checkStore(Store(home)).value().damaged, IsEmpty());
}

TEST_F(HistoryTest, DamagedBackupsAreFound) {
  const std::string name = mustCommit(bothFiles()).name;
  put(".carbonfix/runs/" + name + "/before/" + kCarbon, "<Server>x</Server>\n");
  std::filesystem::remove(runPath(name, std::string("before/") + kAxis2));
  const StoreHealth found = health();
  EXPECT_FALSE(found.isHealthy());
  EXPECT_THAT(found.damaged, ElementsAre(name + ": " + kAxis2, name + ": " + kCarbon));
}

TEST_F(HistoryTest, FilesChangedSinceAreTold) {
  mustCommit(bothFiles());
  mustCommit(carbon("2", "3"));
  EXPECT_THAT(health().changedSince, IsEmpty());
  put(kCarbon, "<Server>2</Server>\n");
  std::filesystem::remove(homePath(kAxis2));
  const StoreHealth found = health();
  EXPECT_THAT(found.changedSince, ElementsAre(std::string(kAxis2) + " (gone)", kCarbon));
  EXPECT_TRUE(found.isHealthy()) << "people may edit their files";
}

TEST_F(HistoryTest, AnUndoneRunLeavesFilesAsTheUndoDid) {
  mustCommit(bothFiles());
  const Home home = open();
  Store store(home);
  ASSERT_TRUE(store.restore(store.planRestore("").value(), false));
  EXPECT_THAT(health().changedSince, IsEmpty());
}

TEST_F(HistoryTest, InterruptedRunsAreFoundAndNeverPruned) {
  const std::string name = mustCommit(carbon("1", "2")).name;
  cutOff(name);
  const StoreHealth found = health();
  EXPECT_THAT(found.interrupted, ElementsAre(name));
  EXPECT_FALSE(found.isHealthy());
  EXPECT_THAT(found.changedSince, IsEmpty());
  const Home home = open();
  EXPECT_THAT(prunableRuns(Store(home), 0).value(), IsEmpty());
}

TEST_F(HistoryTest, WhoWritesIsToldAndHisRunIsNotInterrupted) {
  const std::string name = mustCommit(carbon("1", "2")).name;
  cutOff(name);
  put("repository/conf/.carbonfix-7.tmp", "half");
  put(".carbonfix/lock", "pid=42 host=another-host since=2026-11-21T09:15:00Z\n");
  const StoreHealth found = health();
  EXPECT_THAT(found.running, HasSubstr("pid 42 on another-host"));
  EXPECT_THAT(found.interrupted, IsEmpty());
  EXPECT_THAT(found.orphans, IsEmpty()) << "they may be his";
}

TEST_F(HistoryTest, OrphansAreFoundWhereConfigurationLies) {
  const std::string name = mustCommit(carbon("1", "2")).name;
  const auto claimed = [&] { return health().orphans; };
  EXPECT_THAT(claimed(), IsEmpty());
  put("repository/conf/axis2/.carbonfix-3.tmp", "half");
  put("repository/deployment/server/.carbonfix-12.tmp", "half");
  put("repository/logs/.carbonfix-1.tmp", "not ours");
  put("repository/conf/.carbonfix-x.tmp", "not ours");
  put("repository/conf/carbonfix-1.tmp", "not ours");
  std::filesystem::create_directories(homePath("outside"));
  temp.write("elsewhere/.carbonfix-1.tmp", "another home's");
  std::filesystem::create_directory_symlink(temp.path("elsewhere"), homePath("repository/tenants"));
  std::filesystem::remove(runPath(name, "manifest.xml"));
  EXPECT_THAT(claimed(),
              ElementsAre(".carbonfix/runs/" + name + " (originals without their manifest)",
                          "repository/conf/axis2/.carbonfix-3.tmp", "repository/deployment/server/.carbonfix-12.tmp"));
  EXPECT_FALSE(health().isHealthy());
}

TEST_F(HistoryTest, TemporariesOfAnInterruptedRunAreItsOwn) {
  const carbonfix::Run run = mustCommit(carbon("1", "2"));
  cutOff(run.name);
  put("repository/conf/" + run.files.front().temporary, "half");
  EXPECT_THAT(health().orphans, IsEmpty());
}

TEST_F(HistoryTest, AFolderThatIsNoProductHomeIsNotSearched) {
  std::filesystem::rename(homePath("repository"), homePath("etc"));
  put("app.xml", "<a/>\n");
  ChangeSet changes;
  changes.files.push_back(change("app.xml", "<a/>\n", "<b/>\n"));
  mustCommit(changes);
  put(".carbonfix-1.tmp", "half");
  put("etc/.carbonfix-1.tmp", "not looked for");
  EXPECT_THAT(health().orphans, ElementsAre(".carbonfix-1.tmp"));
}

}  // namespace
}  // namespace carbonfix::test
