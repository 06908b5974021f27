// Every call of the store goes wrong once, reads too: it fails, or the process dies before or after it.
#include <cstdlib>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/faulty_file_system.h"
#include "store/store_fixture.h"

namespace carbonfix {
namespace {

using test::Fault;
using test::FaultyFileSystem;
using test::kAxis2;
using test::kCarbon;
using Tree = std::map<std::string, std::string>;

constexpr const char* kMade = "repository/conf/made/here/made.xml";
constexpr std::size_t kTooMany = 2000;

// None of this is about the disk, and in memory it takes a tenth of the time.
class InMemory {
 protected:
  InMemory() {
    if (access(kMemory, W_OK) == 0 && setenv("TMPDIR", kMemory, 0) != 0) throw std::runtime_error("setenv");
  }
  static constexpr const char* kMemory = "/dev/shm";
};

class Faults : private InMemory, public test::StoreTest {
 protected:
  Faults() {
    // A link, and a folder that the run has to make, besides the two files.
    put("repository/real.xml", "<Server>1</Server>\n");
    temp.link("../real.xml", "home/repository/conf/linked.xml");
    before_ = content();
    after_ = before_;
    after_[kAxis2] = "<axisconfig>2</axisconfig>\r\n";
    after_[kCarbon] = after_["repository/real.xml"] = "<Server>2</Server>\n";
    after_["repository/conf/made/"] = after_["repository/conf/made/here/"] = "";
    after_[kMade] = "<made/>\n";
  }

  ChangeSet changes() const {
    ChangeSet changes = bothFiles();
    changes.files.push_back(change("repository/conf/linked.xml", "<Server>1</Server>\n", "<Server>2</Server>\n"));
    changes.files.push_back(change(kMade, "", "<made/>\n"));
    changes.files.back().created = true;
    return changes;
  }

  // Without the store.
  Tree content() const {
    Tree found = tree();
    std::erase_if(found, [](const auto& entry) { return entry.first.starts_with(".carbonfix/"); });
    return found;
  }

  // What a step is tried on; every try starts from the same.
  void startAgain() {
    std::filesystem::remove_all(homePath());
    std::filesystem::copy(temp.path("kept"), homePath(),
                          std::filesystem::copy_options::recursive | std::filesystem::copy_options::copy_symlinks);
    std::filesystem::permissions(homePath(".carbonfix"), std::filesystem::perms::owner_all);
  }
  void keep() {
    std::filesystem::create_directories(homePath(".carbonfix"));
    std::filesystem::permissions(homePath(".carbonfix"), std::filesystem::perms::owner_all);
    std::filesystem::copy(homePath(), temp.path("kept"),
                          std::filesystem::copy_options::recursive | std::filesystem::copy_options::copy_symlinks);
  }

  using Action = std::function<Status(const Home&)>;
  static Status run(const Home& home, const ChangeSet& changes) {
    const auto done = Store(home).commit(changes);
    return done ? Status() : Status(done.error());
  }
  static Status undo(const Home& home) {
    Store store(home);
    const auto plan = store.planRestore({});
    if (!plan) return plan.error();
    const auto done = store.restore(*plan, false);
    return done ? Status() : Status(done.error());
  }
  static Status recover(const Home& home) {
    const auto done = Store(home).recover();
    return done ? Status() : Status(done.error());
  }
  // A home that is opened first, so that only the store's calls count.
  Status on(FileSystem& fs, const Action& action) const {
    const auto home = Home::open(fs, homePath(), "das1");
    return home ? action(*home) : Status(home.error());
  }

