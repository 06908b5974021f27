// May what a file says be done? Only if nobody but us could have written it.
#pragma once

#include <cstdint>

#include "carbonfix/cli/cli.h"

namespace carbonfix {

inline constexpr std::uint32_t kWritableByOthers = 0022;  // mode bits

// Root, the user who runs this, or who became root through sudo.
bool isOurs(std::uint32_t owner, const Console& console);

}  // namespace carbonfix
