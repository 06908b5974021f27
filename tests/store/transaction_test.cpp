#include <csignal>
#include <filesystem>
#include <utility>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/child_process.h"
#include "carbonfix/base/digest.h"
#include "carbonfix/base/interrupt.h"
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
using Commit = test::StoreTest;

unsigned modeOf(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

unsigned ownerOf(const std::string& path) {
  struct stat status {};
  return lstat(path.c_str(), &status) == 0 ? status.st_uid : ~0U;
}

TEST_F(Commit, WritesEveryFileOfTheChangeSet) {
  const auto run = mustCommit(bothFiles());
  EXPECT_EQ(bytesOf(kCarbon), "<Server>2</Server>\n");
  EXPECT_EQ(bytesOf(kAxis2), "<axisconfig>2</axisconfig>\r\n");
  EXPECT_EQ(run.state, RunState::committed);
  EXPECT_EQ(run.rules, std::vector<std::string>{"demo.offset"});
  ASSERT_EQ(run.files.size(), 2U);
  EXPECT_EQ(run.files[1].path, kCarbon);
  EXPECT_EQ(run.files[1].digestBefore, sha256("<Server>1</Server>\n"));
  EXPECT_EQ(run.files[1].digestAfter, sha256("<Server>2</Server>\n"));
  EXPECT_NE(run.user, "");
}

TEST_F(Commit, KeepsTheOriginalsAndNothingElseBesideThem) {
  auto expected = tree();
  const auto run = mustCommit(bothFiles());
  const std::string folder = ".carbonfix/runs/" + run.name + "/";
  expected[kCarbon] = "<Server>2</Server>\n";
  expected[kAxis2] = "<axisconfig>2</axisconfig>\r\n";
  for (const char* made :
       {"", "before/", "before/repository/", "before/repository/conf/", "before/repository/conf/axis2/"}) {
    expected[folder + made] = "";
  }
  expected[".carbonfix/"] = expected[".carbonfix/runs/"] = "";
  expected[".carbonfix/.gitignore"] = "*\n";
  expected[".carbonfix/lock"] = "";
  expected[folder + "before/" + kCarbon] = "<Server>1</Server>\n";
  expected[folder + "before/" + kAxis2] = "<axisconfig>1</axisconfig>\r\n";
  expected[folder + "manifest.xml"] = bytesOf(folder + "manifest.xml");
  EXPECT_EQ(tree(), expected);
}

TEST_F(Commit, TheStoreIsForItsOwnerOnly) {
  mustCommit(bothFiles());
  for (const auto& [name, bytes] : tree()) {
    if (!name.starts_with(".carbonfix")) continue;
    EXPECT_EQ(modeOf(homePath(name)), name.ends_with('/') ? 0700U : 0600U) << name;
  }
}

TEST_F(Commit, TheManifestIsThereBeforeAnyFileIsWritten) {
  FailingFileSystem fs(diskFileSystem());
  std::string manifest;
  fs.setFails([&](std::string_view operation, const std::string& path) {
    if (operation != "create" || !path.starts_with(homePath("repository"))) return false;
    for (const auto& [name, bytes] : tree()) {
      if (name.ends_with("/manifest.xml")) manifest = bytes;
    }
    return false;
  });
  ASSERT_TRUE(commit(open(fs), bothFiles()));
  EXPECT_NE(manifest.find("state=\"intended\""), std::string::npos) << manifest;
  EXPECT_NE(manifest.find("temporary=\".carbonfix-1.tmp\""), std::string::npos) << manifest;
}

TEST_F(Commit, KeepsModeAndOwner) {
  ASSERT_EQ(chmod(homePath(kCarbon).c_str(), 0640), 0);
  if (geteuid() == 0) {
    ASSERT_EQ(chown(homePath(kCarbon).c_str(), 4321, 0), 0);
  }
  const unsigned owner = ownerOf(homePath(kCarbon));
  mustCommit(bothFiles());
  EXPECT_EQ(modeOf(homePath(kCarbon)), 0640U);
  EXPECT_EQ(ownerOf(homePath(kCarbon)), owner);
}

TEST_F(Commit, WhatCannotBeKeptRefusesTheRun) {
  FailingFileSystem fs(diskFileSystem(), [](std::string_view operation, const std::string& path) {
    return operation == "attributes" && path.ends_with(".tmp") && path.find("axis2") != std::string::npos;
  });
  const auto before = tree();
  const auto run = commit(open(fs), bothFiles());
  ASSERT_FALSE(run);
  EXPECT_NE(run.error().hint.find("Nothing was changed."), std::string::npos) << run.error().hint;
  EXPECT_EQ(withoutEmptyStore(tree()), before);
}

TEST_F(Commit, RootActsAsTheOwnerOfTheHome) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can be someone else";
  ASSERT_EQ(chmod(temp.path().c_str(), 0755), 0);
  ASSERT_EQ(chown(homePath().c_str(), 4321, 4321), 0);
  for (const auto& [name, bytes] : tree()) ASSERT_EQ(chown(homePath(name).c_str(), 4321, 4321), 0);
  mustCommit(bothFiles());
  for (const auto& [name, bytes] : tree()) EXPECT_EQ(ownerOf(homePath(name)), 4321U) << name;
  EXPECT_EQ(geteuid(), 0U);
}

