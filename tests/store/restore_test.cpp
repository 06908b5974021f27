#include <filesystem>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "store/failing_file_system.h"
#include "store/store_fixture.h"

namespace carbonfix {
namespace {

using test::FailingFileSystem;
using test::kAxis2;
using test::kCarbon;
using Restore = test::StoreTest;
using Paths = std::vector<std::string>;

std::map<std::string, std::string> withoutStore(std::map<std::string, std::string> tree) {
  std::erase_if(tree, [](const auto& entry) { return entry.first.starts_with(".carbonfix"); });
  return tree;
}

Restored mustRestore(const Home& home, const std::string& name = {}) {
  auto restored = restoreRun(home, name);
  if (!restored) throw std::runtime_error(restored.error().message);
  return *restored;
}

TEST_F(Restore, GivesBackTheSameBytes) {
  const auto before = tree();
  const auto run = mustCommit(bothFiles());
  const Restored restored = mustRestore(open());
  EXPECT_EQ(restored.run.name, run.name);
  EXPECT_EQ(restored.run.state, RunState::restored);
  EXPECT_EQ(restored.files, (Paths{kAxis2, kCarbon}));
  EXPECT_EQ(withoutStore(tree()), before);
}

TEST_F(Restore, MarksTheRunAndRemovesNothing) {
  const auto run = mustCommit(bothFiles());
  auto names = tree();
  mustRestore(open());
  auto now = tree();
  ASSERT_EQ(now.size(), names.size());
  for (const auto& [name, bytes] : names) EXPECT_TRUE(now.contains(name)) << name;
  const auto runs = listRuns(open());
  ASSERT_TRUE(runs);
  ASSERT_EQ(runs->size(), 1U);
  EXPECT_EQ(runs->front().state, RunState::restored);
  EXPECT_EQ(runs->front().name, run.name);
  EXPECT_EQ(runs->front().rules, Paths{"demo.offset"});
}

TEST_F(Restore, UndoesTheNewestRunThatIsNotUndoneYet) {
  mustCommit(carbon("1", "2"));
  mustCommit(carbon("2", "3"));
  mustRestore(open());
  EXPECT_EQ(bytesOf(kCarbon), "<Server>2</Server>\n");
  mustRestore(open());
  EXPECT_EQ(bytesOf(kCarbon), "<Server>1</Server>\n");
  const auto third = restoreRun(open(), "");
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().message, "there is nothing to restore in " + homePath() + ": every run is undone already");
}

TEST_F(Restore, ListsTheNewestFirst) {
  const auto first = mustCommit(carbon("1", "2"));
  const auto second = mustCommit(carbon("2", "3"));
  const auto runs = listRuns(open());
  ASSERT_TRUE(runs);
  ASSERT_EQ(runs->size(), 2U);
  EXPECT_EQ((*runs)[0].name, second.name);
  EXPECT_EQ((*runs)[1].name, first.name);
}

TEST_F(Restore, ANamedRunIsUndone) {
  const auto first = mustCommit(carbon("1", "2"));
  ChangeSet axis2;
  axis2.files.push_back(change(kAxis2, "<axisconfig>1</axisconfig>\r\n", "<axisconfig>3</axisconfig>\r\n"));
  mustCommit(axis2);
  EXPECT_EQ(mustRestore(open(), first.name).files, Paths{kCarbon});
  EXPECT_EQ(bytesOf(kCarbon), "<Server>1</Server>\n");
  EXPECT_EQ(bytesOf(kAxis2), "<axisconfig>3</axisconfig>\r\n");
}

TEST_F(Restore, ANamedRunTwiceChangesNothingTheSecondTime) {
  const auto run = mustCommit(bothFiles());
  mustRestore(open(), run.name);
  const auto before = tree();
  EXPECT_EQ(mustRestore(open(), run.name).files, Paths{});
  EXPECT_EQ(tree(), before);
}

TEST_F(Restore, WithoutRunsThereIsNothingToRestore) {
  const auto restored = restoreRun(open(), "");
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().message, "there is nothing to restore in " + homePath() + ": no run has changed it");
  EXPECT_EQ(tree().count(".carbonfix/"), 0U);
}

