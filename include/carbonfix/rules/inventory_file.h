// An inventory from its file: held against the schema first, so that a slip gives the place and what was expected.
#pragma once

#include <string>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/result.h"
#include "carbonfix/home/inventory.h"

namespace carbonfix {

Result<Inventory, Errors> parseInventory(std::string text, const std::string& path);

Result<Inventory, Errors> loadInventory(const FileSystem& fs, const std::string& path);

}  // namespace carbonfix