TEST_F(Commit, AFileOfRootInTheHomeOfAnotherIsNotGivenAway) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can be someone else";
  ASSERT_EQ(chmod(temp.path().c_str(), 0755), 0);
  ASSERT_EQ(chown(homePath().c_str(), 4321, 4321), 0);
  for (const auto& [name, bytes] : tree()) ASSERT_EQ(chown(homePath(name).c_str(), 4321, 4321), 0);
  ASSERT_EQ(chown(homePath(kCarbon).c_str(), 0, 0), 0);
  const auto before = tree();
  const auto run = commit(open(), bothFiles());
  ASSERT_FALSE(run);
  EXPECT_EQ(withoutEmptyStore(tree()), before);
  EXPECT_EQ(ownerOf(homePath(kCarbon)), 0U);
}

TEST_F(Commit, AnEmptyChangeSetWritesNothing) {
  ChangeSet changes;
  changes.files.push_back(change(kCarbon, "<Server>1</Server>\n", "<Server>1</Server>\n"));
  const auto before = tree();
  EXPECT_EQ(mustCommit(changes).name, "");
  EXPECT_EQ(mustCommit({}).name, "");
  EXPECT_EQ(withoutEmptyStore(tree()), before);
}

TEST_F(Commit, AFileThatChangedSinceItWasReadRefusesTheRun) {
  put(kCarbon, "<Server>9</Server>\n");
  const auto before = tree();
  const auto run = commit(open(), bothFiles());
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().message, std::string(kCarbon) + " has changed since it was read");
  EXPECT_EQ(withoutEmptyStore(tree()), before);
}

TEST_F(Commit, AFileThatChangesWhileTheRunIsPreparedRefusesIt) {
  FailingFileSystem fs(diskFileSystem(), [&](std::string_view operation, const std::string& path) {
    if (operation == "create" && path.starts_with(homePath("repository"))) put(kCarbon, "<Server>9</Server>\n");
    return false;
  });
  auto expected = tree();
  expected[kCarbon] = "<Server>9</Server>\n";
  const auto run = commit(open(fs), bothFiles());
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().message, std::string(kCarbon) + " has changed since it was read");
  EXPECT_EQ(withoutEmptyStore(tree()), expected);
}