TEST_F(Restore, AnUnknownRunIsAnErrorThatNamesTheKnown) {
  const auto run = mustCommit(bothFiles());
  const auto restored = restoreRun(open(), "yesterday");
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().message, "there is no run yesterday in " + homePath());
  EXPECT_EQ(restored.error().hint, "Known runs: " + run.name);
}

TEST_F(Restore, AFileThatSomeoneChangedAfterwardsIsNamedAndNothingIsTouched) {
  const auto run = mustCommit(bothFiles());
  put(kCarbon, "<Server>mine</Server>\n");
  const auto before = tree();
  const auto restored = restoreRun(open(), "");
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().message, "changed after the run " + run.name + ": " + kCarbon);
  EXPECT_NE(restored.error().hint.find("/before"), std::string::npos);
  EXPECT_EQ(tree(), before);
}

TEST_F(Restore, AFileThatIsAsBeforeIsLeftAlone) {
  mustCommit(bothFiles());
  put(kCarbon, "<Server>1</Server>\n");
  EXPECT_EQ(mustRestore(open()).files, Paths{kAxis2});
  EXPECT_EQ(bytesOf(kCarbon), "<Server>1</Server>\n");
}

TEST_F(Restore, ADeletedFileIsAnError) {
  mustCommit(bothFiles());
  std::filesystem::remove(homePath(kCarbon));
  const auto before = tree();
  const auto restored = restoreRun(open(), "");
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().message, homePath(kCarbon) + " is not there any more");
  EXPECT_EQ(tree(), before);
}

TEST_F(Restore, ADamagedOriginalIsNotPutBack) {
  const auto run = mustCommit(bothFiles());
  put(".carbonfix/runs/" + run.name + "/before/" + kCarbon, "<Server>0</Server>\n");
  const auto before = tree();
  const auto restored = restoreRun(open(), "");
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().message, std::string("the stored original of ") + kCarbon + " is damaged");
  EXPECT_EQ(tree(), before);
}

TEST_F(Restore, KeepsModeAndLink) {
  std::filesystem::rename(homePath(kCarbon), homePath("repository/real.xml"));
  temp.link("../real.xml", std::string("home/") + kCarbon);
  mustCommit(bothFiles());
  ASSERT_EQ(chmod(homePath("repository/real.xml").c_str(), 0604), 0);
  mustRestore(open());
  EXPECT_TRUE(std::filesystem::is_symlink(homePath(kCarbon)));
  EXPECT_EQ(bytesOf("repository/real.xml"), "<Server>1</Server>\n");
  EXPECT_EQ(static_cast<unsigned>(std::filesystem::status(homePath("repository/real.xml")).permissions()), 0604U);
}

TEST_F(Restore, AManifestThatOthersCanWriteIsNotTrusted) {
  const auto run = mustCommit(bothFiles());
  const std::string manifest = homePath(".carbonfix/runs/" + run.name + "/manifest.xml");
  ASSERT_EQ(chmod(manifest.c_str(), 0666), 0);
  const auto restored = restoreRun(open(), "");
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().message, manifest + " can be written by others, so it is not trusted");
}

TEST_F(Restore, AFolderWithoutManifestIsARunThatChangedNothing) {
  const auto run = mustCommit(bothFiles());
  temp.makeFolder("home/.carbonfix/runs/29991231T235959Z-1/before");
  temp.makeFolder("home/.carbonfix/runs/notes");
  const auto runs = listRuns(open());
  ASSERT_TRUE(runs);
  ASSERT_EQ(runs->size(), 1U);
  EXPECT_EQ(runs->front().name, run.name);
}

