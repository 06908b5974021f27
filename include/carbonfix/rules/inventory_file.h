// An inventory from its file: held against the schema first, so that a slip gives the place and what was expected.
#pragma once

#include <cstddef>
#include <string>

#include "carbonfix/base/result.h"
#include "carbonfix/home/inventory.h"

namespace carbonfix {

// Larger ones are a mistake.
inline constexpr std::size_t kMaxInventory = std::size_t{16} << 20;

Result<Inventory, Errors> parseInventory(std::string text, const std::string& path);

}  // namespace carbonfix
