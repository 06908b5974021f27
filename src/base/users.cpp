#include "users.h"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace carbonfix {
std::optional<User> findUser(uid_t number) {
  std::vector<char> buffer(4096);
  passwd entry{};
  passwd* found = nullptr;
  int code = getpwuid_r(number, &entry, buffer.data(), buffer.size(), &found);
  while (code == ERANGE || code == EINTR) {
    if (code == ERANGE) buffer.resize(buffer.size() * 2);
    code = getpwuid_r(number, &entry, buffer.data(), buffer.size(), &found);
  }
  if (found == nullptr || found->pw_name == nullptr) return std::nullopt;
  return User{.name = found->pw_name, .group = found->pw_gid};
}

std::string userText(uid_t number) {
  const auto user = findUser(number);
  return user ? user->name : fmt::format("uid {}", number);
}

std::vector<gid_t> groupsOf(const User& user) {
  std::vector<gid_t> groups(32);
  while (true) {
    int count = static_cast<int>(groups.size());
    const bool fits = getgrouplist(user.name.c_str(), user.group, groups.data(), &count) >= 0;
    groups.resize(fits ? static_cast<std::size_t>(count)
                       : std::max(static_cast<std::size_t>(count), groups.size() * 2));
    if (fits) return groups;
  }
}

}  // namespace carbonfix
