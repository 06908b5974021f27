#include <fmt/format.h>
#include <grp.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "carbonfix/base/process.h"
#include "users.h"

namespace carbonfix {
namespace {

struct Groups {
  gid_t effective = 0;
  std::vector<gid_t> others;
};

std::optional<Groups> currentGroups() {
  const int count = getgroups(0, nullptr);
  if (count < 0) return std::nullopt;
  Groups groups{.effective = getegid(), .others = std::vector<gid_t>(static_cast<std::size_t>(count))};
  if (getgroups(count, groups.others.data()) != count) return std::nullopt;
  return groups;
}

// A group of the home that its owner is not in would let the owner's links reach what only that group may write.
Groups groupsOfOwner(const std::optional<User>& owner, gid_t groupOfHome) {
  if (!owner) return {.effective = groupOfHome, .others = {groupOfHome}};
  return {.effective = owner->group, .others = groupsOf(*owner)};
}

// There is no going on as half of root.
void becomeRoot(const Groups& groups) {
  if (seteuid(0) != 0 || setegid(groups.effective) != 0 || setgroups(groups.others.size(), groups.others.data()) != 0) {
    std::abort();
  }
}

// All or nothing, with errno. The real and the saved user stay root: that is the way back, and keeps the owner from
// sending us signals.
bool become(uid_t user, const Groups& groups, const Groups& previous) {
  if (setgroups(groups.others.size(), groups.others.data()) != 0) return false;
  if (setegid(groups.effective) == 0 && seteuid(user) == 0) return true;
  const int code = errno;
  becomeRoot(previous);
  errno = code;
  return false;
}

}  // namespace

Result<ActingAs> ActingAs::owner(std::uint32_t user, std::uint32_t group) {
  ActingAs acting;
  if (geteuid() != 0 || user == 0) return acting;
  const auto known = findUser(user);
  const auto previous = currentGroups();
  if (!previous || !become(user, groupsOfOwner(known, group), *previous)) {
    const std::string why = std::generic_category().message(errno);
    return Error{.message = fmt::format("cannot act as the home's owner ({}): {}", userText(user), why),
                 .hint = "Run as that user. Nothing was changed."};
  }
  acting.active_ = true;
  acting.previousGroup_ = previous->effective;
  acting.previousGroups_ = previous->others;
  return acting;
}

ActingAs::ActingAs(ActingAs&& other) noexcept
    : active_(std::exchange(other.active_, false)),
      previousGroup_(other.previousGroup_),
      previousGroups_(std::move(other.previousGroups_)) {}

ActingAs::~ActingAs() {
  if (active_) becomeRoot({.effective = previousGroup_, .others = previousGroups_});
}

}  // namespace carbonfix
