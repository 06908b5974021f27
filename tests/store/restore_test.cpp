#include <filesystem>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "store/failing_file_system.h"
#include "store/store_fixture.h"

namespace carbonfix {
namespace {

using test::commit;
using test::FailingFileSystem;
using test::kAxis2;
using test::kCarbon;
using test::listRuns;
using test::Restored;
using test::restoreRun;
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
  EXPECT_EQ(restored.undone.name, run.name);
  EXPECT_EQ(restored.files, (Paths{kAxis2, kCarbon}));
  EXPECT_EQ(withoutStore(tree()), before);
}

TEST_F(Restore, IsARunOfItsOwn) {
  const auto run = mustCommit(bothFiles());
  const Restored restored = mustRestore(open());
  const auto runs = listRuns(open());
  ASSERT_TRUE(runs);
  ASSERT_EQ(runs->size(), 2U);
  EXPECT_EQ((*runs)[0].name, restored.run.name);
  EXPECT_EQ((*runs)[0].kind, RunKind::restore);
  EXPECT_EQ((*runs)[0].state, RunState::committed);
  EXPECT_EQ((*runs)[0].undoes, run.name);
  EXPECT_EQ((*runs)[0].undoneBy, "");
  EXPECT_EQ((*runs)[1].name, run.name);
  EXPECT_EQ((*runs)[1].undoneBy, restored.run.name);
  EXPECT_EQ((*runs)[1].rules, Paths{"demo.offset"});
}

TEST_F(Restore, CanBeUndoneByName) {
  const auto run = mustCommit(bothFiles());
  const auto after = withoutStore(tree());
  const auto before = mustRestore(open()).run;
  EXPECT_EQ(mustRestore(open(), before.name).files, (Paths{kAxis2, kCarbon}));
  EXPECT_EQ(withoutStore(tree()), after);
  const auto runs = listRuns(open());
  ASSERT_TRUE(runs);
  EXPECT_EQ(runs->back().undoneBy, "") << "the run counts again";
  EXPECT_EQ(mustRestore(open()).undone.name, run.name);
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

TEST_F(Restore, ANamedRunTwiceIsRefusedTheSecondTime) {
  const auto run = mustCommit(bothFiles());
  const auto restored = mustRestore(open(), run.name);
  const auto before = tree();
  const auto again = restoreRun(open(), run.name);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().message, "the run " + run.name + " was undone already, by " + restored.run.name);
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
  EXPECT_NE(restored.error().hint.find("--force-changed"), std::string::npos);
  EXPECT_EQ(tree(), before);
}

TEST_F(Restore, ForcedItPutsBackWhatWasChangedAndCanBeUndoneItself) {
  mustCommit(bothFiles());
  put(kCarbon, "<Server>mine</Server>\n");
  const auto forced = restoreRun(open(), "", true);
  ASSERT_TRUE(forced) << forced.error().message;
  EXPECT_EQ(bytesOf(kCarbon), "<Server>1</Server>\n");
  mustRestore(open(), forced->run.name);
  EXPECT_EQ(bytesOf(kCarbon), "<Server>mine</Server>\n");
  EXPECT_EQ(bytesOf(kAxis2), "<axisconfig>2</axisconfig>\r\n");
}

TEST_F(Restore, APlanSaysWhatWouldBeDone) {
  mustCommit(bothFiles());
  put(kCarbon, "<Server>mine</Server>\n");
  const Home home = open();
  const auto plan = Store(home).planRestore({});
  ASSERT_TRUE(plan);
  EXPECT_TRUE(plan->isChangedSince());
  ASSERT_EQ(plan->files.size(), 2U);
  EXPECT_EQ(plan->files[0].action, RestoreFile::Action::putBack);
  EXPECT_FALSE(plan->files[0].changedSince);
  EXPECT_EQ(plan->files[0].now, "<axisconfig>2</axisconfig>\r\n");
  EXPECT_EQ(plan->files[0].original, "<axisconfig>1</axisconfig>\r\n");
  EXPECT_TRUE(plan->files[1].changedSince);
  EXPECT_EQ(plan->files[1].now, "<Server>mine</Server>\n");
}

TEST_F(Restore, WhatChangesBetweenPlanAndRestoreIsNotLost) {
  mustCommit(bothFiles());
  const Home home = open();
  Store store(home);
  const auto plan = store.planRestore({});
  ASSERT_TRUE(plan);
  put(kCarbon, "<Server>mine</Server>\n");
  const auto run = store.restore(*plan, true);
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().message, std::string(kCarbon) + " has changed since it was read");
  EXPECT_EQ(bytesOf(kCarbon), "<Server>mine</Server>\n");
  EXPECT_EQ(bytesOf(kAxis2), "<axisconfig>2</axisconfig>\r\n");
}

TEST_F(Restore, AFileThatIsAsBeforeIsLeftAlone) {
  mustCommit(bothFiles());
  put(kCarbon, "<Server>1</Server>\n");
  EXPECT_EQ(mustRestore(open()).files, Paths{kAxis2});
  EXPECT_EQ(bytesOf(kCarbon), "<Server>1</Server>\n");
}

