// Where results go: colour or not, standard output or a file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/result.h"
#include "carbonfix/cli/cli.h"
#include "cli/options.h"

namespace carbonfix {

// --color, then FORCE_COLOR and CLICOLOR_FORCE, then NO_COLOR, then whether a terminal reads standard output.
bool wantsColor(ColorChoice choice, const Console& console);

// Writes a file whole or not at all: readers see the old bytes or the new ones. A device or pipe is written straight
// into. Without `mode` a file that is there keeps its own, and a new one is for all to read.
Status writeFile(FileSystem& files, const std::string& path, std::string_view bytes,
                 std::optional<std::uint32_t> mode = std::nullopt);

}  // namespace carbonfix
