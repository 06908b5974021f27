// What a run that was cut off leaves behind, and what its roll-back makes of it.
#include <csignal>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "carbonfix/store/history.h"
#include "store/failing_file_system.h"
#include "store/store_fixture.h"

namespace carbonfix {
namespace {

using test::commit;
using test::FailingFileSystem;
using test::kAxis2;
using test::kCarbon;
using test::listRuns;
using test::restoreRun;
using test::treeOf;
using test::withoutEmptyStore;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using Tree = std::map<std::string, std::string>;

Tree withoutStore(Tree tree) {
  std::erase_if(tree, [](const auto& entry) { return entry.first.starts_with(".carbonfix"); });
  return tree;
}

// Takes a file or folder away as soon as it has been looked at.
class RemovingFileSystem : public FailingFileSystem {
 public:
  explicit RemovingFileSystem(std::string path) : FailingFileSystem(diskFileSystem()), path_(std::move(path)) {}
  Result<FileStatus> linkStatus(const std::string& path) const override {
    auto status = FailingFileSystem::linkStatus(path);
    if (path == path_) std::filesystem::remove_all(path_);
    return status;
  }

 private:
  std::string path_;
};

class RecoveryTest : public test::StoreTest {
 protected:
  static constexpr const char* kMade = "repository/deployment/server/new/made.properties";

  // Two files change, one is made in a folder that is made.
  ChangeSet everything() const {
    ChangeSet changes = bothFiles();
    FileChange file = change(kMade, "", "a=1\n");
    file.created = true;
    changes.files.insert(changes.files.begin() + 1, file);
    return changes;
  }