TEST_F(Restore, OneFailureAnywhereChangesNothing) {
  mustCommit(bothFiles());
  const auto before = tree();
  for (std::size_t n = 1;; ++n) {
    FailingFileSystem fs(diskFileSystem());
    fs.setFails([&](std::string_view, const std::string&) { return fs.count() == n; });
    if (restoreRun(open(fs), "")) {
      EXPECT_EQ(bytesOf(kCarbon), "<Server>1</Server>\n");
      EXPECT_GT(n, 8U);
      return;
    }
    EXPECT_EQ(tree(), before) << "operation " << n;
  }
}

class MadeFile : public test::StoreTest {
 protected:
  static constexpr const char* kNew = "repository/conf/new.properties";
  static ChangeSet made() {
    ChangeSet changes;
    FileChange file = change(kNew, "", "a=1\n");
    file.created = true;
    changes.files = {change(kCarbon, "<Server>1</Server>\n", "<Server>2</Server>\n"), file};
    return changes;
  }
};

TEST_F(MadeFile, IsRemovedByRestore) {
  const auto before = tree();
  mustCommit(made());
  EXPECT_EQ(bytesOf(kNew), "a=1\n");
  EXPECT_EQ(mustRestore(open()).files, (Paths{kCarbon, kNew}));
  EXPECT_EQ(withoutStore(tree()), before);
}

TEST_F(MadeFile, StaysWhenItWasChangedSince) {
  mustCommit(made());
  put(kNew, "a=2\n");
  const auto restored = restoreRun(open(), {});
  ASSERT_FALSE(restored);
  EXPECT_NE(restored.error().message.find(kNew), std::string::npos);
  EXPECT_EQ(bytesOf(kNew), "a=2\n");
  EXPECT_EQ(bytesOf(kCarbon), "<Server>2</Server>\n");
}

TEST_F(MadeFile, MayBeGoneAlready) {
  mustCommit(made());
  ASSERT_TRUE(diskFileSystem().removeFile(homePath(kNew)));
  EXPECT_EQ(mustRestore(open()).files, Paths{kCarbon});
}

TEST_F(MadeFile, IsNotMadeOverWhatCameInBetween) {
  put(kNew, "mine\n");
  const auto run = commit(open(), made());
  ASSERT_FALSE(run);
  EXPECT_NE(run.error().message.find("is there by now"), std::string::npos);
  EXPECT_EQ(bytesOf(kNew), "mine\n");
  EXPECT_EQ(bytesOf(kCarbon), "<Server>1</Server>\n");
}

TEST_F(MadeFile, IsTakenAwayWhenALaterFileFails) {
  const auto before = tree();
  ChangeSet changes = made();
  std::swap(changes.files[0], changes.files[1]);
  FailingFileSystem fs(diskFileSystem(), [](std::string_view operation, const std::string& path) {
    return operation == "rename" && path.ends_with("carbon.xml");
  });
  EXPECT_FALSE(commit(open(fs), changes));
  EXPECT_EQ(withoutStore(tree()), before);
}

TEST_F(MadeFile, IsNotMadeOutsideTheHome) {
  temp.write("elsewhere/x", "");
  std::filesystem::create_directory_symlink(temp.path("elsewhere"), homePath("repository/conf/linked"));
  ChangeSet changes;
  FileChange file = change("repository/conf/linked/new.properties", "", "a=1\n");
  file.created = true;
  changes.files = {file};
  const auto run = commit(open(), changes);
  ASSERT_FALSE(run);
  EXPECT_NE(run.error().message.find("outside the product home"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(temp.path("elsewhere/new.properties")));
}

TEST_F(MadeFile, HasTheModeOfNewFiles) {
  const mode_t old = umask(0027);
  mustCommit(made());
  umask(old);
  const auto status = diskFileSystem().status(homePath(kNew));
  ASSERT_TRUE(status);
  EXPECT_EQ(status->mode, 0640U);
}

}  // namespace
}  // namespace carbonfix