TEST_F(Commit, AModeThatChangesWhileTheRunIsPreparedRefusesIt) {
  FailingFileSystem fs(diskFileSystem(), [&](std::string_view operation, const std::string& path) {
    if (operation == "sync" && path == homePath("repository/conf")) chmod(homePath(kCarbon).c_str(), 0400);
    return false;
  });
  const auto before = tree();
  const auto run = commit(open(fs), bothFiles());
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().message, std::string(kCarbon) + " has changed since it was read");
  EXPECT_EQ(modeOf(homePath(kCarbon)), 0400U);
  EXPECT_EQ(withoutEmptyStore(tree()), before);
}

TEST_F(Commit, ALinkThatIsLedElsewhereWhileTheRunIsPreparedRefusesIt) {
  std::filesystem::rename(homePath(kCarbon), homePath("repository/real.xml"));
  temp.link("../real.xml", std::string("home/") + kCarbon);
  put("repository/other.xml", "<Server>1</Server>\n");
  FailingFileSystem fs(diskFileSystem(), [&](std::string_view operation, const std::string& path) {
    if (operation == "sync" && path == homePath("repository")) {
      std::filesystem::remove(homePath(kCarbon));
      temp.link("../other.xml", std::string("home/") + kCarbon);
    }
    return false;
  });
  auto expected = tree();
  expected[kCarbon] = "-> ../other.xml";
  const auto run = commit(open(fs), bothFiles());
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().message, std::string(kCarbon) + " has changed since it was read");
  EXPECT_EQ(withoutEmptyStore(tree()), expected) << "and no temporary is left where the link has led";
}

// What somebody closed after it was compared must not be open again.
TEST_F(Commit, AModeThatChangesBetweenTwoRenamesRefusesTheRun) {
  FailingFileSystem fs(diskFileSystem(), [&](std::string_view operation, const std::string& path) {
    if (operation == "rename" && path == homePath(kAxis2)) chmod(homePath(kCarbon).c_str(), 0600);
    return false;
  });
  const auto before = tree();
  const auto run = commit(open(fs), bothFiles());
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().message, std::string(kCarbon) + " has changed since it was read");
  EXPECT_EQ(modeOf(homePath(kCarbon)), 0600U);
  EXPECT_EQ(withoutEmptyStore(tree()), before);
}

// Another run gave its temporary the same name, or somebody tidied up.
TEST_F(Commit, OnlyWhatTheRunWroteItselfTakesTheFilesPlace) {
  bool isFirst = true;
  FailingFileSystem fs(diskFileSystem(), [&](std::string_view operation, const std::string& path) {
    if (operation == "rename" && path == homePath(kAxis2) && std::exchange(isFirst, false)) {
      std::filesystem::remove(homePath("repository/conf/.carbonfix-1.tmp"));
      put("repository/conf/.carbonfix-1.tmp", "<Server>3</Server>\n");
    }
    return false;
  });
  const auto before = tree();
  const auto run = commit(open(fs), bothFiles());
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().message, "something else has changed " + homePath("repository/conf/.carbonfix-1.tmp") +
                                     ", the new bytes of " + kCarbon);
  EXPECT_EQ(withoutEmptyStore(tree()), before);
}

TEST_F(Commit, AVanishedFileRefusesTheRun) {
  std::filesystem::remove(homePath(kCarbon));
  const auto before = tree();
  const auto run = commit(open(), bothFiles());
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().message, homePath(kCarbon) + " is not there any more");
  EXPECT_EQ(withoutEmptyStore(tree()), before);
}

TEST_F(Commit, TheTargetOfALinkIsEditedAndNotTheLink) {
  std::filesystem::rename(homePath(kCarbon), homePath("repository/real.xml"));
  temp.link("../real.xml", std::string("home/") + kCarbon);
  mustCommit(bothFiles());
  EXPECT_TRUE(std::filesystem::is_symlink(homePath(kCarbon)));
  EXPECT_EQ(bytesOf("repository/real.xml"), "<Server>2</Server>\n");
}

