// What the temporaries of runs are called: ".carbonfix-<n>.tmp", a name that no product loads and no glob of ours
// finds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace carbonfix {

// The owner's alone until owner, group and ACL are those of the file that it replaces.
inline constexpr std::uint32_t kTemporaryMode = 0600;

std::string temporaryName(unsigned number);
bool isTemporaryName(std::string_view name);

}  // namespace carbonfix
