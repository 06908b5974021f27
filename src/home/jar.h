// Java archives: which files one holds, from its table of contents at the end. Nothing is unpacked.
#pragma once

#include <string>
#include <string_view>

namespace carbonfix {

// Is there a file of this name in the archive ("com/mysql/jdbc/Driver.class")? No for what is no archive, too.
bool jarHolds(const std::string& jar, std::string_view name);

}  // namespace carbonfix