TEST_F(Commit, ALinkThatLeavesTheHomeIsRefused) {
  std::filesystem::rename(homePath(kCarbon), temp.path("shared.xml"));
  temp.link(temp.path("shared.xml"), std::string("home/") + kCarbon);
  const auto before = tree();
  const auto run = commit(open(), bothFiles());
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().message, homePath(kCarbon) + " is " + temp.path("shared.xml") + ", outside the product home");
  EXPECT_EQ(withoutEmptyStore(tree()), before);
  EXPECT_EQ(temp.read("shared.xml"), "<Server>1</Server>\n");
}

TEST_F(Commit, AHomeThatIsALinkIsNoReasonToRefuse) {
  temp.link("home", "alias");
  auto home = Home::open(diskFileSystem(), temp.path("alias"), "das1");
  ASSERT_TRUE(home);
  ASSERT_TRUE(commit(*home, bothFiles()));
  EXPECT_EQ(bytesOf(kCarbon), "<Server>2</Server>\n");
}

TEST_F(Commit, OneFileUnderTwoNamesIsWrittenOnceOrRefused) {
  temp.link("carbon.xml", "home/repository/conf/alias.xml");
  ChangeSet changes = carbon("1", "2");
  changes.files.push_back(change("repository/conf/alias.xml", "<Server>1</Server>\n", "<Server>3</Server>\n"));
  const auto before = tree();
  const auto refused = commit(open(), changes);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("are the same file"), std::string::npos) << refused.error().message;
  EXPECT_EQ(withoutEmptyStore(tree()), before);

  changes.files[1].after = changes.files[0].after;
  ASSERT_TRUE(commit(open(), changes));
  EXPECT_EQ(bytesOf(kCarbon), "<Server>2</Server>\n");
  ASSERT_TRUE(restoreRun(open(), ""));
  EXPECT_EQ(bytesOf(kCarbon), "<Server>1</Server>\n");
}

TEST_F(Commit, ALeftOverTemporaryIsNeitherOverwrittenNorInTheWay) {
  put("repository/conf/.carbonfix-1.tmp", "left over");
  mustCommit(bothFiles());
  EXPECT_EQ(bytesOf("repository/conf/.carbonfix-1.tmp"), "left over");
  EXPECT_EQ(bytesOf(kCarbon), "<Server>2</Server>\n");
}

TEST_F(Commit, AStoreThatOthersCanWriteIsNotUsed) {
  mustCommit(bothFiles());
  ASSERT_EQ(chmod(homePath(".carbonfix").c_str(), 0777), 0);
  const auto before = tree();
  const auto run = commit(open(), carbon("2", "3"));
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().message, homePath(".carbonfix") + " can be written by others, so it is not trusted");
  EXPECT_EQ(tree(), before);
}

TEST_F(Commit, AStoreThatIsALinkIsNotFollowed) {
  temp.makeFolder("elsewhere");
  temp.link(temp.path("elsewhere"), "home/.carbonfix");
  const auto before = treeOf(temp.path());
  ASSERT_FALSE(commit(open(), bothFiles()));
  EXPECT_EQ(treeOf(temp.path()), before);
}

// Whatever single operation fails, the home is as it was, down to the last folder of ours, or all is written.
TEST_F(Commit, OneFailureAnywhereChangesNothing) {
  const auto before = tree();
  for (std::size_t n = 1;; ++n) {
    FailingFileSystem fs(diskFileSystem());
    fs.setFails([&](std::string_view, const std::string&) { return fs.count() == n; });
    const auto run = commit(open(fs), bothFiles());
    if (run) {
      EXPECT_EQ(bytesOf(kCarbon), "<Server>2</Server>\n") << "operation " << n;
      EXPECT_EQ(bytesOf(kAxis2), "<axisconfig>2</axisconfig>\r\n") << "operation " << n;
      EXPECT_GT(n, 30U) << "the run has ended before its operations could fail";
      return;
    }
    EXPECT_NE(run.error().message.find("No space left"), std::string::npos) << run.error().message;
    EXPECT_NE(run.error().hint.find("Nothing was changed."), std::string::npos) << run.error().message;
    EXPECT_EQ(withoutEmptyStore(tree()), before) << "operation " << n;
  }
}

