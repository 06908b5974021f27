// The configuration file carbonfix.conf: "option = value" lines, "#" comments.
#pragma once

#include <string>
#include <string_view>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/result.h"
#include "carbonfix/cli/cli.h"
#include "cli/given_options.h"

namespace carbonfix {

inline constexpr const char* kConfigName = "carbonfix.conf";

// The file that counts when none is named: of the current folder, else the system's; empty when there is none. Error:
// someone else could have written it.
Result<std::string> findConfig(const FileSystem& files, const Console& console);

// What the file says. A comment begins with "#" at the start of a line or behind white space. Relative paths in it are
// meant from its own folder. Error: the first line that is none, or has an unknown option or a switch without sense;
// other values are not looked at here.
Result<GivenOptions> readConfig(const FileSystem& files, const std::string& path);
Result<GivenOptions> parseConfig(std::string_view text, const std::string& path);

}  // namespace carbonfix
