// Tests of what a process can do only once, or only as somebody else.
#pragma once

#include <grp.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace carbonfix {

// Does `act` in another process and gives what that ended with; -1 when a signal killed it.
template <class Act>
int inChild(Act act) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(act());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

inline constexpr int kNotAllowedHere = 77;  // a child's word for GTEST_SKIP

inline constexpr uid_t kSomebody = 65534;  // nobody

// For good: of use in a child only.
inline bool becomeSomebody() {
  return ::setgroups(0, nullptr) == 0 && ::setgid(kSomebody) == 0 && ::setuid(kSomebody) == 0;
}

// Lets system calls fail from now on, for good: as on kernels and file systems that this machine has not. False: this
// machine does not allow it.
inline bool failCalls(const std::vector<std::pair<long, int>>& callsAndErrors) {
  const auto make = [](unsigned code, std::uint32_t value, unsigned char otherwise = 0) {
    return sock_filter{static_cast<std::uint16_t>(code), 0, otherwise, value};
  };
  std::vector<sock_filter> steps = {make(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr))};
  for (const auto& [call, error] : callsAndErrors) {
    steps.push_back(make(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 1));
    steps.push_back(make(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error)));
  }
  steps.push_back(make(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  const sock_fprog program{.len = static_cast<std::uint16_t>(steps.size()), .filter = steps.data()};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

}  // namespace carbonfix