// From the n-th write on the disk takes no byte more; renames and removals still work, as on a real one.
TEST_F(Commit, AFullDiskChangesNothing) {
  const auto before = tree();
  for (std::size_t n = 1;; ++n) {
    std::size_t writes = 0;
    FailingFileSystem fs(diskFileSystem(), [&](std::string_view operation, const std::string&) {
      return (operation == "create" || operation == "folder") && ++writes >= n;
    });
    const auto run = commit(open(fs), bothFiles());
    if (run) {
      EXPECT_GT(n, 10U);
      return;
    }
    EXPECT_NE(run.error().hint.find("Nothing was changed."), std::string::npos) << "write " << n;
    EXPECT_EQ(withoutEmptyStore(tree()), before) << "write " << n;
  }
}

TEST_F(Commit, AFileThatCannotBePutBackIsNamedAndPutBackByTheNextCommand) {
  FailingFileSystem fs(diskFileSystem());
  std::size_t renames = 0;
  fs.setFails([&](std::string_view operation, const std::string& path) {
    return operation == "rename" && path.find(".carbonfix") == std::string::npos && ++renames > 1;
  });
  const auto run = commit(open(fs), bothFiles());
  ASSERT_FALSE(run);
  EXPECT_NE(run.error().message.find(std::string("could not be put back: ") + kAxis2), std::string::npos)
      << run.error().message;
  EXPECT_EQ(bytesOf(kAxis2), "<axisconfig>2</axisconfig>\r\n");
  EXPECT_EQ(bytesOf(kCarbon), "<Server>1</Server>\n");

  const auto runs = listRuns(open());
  ASSERT_TRUE(runs);
  ASSERT_EQ(runs->size(), 1U);
  EXPECT_EQ(runs->front().state, RunState::prepared);
  const Home home = open();
  const auto interrupted = Store(home).interrupted();
  ASSERT_TRUE(interrupted);
  ASSERT_TRUE(interrupted->has_value());
  const auto recovered = Store(home).recover();
  ASSERT_TRUE(recovered) << recovered.error().message;
  ASSERT_TRUE(recovered->has_value());
  EXPECT_EQ((*recovered)->run.state, RunState::rolledBack);
  EXPECT_EQ((*recovered)->left, std::vector<std::string>());
  EXPECT_EQ(bytesOf(kAxis2), "<axisconfig>1</axisconfig>\r\n");
  EXPECT_EQ(bytesOf(kCarbon), "<Server>1</Server>\n");
}

TEST_F(Commit, ASecondOneWaitsForNobody) {
  const auto held = diskFileSystem().makeFolder(homePath(".carbonfix"), 0700);
  ASSERT_TRUE(held);
  const auto lock = diskFileSystem().lock(homePath(".carbonfix/lock"), "pid=42 host=elsewhere since=today");
  ASSERT_TRUE(lock);
  ASSERT_NE(*lock, nullptr);
  const auto run = commit(open(), bothFiles());
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().message, "another carbonfix is changing " + homePath() + " (pid 42 on elsewhere, since today)");
  EXPECT_EQ(bytesOf(kCarbon), "<Server>1</Server>\n");
}

// In which a lock gets its line at the third look.
class LateLine : public FailingFileSystem {
 public:
  using FailingFileSystem::FailingFileSystem;
  Result<std::string> read(const std::string& path, std::size_t limit) const override {
    if (path.ends_with("/.carbonfix/lock") && ++looks_ >= 3) return std::string("pid=42 host=elsewhere since=today\n");
    return FailingFileSystem::read(path, limit);
  }

 private:
  mutable int looks_ = 0;
};

