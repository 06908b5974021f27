// Who runs this program, and which other processes are alive.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "carbonfix/base/result.h"

namespace carbonfix {

struct Operator {
  std::string user;      // login name of the real user; "uid 1000" when it has none
  std::string sudoUser;  // SUDO_USER: who became root; may be empty
  std::string host;
};
Operator currentOperator();

// Is there a process of this number on this machine? One that has ended and only waits to be counted (a zombie) is
// none.
bool isProcessAlive(long pid);

// Its command line, arguments joined by spaces; "" when there is none, or it can't be known.
std::string processCommand(long pid);

// As root in the home of another user: acts as that user, with that user's groups, as long as it lives, so that no link
// of theirs can make root write where they could not write themselves. `group` is taken for a user whom this machine
// does not know. Does nothing for any other user, or where root is the owner, or within another of its kind.
class ActingAs {
 public:
  static Result<ActingAs> owner(std::uint32_t user, std::uint32_t group);
  ActingAs(ActingAs&& other) noexcept;
  ActingAs& operator=(ActingAs&&) = delete;
  ActingAs(const ActingAs&) = delete;
  ActingAs& operator=(const ActingAs&) = delete;
  ~ActingAs();

 private:
  ActingAs() = default;

  bool active_ = false;
  std::uint32_t previousGroup_ = 0;
  std::vector<std::uint32_t> previousGroups_ = {};
};

}  // namespace carbonfix
