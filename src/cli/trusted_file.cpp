#include "cli/trusted_file.h"

#include <unistd.h>

#include <fmt/format.h>

namespace carbonfix {

bool isOurs(std::uint32_t owner, const Console& console) {
  if (owner == 0 || owner == ::geteuid()) return true;
  return ::geteuid() == 0 && console.environment("SUDO_UID") == fmt::format("{}", owner);
}

}  // namespace carbonfix