  // Does `act` on a machine that stops before its n-th operation on the disk. False: it came to its end before.
  template <class Act>
  bool stopsAt(std::size_t n, Act act) const {
    FailingFileSystem fs(unsyncedDiskFileSystem());
    fs.setFails([&](std::string_view, const std::string&) { return fs.count() >= n; });
    act(open(fs));
    return fs.count() >= n;
  }
  // Cut off when the first of its renames is done.
  void cutOffCommit(const ChangeSet& changes, StoreOptions options = {}) const {
    FailingFileSystem fs(diskFileSystem());
    bool stopped = false;
    std::size_t renames = 0;
    fs.setFails([&](std::string_view operation, const std::string& path) {
      if (operation == "rename" && path.find("/.carbonfix/") == std::string::npos && ++renames > 1) stopped = true;
      return stopped;
    });
    ASSERT_FALSE(commit(open(fs), changes, std::move(options)));
    ASSERT_TRUE(stopped);
  }
  Result<std::optional<Recovery>> recover(FileSystem& fs = diskFileSystem()) const {
    const Home home = open(fs);
    return Store(home).recover();
  }
};

// The machine stops at any moment of a run, and again at any moment of the roll-back.
TEST_F(RecoveryTest, IsDoneAgainWhenItIsCutOffItself) {
  const Tree before = tree();
  std::size_t n = 1;
  for (;; ++n) {
    if (!stopsAt(n, [&](const Home& home) { (void)commit(home, everything()); })) break;
    for (std::size_t m = 1; stopsAt(m, [](const Home& home) { (void)Store(home).recover(); }); ++m) {
    }
    const auto last = recover();
    ASSERT_TRUE(last) << n << ": " << last.error().message;
    if (withoutStore(tree()) != before) break;  // it was whole before the machine stopped
    std::filesystem::remove_all(homePath(".carbonfix"));
  }
  EXPECT_GT(n, 40U);
  Tree after = before;
  after[kCarbon] = "<Server>2</Server>\n";
  after[kAxis2] = "<axisconfig>2</axisconfig>\r\n";
  after[kMade] = "a=1\n";
  after["repository/deployment/"] = after["repository/deployment/server/"] =
      after["repository/deployment/server/new/"] = "";
  EXPECT_EQ(withoutStore(tree()), after);
}

TEST_F(RecoveryTest, ARestoreThatIsCutOffIsRolledBackToo) {
  const Tree before = withoutStore(tree());
  mustCommit(everything());
  const Tree after = withoutStore(tree());
  std::size_t n = 1;
  for (;; ++n) {
    const bool stopped = stopsAt(n, [&](const Home& home) {
      Store store(home);
      const auto plan = store.planRestore("");
      ASSERT_TRUE(plan);
      (void)store.restore(*plan, false);
    });
    for (std::size_t m = 1; stopsAt(m, [](const Home& home) { (void)Store(home).recover(); }); ++m) {
    }
    const auto last = recover();
    ASSERT_TRUE(last) << n << ": " << last.error().message;
    if (!stopped || withoutStore(tree()) != after) break;
  }
  EXPECT_GT(n, 30U);
  EXPECT_EQ(withoutStore(tree()), before);
}

TEST_F(RecoveryTest, AFolderThatIsGoneIsToldAndNotTakenForUntouched) {
  cutOffCommit(bothFiles());  // axis2.xml is new, carbon.xml is not
  std::filesystem::remove_all(homePath("repository/conf/axis2"));
  const auto recovery = recover();
  ASSERT_TRUE(recovery) << recovery.error().message;
  ASSERT_TRUE(recovery->has_value());
  EXPECT_THAT((*recovery)->left, ElementsAre(kAxis2));
}

TEST_F(RecoveryTest, AFileInThePlaceOfAFolderIsLeftAlone) {
  cutOffCommit(bothFiles());
  std::filesystem::remove_all(homePath("repository/conf/axis2"));
  put("repository/conf/axis2", "a file");
  const auto recovery = recover();
  ASSERT_TRUE(recovery) << recovery.error().message;
  EXPECT_THAT((*recovery)->left, ElementsAre(kAxis2));
  EXPECT_EQ(bytesOf("repository/conf/axis2"), "a file");
}

TEST_F(RecoveryTest, AFileThatHasGrownBeyondWhatIsReadIsLeftAlone) {
  cutOffCommit(bothFiles());
  std::filesystem::resize_file(homePath(kAxis2), kMaxFileSize + 1);
  const auto recovery = recover();
  ASSERT_TRUE(recovery) << recovery.error().message;
  EXPECT_THAT((*recovery)->left, ElementsAre(kAxis2));
  EXPECT_EQ(std::filesystem::file_size(homePath(kAxis2)), kMaxFileSize + 1);
}

TEST_F(RecoveryTest, AFolderThatIsMadeAgainIsOnTheDiskBeforeTheRunIsForgotten) {
  mustCommit(everything());
  FailingFileSystem fs(diskFileSystem());
  bool stopped = false;
  fs.setFails([&](std::string_view operation, const std::string& path) {
    if (operation == "sync" && path == homePath("repository") && !std::filesystem::exists(homePath(kMade))) {
      stopped = true;
    }
    return stopped;
  });
  const Home home = open(fs);
  ASSERT_FALSE(Store(home).restore(Store(home).planRestore("").value(), false));
  ASSERT_FALSE(std::filesystem::exists(homePath("repository/deployment")));
  std::set<std::string> synced;
  FailingFileSystem watched(diskFileSystem(), [&](std::string_view operation, const std::string& path) {
    if (operation == "sync") synced.insert(path);
    return false;
  });
  ASSERT_TRUE(recover(watched));
  EXPECT_TRUE(std::filesystem::exists(homePath(kMade)));
  for (const char* const folder : {"repository", "repository/deployment", "repository/deployment/server"}) {
    EXPECT_TRUE(synced.contains(homePath(folder))) << folder;
  }
}

// Somebody edits a file that the run has replaced already, and then the run fails: what it was before is in the store.
TEST_F(RecoveryTest, TheOriginalOfAFileThatWasEditedMeanwhileIsKept) {
  FailingFileSystem fs(diskFileSystem());
  fs.setFails([&](std::string_view operation, const std::string& path) {
    if (operation != "rename" || path != homePath(kCarbon)) return false;
    put(kAxis2, "mine");
    return true;
  });
  const auto run = commit(open(fs), bothFiles());
  ASSERT_FALSE(run);
  EXPECT_EQ(bytesOf(kAxis2), "mine");
  EXPECT_THAT(run.error().hint, HasSubstr(kAxis2));
  const auto runs = listRuns(open());
  ASSERT_TRUE(runs);
  ASSERT_EQ(runs->size(), 1U);
  EXPECT_EQ(runs->front().state, RunState::rolledBack);
  const std::string original = ".carbonfix/runs/" + runs->front().name + "/before/" + kAxis2;
  EXPECT_EQ(bytesOf(original), "<axisconfig>1</axisconfig>\r\n");
  EXPECT_THAT(run.error().hint, HasSubstr(homePath(".carbonfix/runs/" + runs->front().name + "/before")));
}

// One file can be put back, of the other the original is gone.
TEST_F(RecoveryTest, ThatFailsSaysWhereTheOriginalsAreAndNotThatNothingWasChanged) {
  FailingFileSystem fs(diskFileSystem());
  bool stopped = false;
  fs.setFails([&](std::string_view operation, const std::string& path) {
    stopped = stopped || (operation == "sync" && path == homePath("repository/conf") &&
                          bytesOf(kCarbon) != "<Server>1</Server>\n");
    return stopped;
  });
  ASSERT_FALSE(commit(open(fs), bothFiles()));
  const std::string run = listRuns(open()).value().front().name;
  put(".carbonfix/runs/" + run + "/before/" + kAxis2, "damaged");
  for (int i = 0; i < 2; ++i) {
    const auto recovery = recover();
    ASSERT_FALSE(recovery);
    EXPECT_EQ(bytesOf(kCarbon), "<Server>1</Server>\n");
    EXPECT_THAT(recovery.error().message, HasSubstr(std::string("could not be put back: ") + kAxis2));
    EXPECT_THAT(recovery.error().hint, HasSubstr(homePath(".carbonfix/runs/" + run + "/before")));
    EXPECT_THAT(recovery.error().hint, Not(HasSubstr("Nothing was changed")));
    const auto next = commit(open(), carbon("1", "3"));
    ASSERT_FALSE(next);
    EXPECT_THAT(next.error().hint, Not(HasSubstr("Nothing was changed")));
  }
  put(kAxis2, "by hand");
  EXPECT_THAT(recover().value()->left, ElementsAre(kAxis2));
}

// Another home that shares the folder is at it: its files and temporaries are not to be touched meanwhile.
TEST_F(RecoveryTest, WaitsForWhoeverIsAtASharedFolder) {
  temp.write("share/server/a.xml", "<a/>");
  temp.link(temp.path("share"), "home/repository/deployment");
  ChangeSet changes = carbon("1", "2");
  changes.files.insert(changes.files.begin(), change("repository/deployment/server/a.xml", "<a/>", "<b/>"));
  cutOffCommit(changes);
  const Tree before = treeOf(temp.path("share"));
  {
    const auto other = diskFileSystem().lock(temp.path("share/.carbonfix.lock"), "pid=42 host=das2 since=today");
    ASSERT_TRUE(other);
    ASSERT_NE(*other, nullptr);
    const auto recovery = recover();
    ASSERT_FALSE(recovery);
    EXPECT_THAT(recovery.error().message, HasSubstr("another carbonfix is changing " + temp.path("share")));
    EXPECT_EQ(temp.read("share/server/a.xml"), "<b/>");
  }
  ASSERT_TRUE(recover());
  EXPECT_EQ(temp.read("share/server/a.xml"), "<a/>");
}

// One lock serves what is rolled back first and what is then done.
TEST_F(RecoveryTest, ARunInTheSharedFolderGoesOnAfterIt) {
  temp.write("share/server/a.xml", "<a/>");
  temp.link(temp.path("share"), "home/repository/deployment");
  ChangeSet changes = carbon("1", "2");
  changes.files.insert(changes.files.begin(), change("repository/deployment/server/a.xml", "<a/>", "<b/>"));
  cutOffCommit(changes);
  const auto run = commit(open(), changes);
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_EQ(temp.read("share/server/a.xml"), "<b/>");
}

// "Mend it or move it away" says the error of a manifest that is not trusted.
TEST_F(RecoveryTest, OriginalsWhoseManifestWasTakenAwayAreKept) {
  const std::string run = ".carbonfix/runs/" + mustCommit(bothFiles()).name;
  std::filesystem::rename(homePath(run + "/manifest.xml"), temp.path("manifest.xml"));
  mustCommit(carbon("2", "3"));
  EXPECT_EQ(bytesOf(run + "/before/" + kCarbon), "<Server>1</Server>\n");
  std::filesystem::rename(temp.path("manifest.xml"), homePath(run + "/manifest.xml"));
  ASSERT_TRUE(restoreRun(open(), ""));
  ASSERT_TRUE(restoreRun(open(), ""));
  EXPECT_EQ(bytesOf(kAxis2), "<axisconfig>1</axisconfig>\r\n");
}

TEST_F(RecoveryTest, ARunWhoseManifestCameBackIsRolledBackThoughANewerOneIsWhole) {
  cutOffCommit(bothFiles());
  const std::string run = ".carbonfix/runs/" + listRuns(open()).value().front().name;
  std::filesystem::rename(homePath(run + "/manifest.xml"), temp.path("manifest.xml"));
  mustCommit(carbon("1", "3"));
  std::filesystem::rename(temp.path("manifest.xml"), homePath(run + "/manifest.xml"));
  const auto recovery = recover();
  ASSERT_TRUE(recovery && recovery->has_value());
  EXPECT_THAT((*recovery)->left, ElementsAre(kCarbon));
  EXPECT_EQ(bytesOf(kAxis2), "<axisconfig>1</axisconfig>\r\n");
  EXPECT_EQ(bytesOf(kCarbon), "<Server>3</Server>\n");
}

TEST_F(RecoveryTest, TakesAwayWhatAPruneThatWasCutOffLeft) {
  mustCommit(bothFiles());
  const auto prune = [](const Home& home) {
    Store store(home);
    (void)pruneRuns(store, 0);
  };
  std::size_t n = 1;
  for (; stopsAt(n, prune); ++n) {
    mustCommit(carbon("2", "3"));
    for (const auto& [path, bytes] : tree()) {
      EXPECT_FALSE(path.starts_with(".carbonfix/runs/") && path.ends_with("manifest.removed")) << n;
    }
    ASSERT_TRUE(restoreRun(open(), ""));
  }
  EXPECT_GT(n, 10U);
}

TEST_F(RecoveryTest, ARunThatIsRemovedWhileWeReadIsNone) {
  const std::string run = homePath(".carbonfix/runs/" + mustCommit(bothFiles()).name);
  RemovingFileSystem fs(run + "/manifest.xml");
  const auto runs = listRuns(open(fs));
  ASSERT_TRUE(runs) << runs.error().message;
  EXPECT_THAT(*runs, IsEmpty());
}

}  // namespace
}  // namespace carbonfix