  // 0: ran to its end; -1: an error; else the signal that ended it.
  int inAnotherProcess(Fault fault, std::size_t at, const Action& action) const {
    const pid_t child = fork();
    if (child == 0) {
      FaultyFileSystem fs(unsyncedDiskFileSystem(), fault, at);
      _exit(on(fs, action) ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) return WTERMSIG(status);
    return WEXITSTATUS(status) == 0 ? 0 : -1;
  }

  void checkWhole(const std::string& where, bool mustBeAfter = false) {
    ASSERT_TRUE(on(unsyncedDiskFileSystem(), recover)) << where;
    const Tree now = content();
    EXPECT_TRUE(now == after_ || (!mustBeAfter && now == before_)) << where;
    const Home home = open();
    const auto cutOff = Store(home).interrupted();
    ASSERT_TRUE(cutOff) << where;
    EXPECT_FALSE(cutOff->has_value()) << where;
    if (now == after_) {
      EXPECT_TRUE(on(unsyncedDiskFileSystem(), undo)) << where;
      EXPECT_EQ(content(), before_) << where;
    } else {
      const auto later = on(unsyncedDiskFileSystem(), [this](const Home& it) { return run(it, changes()); });
      EXPECT_TRUE(later) << where;
      EXPECT_EQ(content(), after_) << where;
    }
  }

  // Kills at every call.
  void killEverywhere(const char* what, const Action& action) {
    for (const Fault fault : {Fault::killsBefore, Fault::killsAfter}) {
      std::size_t at = 1;
      for (; at < kTooMany; ++at) {
        startAgain();
        const int ended = inAnotherProcess(fault, at, action);
        if (ended == 0) break;
        const std::string where = std::string(what) + ", call " + std::to_string(at);
        ASSERT_EQ(ended, SIGKILL) << where;
        checkWhole(where);
        if (HasFailure()) return;
      }
      EXPECT_GT(at, 20U);
      std::cout << what << ": killed " << (fault == Fault::killsBefore ? "before" : "after") << " each of " << at - 1
                << " calls, whole after all of them\n";
    }
  }

  // Fails every call. An error leaves everything as it was; without one everything is done.
  void failEverywhere(const char* what, const Action& action, const Tree& start, const Tree& end) {
    std::size_t harmless = 0;
    std::size_t at = 1;
    for (; at < kTooMany; ++at) {
      startAgain();
      FaultyFileSystem fs(unsyncedDiskFileSystem(), Fault::fails, at);
      const Status done = on(fs, action);
      if (fs.hit().empty()) break;
      const std::string where = std::string(what) + ", call " + std::to_string(at) + " on " + fs.hit();
      EXPECT_EQ(content(), done ? end : start) << where;
      if (!done) {
        EXPECT_NE(done.error().message.find("Input/output error"), std::string::npos) << where << done.error().message;
      }
      harmless += done ? 1U : 0U;
      checkWhole(where, static_cast<bool>(done) && end == after_);
      if (HasFailure()) return;
    }
    EXPECT_GT(at, 20U);
    std::cout << what << ": failed each of " << at - 1 << " calls: " << at - 1 - harmless << " refused, " << harmless
              << " did not matter\n";
  }

  void leaveCutOff() {
    // Killed between two renames, wherever that is: at the first call that leaves the home mixed.
    const Action action = [this](const Home& home) { return run(home, changes()); };
    for (std::size_t at = 1; at < kTooMany; ++at) {
      startAgain();
      ASSERT_EQ(inAnotherProcess(Fault::killsAfter, at, action), SIGKILL);
      const Tree now = content();
      if (now.at(kCarbon) != before_.at(kCarbon)) break;
    }
    ASSERT_NE(content(), after_);
    std::filesystem::remove_all(temp.path("kept"));
    keep();
  }

  Tree before_;
  Tree after_;
};

TEST_F(Faults, KilledAtEveryCallOfARun) {
  keep();
  killEverywhere("run", [this](const Home& home) { return run(home, changes()); });
}

TEST_F(Faults, KilledAtEveryCallOfAnUndo) {
  ASSERT_TRUE(run(open(), changes()));
  keep();
  killEverywhere("undo", undo);
}

TEST_F(Faults, KilledAtEveryCallOfARecovery) {
  keep();
  leaveCutOff();
  killEverywhere("recovery", recover);
}

TEST_F(Faults, EveryCallOfARunFails) {
  keep();
  failEverywhere(
      "run", [this](const Home& home) { return run(home, changes()); }, before_, after_);
}

TEST_F(Faults, EveryCallOfAnUndoFails) {
  ASSERT_TRUE(run(open(), changes()));
  keep();
  failEverywhere("undo", undo, after_, before_);
}

TEST_F(Faults, EveryCallOfARecoveryFails) {
  keep();
  leaveCutOff();
  std::size_t at = 1;
  for (; at < kTooMany; ++at) {
    startAgain();
    FaultyFileSystem fs(unsyncedDiskFileSystem(), Fault::fails, at);
    const Status done = on(fs, recover);
    if (fs.hit().empty()) break;
    const std::string where = "call " + std::to_string(at) + " on " + fs.hit();
    if (done) {
      EXPECT_EQ(content(), before_) << where;
    }
    checkWhole(where);
    ASSERT_FALSE(HasFailure()) << where;
  }
  std::cout << "recovery: failed each of " << at - 1 << " calls, the next one put everything back\n";
}

}  // namespace
}  // namespace carbonfix
