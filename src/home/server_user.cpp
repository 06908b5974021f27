#include "home/server_user.h"

#include <sys/fsuid.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <vector>

#include "base/users.h"

namespace carbonfix {

uid_t serverUser(const std::string& home) {
  const uid_t own = geteuid();
  struct stat status {};
  if (own != 0 || stat(home.c_str(), &status) != 0) return own;
  return status.st_uid;
}

void takeRightsOf(uid_t user) {
  if (geteuid() != 0 || user == 0) return;
  std::vector<gid_t> groups;
  gid_t group = user;
  if (const auto known = findUser(user)) {
    group = known->group;
    groups = groupsOf(*known);
  }
  // The call itself, for the C library's one is for all threads of the program.
  syscall(SYS_setgroups, groups.size(), groups.data());
  setfsgid(group);
  setfsuid(user);
}

}  // namespace carbonfix
