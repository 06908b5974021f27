#include "carbonfix/base/process.h"

#include <grp.h>
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "child_process.h"

namespace carbonfix {
namespace {

struct Identity {
  uid_t user = ::geteuid();
  gid_t group = ::getegid();
  std::vector<gid_t> groups = currentGroups();

  static std::vector<gid_t> currentGroups() {
    std::vector<gid_t> groups(static_cast<std::size_t>(::getgroups(0, nullptr)));
    groups.resize(static_cast<std::size_t>(::getgroups(static_cast<int>(groups.size()), groups.data())));
    std::sort(groups.begin(), groups.end());
    return groups;
  }
  friend bool operator==(const Identity&, const Identity&) = default;
};

bool setRootsGroups() {
  const std::vector<gid_t> groups = {0, 1234, 5678};
  return ::setgroups(groups.size(), groups.data()) == 0;
}

// Takes one power of root away from this process.
bool drop(int capability) {
  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  __user_cap_data_struct data[2]{};
  if (::syscall(SYS_capget, &header, data) != 0) return false;
  data[CAP_TO_INDEX(capability)].effective &= ~CAP_TO_MASK(capability);
  data[CAP_TO_INDEX(capability)].permitted &= ~CAP_TO_MASK(capability);
  return ::syscall(SYS_capset, &header, data) == 0;
}

constexpr uid_t kUnknown = 3456789;

class ActingAsTest : public testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can act as somebody else";
  }
};

TEST_F(ActingAsTest, hasTheOwnersOwnGroupsAndGivesRootsBackExactly) {
  const auto child = [] {
    if (!setRootsGroups()) return 2;
    const Identity before;
    const passwd* const nobody = ::getpwuid(kSomebody);
    if (nobody == nullptr) return 3;
    std::vector<gid_t> groups(100);
    int count = 100;
    if (::getgrouplist(nobody->pw_name, nobody->pw_gid, groups.data(), &count) < 0) return 4;
    groups.resize(static_cast<std::size_t>(count));
    std::sort(groups.begin(), groups.end());
    {
      const auto acting = ActingAs::owner(kSomebody, 0);  // a home of nobody and the group of root
      if (!acting || ::geteuid() != kSomebody || ::getegid() != nobody->pw_gid) return 5;
      if (Identity::currentGroups() != groups) return 6;
      if (::getuid() != 0) return 8;
    }
    return Identity() == before ? 7 : 1;
  };
  EXPECT_EQ(inChild(child), 7);
}

TEST_F(ActingAsTest, aUserWithoutANameHasTheGroupOfTheHome) {
  const auto child = [] {
    if (!setRootsGroups()) return 2;
    const Identity before;
    {
      const auto acting = ActingAs::owner(kUnknown, 4242);
      if (!acting || ::geteuid() != kUnknown || ::getegid() != 4242) return 3;
      if (Identity::currentGroups() != std::vector<gid_t>{4242}) return 4;
    }
    return Identity() == before ? 7 : 1;
  };
  EXPECT_EQ(inChild(child), 7);
}

TEST_F(ActingAsTest, movesAndNests) {
  const auto child = [] {
    const Identity before;
    {
      auto made = ActingAs::owner(kUnknown, 4242);
      if (!made) return 2;
      const ActingAs outer = std::move(made).value();
      const Identity within;
      {
        const auto inner = ActingAs::owner(kUnknown + 1, 4243);
        const auto root = ActingAs::owner(0, 0);
        if (!inner || !root || !(Identity() == within)) return 3;
      }
      if (!(Identity() == within)) return 4;
    }
    return Identity() == before ? 7 : 1;
  };
  EXPECT_EQ(inChild(child), 7);
}

TEST_F(ActingAsTest, cannotWriteWhereTheOwnerCannot) {
  const auto child = [] {
    const auto acting = ActingAs::owner(kUnknown, 4242);
    return acting && ::access("/root", F_OK) == 0 && ::mkdir("/carbonfix-must-not-be", 0700) != 0 && errno == EACCES
               ? 7
               : 1;
  };
  EXPECT_EQ(inChild(child), 7);
}

TEST_F(ActingAsTest, isAllOrNothing) {
  for (const int capability : {CAP_SETUID, CAP_SETGID}) {
    const auto child = [capability] {
      if (!setRootsGroups()) return 2;
      const Identity before;
      if (!drop(capability)) return 3;
      const auto acting = ActingAs::owner(kUnknown, 4242);
      if (acting || acting.error().message.find("cannot act as the home's owner (uid 3456789): ") != 0) return 4;
      return Identity() == before ? 7 : 1;
    };
    EXPECT_EQ(inChild(child), 7) << capability;
  }
}

TEST_F(ActingAsTest, rootStaysRootInItsOwnHome) {
  const Identity before;
  const auto acting = ActingAs::owner(0, 4242);
  EXPECT_TRUE(acting);
  EXPECT_EQ(Identity(), before);
}

TEST(Process, nobodyElseActsAsAnother) {
  const auto child = [] {
    if (::geteuid() == 0 && !becomeSomebody()) return 2;
    const Identity before;
    const auto acting = ActingAs::owner(kUnknown, 4242);
    return acting && Identity() == before ? 7 : 1;
  };
  EXPECT_EQ(inChild(child), 7);
}

TEST(Process, isAliveUntilItEnds) {
  EXPECT_TRUE(isProcessAlive(::getpid()));
  EXPECT_FALSE(isProcessAlive(0));
  EXPECT_FALSE(isProcessAlive(-1));
  EXPECT_FALSE(isProcessAlive(std::numeric_limits<long>::max()));
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  siginfo_t ended{};
  ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT), 0);
  EXPECT_FALSE(isProcessAlive(child)) << "a zombie";
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_FALSE(isProcessAlive(child));
}

TEST(Process, anotherUsersProcessIsAliveToo) {
  EXPECT_EQ(inChild([] { return (::geteuid() != 0 || becomeSomebody()) && isProcessAlive(1) ? 7 : 1; }), 7);
}

TEST(Process, tellsItsCommandLine) {
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], STDIN_FILENO);
    ::dup2(ends[1], STDOUT_FILENO);
    ::execl("/bin/sh", "sh", "-c", "echo; read line", "two words", "", "end", nullptr);
    ::_exit(1);
  }
  char byte = 0;
  ASSERT_EQ(::read(ends[0], &byte, 1), 1);
  EXPECT_EQ(processCommand(child), "sh -c echo; read line two words  end");
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_EQ(processCommand(child), "");
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(Process, theOperatorIsTheRealUser) {
  const char* const before = ::getenv("SUDO_USER");
  const std::string kept = before == nullptr ? "" : before;
  ::setenv("SUDO_USER", "alice", 1);
  const passwd* const user = ::getpwuid(::getuid());
  const Operator found = currentOperator();
  if (before == nullptr) {
    ::unsetenv("SUDO_USER");
  } else {
    ::setenv("SUDO_USER", kept.c_str(), 1);
  }
  EXPECT_EQ(found.user, user != nullptr ? user->pw_name : "uid " + std::to_string(::getuid()));
  EXPECT_EQ(found.sudoUser, "alice");
  EXPECT_FALSE(found.host.empty());
}

TEST(Process, aUserWithoutANameIsANumber) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can become a user without a name";
  EXPECT_EQ(inChild([] { return ::setuid(kUnknown) == 0 && currentOperator().user == "uid 3456789" ? 7 : 1; }), 7);
}

}  // namespace
}  // namespace carbonfix
