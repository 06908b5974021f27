// Root in the home of somebody who puts links in root's way, while root is at it.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "base/child_process.h"
#include "store/store_fixture.h"

namespace carbonfix {
namespace {

class HostileOwner : public test::StoreTest {
 protected:
  // Beside the home lies what only root may write: the same files, so that nothing but the right to write is missing.
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can act as somebody else";
    temp.write("roots/axis2/axis2.xml", "<axisconfig>1</axisconfig>\r\n");
    temp.write("roots/store/kept", "kept");
    temp.link(temp.path("roots/axis2"), "home/repository/conf/axis2-link");
    temp.link(temp.path("roots/store"), "home/store-link");
    ASSERT_EQ(::chmod(temp.path().c_str(), 0755), 0);
    give(homePath());
  }

  static void give(const std::string& folder) {
    ASSERT_EQ(::lchown(folder.c_str(), kSomebody, kSomebody), 0);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      ASSERT_EQ(::lchown(entry.path().c_str(), kSomebody, kSomebody), 0);
    }
  }

  // Names, bytes, owners, modes and times of all that is root's.
  std::map<std::string, std::string> rootsThings() const {
    auto things = test::treeOf(temp.path("roots"));
    for (auto& [name, bytes] : things) {
      const FileStatus status = diskFileSystem().linkStatus(temp.path("roots/" + name)).value();
      bytes += fmt::format(" {} {} {:o} {}", status.owner, status.group, status.mode, status.modified);
    }
    return things;
  }

  // As the owner: lets a folder and a link of the home change places again and again.
  pid_t startSwapping(const std::string& folder, const std::string& link) const {
    const pid_t child = ::fork();
    if (child != 0) return child;
    if (!becomeSomebody()) ::_exit(1);
    constexpr unsigned kExchange = 2;
    while (true) {
      ::syscall(SYS_renameat2, AT_FDCWD, homePath(folder).c_str(), AT_FDCWD, homePath(link).c_str(), kExchange);
    }
  }
  static void stop(pid_t child) {
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
  }

  // One run after the other, forth and back, of which any may fail.
  int runs(const StoreOptions& options) const {
    int done = 0;
    for (int i = 0; i < 200; ++i) {
      auto home = Home::open(unsyncedDiskFileSystem(), homePath(), "das1");
      if (!home) continue;
      ChangeSet changes;
      const bool back = i % 2 != 0;
      const std::string one = "<axisconfig>1</axisconfig>\r\n";
      const std::string two = "<axisconfig>2</axisconfig>\r\n";
      changes.files.push_back(change(test::kAxis2, back ? two : one, back ? one : two));
      if (test::commit(*home, changes, options)) ++done;
    }
    return done;
  }
};

TEST_F(HostileOwner, ALinkToWhatIsRootsIsNoWayThere) {
  std::filesystem::rename(homePath("repository/conf/axis2"), homePath("kept"));
  std::filesystem::rename(homePath("repository/conf/axis2-link"), homePath("repository/conf/axis2"));
  const auto before = rootsThings();
  const auto run = test::commit(open(), bothFiles(), {.followOutside = true});
  ASSERT_FALSE(run);
  EXPECT_NE(run.error().message.find("may not write to the folder"), std::string::npos) << run.error().message;
  EXPECT_EQ(rootsThings(), before);
  EXPECT_EQ(bytesOf(test::kCarbon), "<Server>1</Server>\n");
}

TEST_F(HostileOwner, AFolderThatBecomesALinkMeanwhileIsNoWayThere) {
  const auto before = rootsThings();
  for (const bool followOutside : {false, true}) {
    const pid_t swapping = startSwapping("repository/conf/axis2", "repository/conf/axis2-link");
    runs({.followOutside = followOutside});
    stop(swapping);
    EXPECT_EQ(rootsThings(), before);
  }
}

TEST_F(HostileOwner, AStoreThatBecomesALinkMeanwhileIsNoWayThere) {
  ASSERT_TRUE(test::commit(open(), bothFiles()));
  ASSERT_TRUE(test::restoreRun(open(), ""));
  const auto before = rootsThings();
  const pid_t swapping = startSwapping(".carbonfix", "store-link");
  runs({});
  stop(swapping);
  EXPECT_EQ(rootsThings(), before);
}

TEST_F(HostileOwner, RunsWorkAgainAfterwards) {
  const pid_t swapping = startSwapping("repository/conf/axis2", "repository/conf/axis2-link");
  runs({});
  stop(swapping);
  if (std::filesystem::is_symlink(homePath("repository/conf/axis2"))) {
    std::filesystem::rename(homePath("repository/conf/axis2"), homePath("aside"));
    std::filesystem::rename(homePath("repository/conf/axis2-link"), homePath("repository/conf/axis2"));
  }
  const Home home = open();
  ASSERT_TRUE(Store(home).recover());
  const bool isTwo = bytesOf(test::kAxis2) == "<axisconfig>2</axisconfig>\r\n";
  ChangeSet changes;
  changes.files.push_back(change(test::kAxis2, bytesOf(test::kAxis2),
                                 isTwo ? "<axisconfig>1</axisconfig>\r\n" : "<axisconfig>2</axisconfig>\r\n"));
  const auto run = test::commit(home, changes);
  ASSERT_TRUE(run) << run.error().message;
  const FileStatus status = diskFileSystem().linkStatus(homePath(test::kAxis2)).value();
  EXPECT_EQ(status.owner, kSomebody);
}

}  // namespace
}  // namespace carbonfix