TEST_F(Commit, WhoHasOnlyJustGotTheLockIsToldToo) {
  temp.makeFolder("home/.carbonfix");
  const auto lock = diskFileSystem().lock(homePath(".carbonfix/lock"), "");
  ASSERT_TRUE(lock && *lock);
  LateLine fs(diskFileSystem());
  const auto run = commit(open(fs), bothFiles());
  ASSERT_FALSE(run);
  EXPECT_NE(run.error().message.find("pid 42 on elsewhere"), std::string::npos) << run.error().message;
}

TEST_F(Commit, AFileWithSeveralHardLinksIsRefusedUnlessTheyMayBreak) {
  std::filesystem::create_hard_link(homePath(kCarbon), homePath("repository/conf/other.xml"));
  const auto refused = commit(open(), bothFiles());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("has 2 hard links"), std::string::npos) << refused.error().message;
  EXPECT_EQ(bytesOf(kCarbon), "<Server>1</Server>\n");
  ASSERT_TRUE(commit(open(), bothFiles(), {.breakLinks = true}));
  EXPECT_EQ(bytesOf(kCarbon), "<Server>2</Server>\n");
  EXPECT_EQ(bytesOf("repository/conf/other.xml"), "<Server>1</Server>\n");
}

TEST_F(Commit, ALinkOutOfTheHomeIsFollowedWhenThatIsMeant) {
  std::filesystem::rename(homePath(kCarbon), temp.path("shared.xml"));
  temp.link(temp.path("shared.xml"), std::string("home/") + kCarbon);
  ASSERT_TRUE(commit(open(), bothFiles(), {.followOutside = true}));
  EXPECT_EQ(temp.read("shared.xml"), "<Server>2</Server>\n");
  EXPECT_TRUE(std::filesystem::is_symlink(homePath(kCarbon)));
}

TEST_F(Commit, TheSharedDeploymentFolderIsFollowed) {
  temp.write("share/server/a.xml", "<a/>");
  temp.link(temp.path("share"), "home/repository/deployment");
  ChangeSet changes;
  changes.files.push_back(change("repository/deployment/server/a.xml", "<a/>", "<b/>"));
  ASSERT_TRUE(commit(open(), changes));
  EXPECT_EQ(temp.read("share/server/a.xml"), "<b/>");
  const Home home = open();
  const auto plan = Store(home).planRestore({});
  ASSERT_TRUE(plan);
  EXPECT_TRUE(plan->files.front().shared);
}

TEST_F(Commit, AStateDirectoryHoldsTheStoreInPlaceOfTheHome) {
  temp.makeFolder("state");
  const auto before = tree();
  ASSERT_TRUE(commit(open(), bothFiles(), {.stateDir = temp.path("state")}));
  auto after = before;
  after[kCarbon] = "<Server>2</Server>\n";
  after[kAxis2] = "<axisconfig>2</axisconfig>\r\n";
  EXPECT_EQ(tree(), after);
  const Home home = open();
  Store store(home, {.stateDir = temp.path("state")});
  const auto plan = store.planRestore({});
  ASSERT_TRUE(plan) << plan.error().message;
  ASSERT_TRUE(store.restore(*plan, false));
  EXPECT_EQ(tree(), before);
}

// One writer a home, wherever its store is.
TEST_F(Commit, AStateDirectoryIsNoWayAroundTheLockOfTheHome) {
  mustCommit(carbon("1", "2"));
  const StoreOptions elsewhere{.stateDir = temp.path("state")};
  {
    const auto lock = diskFileSystem().lock(homePath(".carbonfix/lock"), "pid=42 host=elsewhere since=today");
    ASSERT_TRUE(lock && *lock);
    const auto refused = commit(open(), carbon("2", "3"), elsewhere);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message,
              "another carbonfix is changing " + homePath() + " (pid 42 on elsewhere, since today)");
    EXPECT_EQ(bytesOf(kCarbon), "<Server>2</Server>\n");
  }
  EXPECT_TRUE(commit(open(), carbon("2", "3"), elsewhere));
}

