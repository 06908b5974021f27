// Users as this machine knows them.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace carbonfix {

struct User {
  std::string name;
  gid_t group = 0;
};

// Nothing for a number that has no name.
std::optional<User> findUser(uid_t number);

// Its name, or "uid 1000".
std::string userText(uid_t number);

// Every group that the user is in, the first one too.
std::vector<gid_t> groupsOf(const User& user);

}  // namespace carbonfix
