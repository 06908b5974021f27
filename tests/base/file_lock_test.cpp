#include <gtest/gtest.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>

#include "child_process.h"
#include "disk_test.h"

namespace carbonfix {
namespace {

class FileLockTest : public DiskTest {
 protected:
  std::string holder() const { return disk_.read(path("lock"), kLimit).value_or("unreadable"); }
};

TEST_F(FileLockTest, holdsTheHoldersLineWhileItIsLocked) {
  write("lock", "a longer line of one that was killed\n");
  auto lock = disk_.lock(path("lock"), "pid 1\n");
  ASSERT_TRUE(lock);
  ASSERT_NE(*lock, nullptr);
  EXPECT_EQ(holder(), "pid 1\n");
  lock->reset();
  EXPECT_EQ(holder(), "");
}

TEST_F(FileLockTest, isMadeForItsOwnerAloneWhateverTheUmask) {
  const mode_t before = ::umask(0777);
  const bool locked = disk_.lock(path("lock"), "").has_value();
  ::umask(before);
  ASSERT_TRUE(locked);
  EXPECT_EQ(disk_.status(path("lock"))->mode, 0600U);
}

TEST_F(FileLockTest, anotherProcessDoesNotGetItAndDoesNotChangeTheLine) {
  const auto lock = disk_.lock(path("lock"), "pid 1\n");
  ASSERT_TRUE(lock && *lock);
  EXPECT_EQ(inChild([this] {
              const auto second = disk_.lock(path("lock"), "pid 2\n");
              return second && *second == nullptr ? 7 : 1;
            }),
            7);
  EXPECT_EQ(holder(), "pid 1\n");
}

TEST_F(FileLockTest, aLockOfADeadProcessIsFree) {
  EXPECT_EQ(inChild([this] {
              const auto lock = disk_.lock(path("lock"), "pid 2\n");
              return ::raise(SIGKILL);
            }),
            -1);
  EXPECT_EQ(holder(), "pid 2\n");
  const auto lock = disk_.lock(path("lock"), "pid 1\n");
  ASSERT_TRUE(lock && *lock);
  EXPECT_EQ(holder(), "pid 1\n");
}

TEST_F(FileLockTest, aFileSystemThatCannotLockSaysWhatToDo) {
  const int ended = inChild([this] {
    if (!failCalls({{SYS_flock, ENOLCK}})) return kNotAllowedHere;
    const auto lock = disk_.lock(path("lock"), "x");
    return !lock && lock.error().hint.find("--state-dir") != std::string::npos ? 7 : 1;
  });
  if (ended == kNotAllowedHere) GTEST_SKIP() << "system calls cannot be made to fail here";
  EXPECT_EQ(ended, 7);
}

TEST_F(FileLockTest, aFullDiskDoesNotKeepTheLockFromBeingHeld) {
  const int ended = inChild([this] {
    if (!failCalls({{SYS_pwrite64, ENOSPC}})) return kNotAllowedHere;
    const auto lock = disk_.lock(path("lock"), "x");
    return lock && *lock ? 7 : 1;
  });
  if (ended == kNotAllowedHere) GTEST_SKIP() << "system calls cannot be made to fail here";
  EXPECT_EQ(ended, 7);
}

// Does `act` in another process, and `meanwhile` in this one when that is about to make the call for the first time.
template <class Act, class Meanwhile>
int inChildStoppedAt(std::uint64_t call, Act act, Meanwhile meanwhile) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(kNotAllowedHere);
    ::raise(SIGSTOP);
    ::_exit(act());
  }
  bool isDone = false;
  int status = 0;
  while (::waitpid(child, &status, 0) == child && WIFSTOPPED(status)) {
    ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD);
    __ptrace_syscall_info info{};
    ::ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof info, &info);
    if (!isDone && info.op == PTRACE_SYSCALL_INFO_ENTRY && info.entry.nr == call) {
      meanwhile();
      isDone = true;
    }
    ::ptrace(isDone ? PTRACE_CONT : PTRACE_SYSCALL, child, nullptr, nullptr);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F(FileLockTest, locksTheFileThatHasTheNameNow) {
  for (const bool isMadeAnew : {false, true}) {
    const auto meanwhile = [&] {
      ASSERT_TRUE(disk_.rename(path("lock"), path("old")));
      if (isMadeAnew) write("lock", "new");
    };
    const int ended = inChildStoppedAt(
        SYS_flock,
        [this] {
          const auto lock = disk_.lock(path("lock"), "pid 2");
          return lock && *lock && holder() == "pid 2" ? 7 : 1;
        },
        meanwhile);
    if (ended == kNotAllowedHere) GTEST_SKIP() << "no process can be stopped here";
    EXPECT_EQ(ended, 7);
    EXPECT_EQ(disk_.read(path("old"), kLimit).value_or("never made"), "");
    std::filesystem::remove(path("lock"));
  }
}

TEST_F(FileLockTest, whatIsNoRegularFileIsRefused) {
  write("target", "kept");
  std::filesystem::create_symlink("target", path("link"));
  ASSERT_TRUE(disk_.makeFolder(path("folder"), 0700));
  ASSERT_EQ(::mkfifo(path("fifo").c_str(), 0600), 0);
  EXPECT_EQ(disk_.lock(path("link"), "x").error().message, path("link") + " is a symbolic link, no lock");
  EXPECT_EQ(disk_.lock(path("folder"), "x").error().message, path("folder") + " is a folder, no lock");
  EXPECT_EQ(disk_.lock(path("fifo"), "x").error().message, path("fifo") + " is not a regular file, no lock");
  std::filesystem::create_hard_link(path("target"), path("second"));
  EXPECT_EQ(disk_.lock(path("second"), "x").error().message,
            path("second") + " is another name of a file (a hard link), no lock");
  EXPECT_EQ(disk_.read(path("target"), kLimit).value(), "kept");
  EXPECT_FALSE(disk_.lock(path("none/lock"), "x"));
  EXPECT_FALSE(disk_.lock("", "x"));
}

}  // namespace
}  // namespace carbonfix
