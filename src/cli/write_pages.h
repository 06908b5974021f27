// Output of commands that tell about rules: to standard output or the files of --format.
#pragma once

#include <functional>
#include <string>

#include "carbonfix/cli/cli.h"
#include "cli/options.h"

namespace carbonfix {

// `render` makes the text of a format.
ExitCode writePages(const Options& options, Console& console,
                    const std::function<std::string(const std::string& format)>& render);

}  // namespace carbonfix
