#include "home/server_user.h"

#include <sys/fsuid.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>
#include <vector>

#include "base/users.h"

namespace carbonfix {

uid_t serverUser(const std::string& home) {
  const uid_t own = geteuid();
  struct stat status {};
  if (own != 0 || stat(home.c_str(), &status) != 0) return own;
  return status.st_uid;
}

// The calls themselves, for the C library's are for all threads of the program.
RightsOf::RightsOf(uid_t user) {
  const int count = getgroups(0, nullptr);
  if (geteuid() != 0 || user == 0 || count < 0) return;
  groups_.resize(static_cast<std::size_t>(count));
  if (getgroups(count, groups_.data()) != count) return;
  const auto known = findUser(user);
  const std::vector<gid_t> groups = known ? groupsOf(*known) : std::vector<gid_t>();
  taken_ = true;
  syscall(SYS_setgroups, groups.size(), groups.data());
  setfsgid(known ? known->group : user);
  setfsuid(user);
}

RightsOf::~RightsOf() {
  if (!taken_) return;
  setfsuid(0);
  setfsgid(getegid());
  syscall(SYS_setgroups, groups_.size(), groups_.data());
}

}  // namespace carbonfix