TEST_F(Restore, ADeletedFileIsMadeAgainOnlyByForce) {
  ASSERT_EQ(chmod(homePath(kCarbon).c_str(), 0604), 0);
  mustCommit(bothFiles());
  std::filesystem::remove(homePath(kCarbon));
  const auto before = tree();
  const auto restored = restoreRun(open(), "");
  ASSERT_FALSE(restored);
  EXPECT_NE(restored.error().message.find(kCarbon), std::string::npos);
  EXPECT_EQ(tree(), before);
  ASSERT_TRUE(restoreRun(open(), "", true));
  EXPECT_EQ(bytesOf(kCarbon), "<Server>1</Server>\n");
  EXPECT_EQ(static_cast<unsigned>(std::filesystem::status(homePath(kCarbon)).permissions()), 0604U);
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
    const auto restored = restoreRun(open(fs), "");
    if (restored) {
      EXPECT_EQ(bytesOf(kCarbon), "<Server>1</Server>\n");
      EXPECT_GT(n, 8U);
      return;
    }
    EXPECT_EQ(tree(), before) << "operation " << n;
  }
}

// A run that changes one file and makes another.
class Made : public test::StoreTest {
 protected:
  static ChangeSet madeAt(const char* path) {
    ChangeSet changes;
    FileChange file = change(path, "", "a=1\n");
    file.created = true;
    changes.files = {change(kCarbon, "<Server>1</Server>\n", "<Server>2</Server>\n"), file};
    return changes;
  }
};

class MadeFolder : public Made {
 protected:
  static constexpr const char* kNew = "repository/deployment/server/new/a/b.properties";
  static ChangeSet made() { return madeAt(kNew); }
};

TEST_F(MadeFolder, IsMadeForTheFileAndRemovedByRestore) {
  const auto before = tree();
  mustCommit(made());
  EXPECT_EQ(bytesOf(kNew), "a=1\n");
  mustRestore(open());
  EXPECT_EQ(withoutStore(tree()), before);
}

TEST_F(MadeFolder, ComesBackWhenTheRestoreIsUndone) {
  mustCommit(made());
  const auto after = withoutStore(tree());
  mustRestore(open(), mustRestore(open()).run.name);
  EXPECT_EQ(withoutStore(tree()), after);
  EXPECT_EQ(bytesOf(kNew), "a=1\n");
}

TEST_F(MadeFolder, ComesBackWithItsMode) {
  mustCommit(made());
  const std::string folder = homePath("repository/deployment/server/new");
  ASSERT_EQ(chmod(folder.c_str(), 0750), 0);
  const std::string restore = mustRestore(open()).run.name;
  ASSERT_FALSE(std::filesystem::exists(folder));
  mustRestore(open(), restore);
  EXPECT_EQ(std::filesystem::status(folder).permissions(), std::filesystem::perms{0750});
}

TEST_F(MadeFolder, ThatIsPutBackAfterAFailureHasTheModeItHad) {
  mustCommit(made());
  const std::string folder = homePath("repository/deployment/server/new");
  ASSERT_EQ(chmod(folder.c_str(), 0750), 0);
  FailingFileSystem fs(diskFileSystem(), [&](std::string_view operation, const std::string& path) {
    return operation == "rename" && path.ends_with("/manifest.xml") && !std::filesystem::exists(folder);
  });
  const Home home = open(fs);
  ASSERT_FALSE(Store(home).restore(Store(home).planRestore("").value(), false));
  EXPECT_EQ(bytesOf(kNew), "a=1\n");
  EXPECT_EQ(std::filesystem::status(folder).permissions(), std::filesystem::perms{0750});
}

TEST_F(MadeFolder, MayBeGoneAlready) {
  const auto before = tree();
  mustCommit(made());
  std::filesystem::remove_all(homePath("repository/deployment"));
  mustRestore(open());
  EXPECT_EQ(withoutStore(tree()), before);
}

TEST_F(MadeFolder, StaysWhenSomebodyPutSomethingIn) {
  mustCommit(made());
  put("repository/deployment/server/new/mine", "x");
  mustRestore(open());
  EXPECT_EQ(bytesOf("repository/deployment/server/new/mine"), "x");
  EXPECT_FALSE(std::filesystem::exists(homePath(kNew)));
}

TEST_F(MadeFolder, OneFailureAnywhereLeavesNothing) {
  const auto before = tree();
  for (std::size_t n = 1;; ++n) {
    FailingFileSystem fs(diskFileSystem());
    fs.setFails([&](std::string_view, const std::string&) { return fs.count() == n; });
    if (commit(open(fs), made())) {
      EXPECT_GT(n, 30U);
      return;
    }
    EXPECT_EQ(withoutStore(tree()), before) << "operation " << n;
  }
}

class MadeFile : public Made {
 protected:
  static constexpr const char* kNew = "repository/conf/new.properties";
  static ChangeSet made() { return madeAt(kNew); }
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

// The link is not ours, and what it leads to neither.
TEST_F(MadeFile, ThatIsALinkByNowIsNotRemoved) {
  mustCommit(made());
  std::filesystem::rename(homePath(kNew), homePath("moved"));
  temp.link(homePath("moved"), std::string("home/") + kNew);
  const auto before = withoutStore(tree());
  const auto restored = restoreRun(open(), "");
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().message, homePath(kNew) + " is a link by now: the run made a file");
  EXPECT_EQ(withoutStore(tree()), before);
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
