// Consent before something is written: --yes, or a person who types it.
#pragma once

#include <string>

#include "carbonfix/base/result.h"
#include "carbonfix/cli/cli.h"
#include "cli/options.h"

namespace carbonfix {

// Error: nobody can be asked, or the answer was not yes. `question` ends in a question mark.
Status confirm(const std::string& question, const Options& options, Console& console);

}  // namespace carbonfix