TEST_F(Commit, AStateDirectoryServesWhereTheHomeCannotBeLocked) {
  temp.makeFolder("home/.carbonfix");
  FailingFileSystem fs(diskFileSystem(), [this](std::string_view operation, const std::string& path) {
    return operation == "lock" && path.starts_with(homePath());
  });
  EXPECT_FALSE(commit(open(fs), bothFiles()));
  EXPECT_TRUE(commit(open(fs), bothFiles(), {.stateDir = temp.path("state")}));
}

TEST_F(Commit, RootMakesAStateDirectoryThatTheOwnerOfTheHomeCanReach) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can be someone else";
  ASSERT_EQ(chmod(temp.path().c_str(), 0755), 0);
  ASSERT_EQ(chown(homePath().c_str(), 4321, 4321), 0);
  for (const auto& [name, bytes] : tree()) ASSERT_EQ(chown(homePath(name).c_str(), 4321, 4321), 0);
  const auto run = commit(open(), bothFiles(), {.stateDir = temp.path("state")});
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_EQ(bytesOf(kCarbon), "<Server>2</Server>\n");
  EXPECT_EQ(ownerOf(temp.path("state")), 0U);
}

// "chown -R OWNER HOME/*" leaves it out.
TEST_F(Commit, AStoreThatStayedRootsWhenTheHomeWasGivenAwayIsNamed) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can be someone else";
  ASSERT_EQ(chmod(temp.path().c_str(), 0755), 0);
  mustCommit(bothFiles());
  ASSERT_EQ(chown(homePath().c_str(), 4321, 4321), 0);
  const auto run = commit(open(), carbon("2", "3"));
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().message,
            homePath(".carbonfix") + " belongs to root, and is closed to uid 4321, as whom this is done");
  EXPECT_EQ(run.error().hint, "Give it to uid 4321 with all that is in it (chown -R). Nothing was changed.");
}

// The owner of a home, whose group may write it, can't have a member's own files replaced by what the store says.
TEST_F(Commit, AStoreOfSomebodyElseIsNotTrusted) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can be someone else";
  mustCommit(bothFiles());
  ASSERT_EQ(chmod(temp.path().c_str(), 0755), 0);
  const std::string lock = homePath(".carbonfix/lock");
  for (const char* const name : {"", ".carbonfix", ".carbonfix/runs", "repository/conf", "repository/conf/axis2"}) {
    ASSERT_EQ(chmod(homePath(name).c_str(), 0755), 0);
  }
  for (const auto& [name, bytes] : tree()) {
    ASSERT_EQ(chown(homePath(name).c_str(), name.starts_with(".carbonfix") ? 4321 : kSomebody, 4321), 0);
    if (!name.ends_with('/')) {
      ASSERT_EQ(chmod(homePath(name).c_str(), 0644), 0);
    }
  }
  ASSERT_EQ(chmod(lock.c_str(), 0666), 0);
  const int done = inChild([&] {
    if (!becomeSomebody()) return kNotAllowedHere;
    const auto run = commit(open(), carbon("2", "3"));
    return !run && run.error().message == homePath(".carbonfix") + " belongs to uid 4321, so it is not trusted" ? 0 : 1;
  });
  if (done == kNotAllowedHere) GTEST_SKIP() << "nobody else can be become here";
  EXPECT_EQ(done, 0);
}

TEST_F(Commit, ASignalRollsItBack) {
  const auto before = tree();
  for (std::size_t n = 1;; ++n) {
    const InterruptGuard guard;
    FailingFileSystem fs(diskFileSystem());
    fs.setFails([&](std::string_view, const std::string&) {
      if (fs.count() == n) raise(SIGTERM);
      return false;
    });
    const auto run = commit(open(fs), bothFiles());
    if (run) {
      EXPECT_GT(n, 30U);
      return;
    }
    EXPECT_EQ(run.error().signal, SIGTERM);
    EXPECT_EQ(withoutEmptyStore(tree()), before) << "operation " << n;
  }
}

}  // namespace
}  // namespace carbonfix
