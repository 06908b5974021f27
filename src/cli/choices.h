// Whether the words by which a run chooses among rules mean something.
#pragma once

#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/lint/engine.h"
#include "carbonfix/rules/model.h"
#include "cli/options.h"

namespace carbonfix {

// What lint would refuse of --select, --ignore, --severity and --phase, told where it stands: in the configuration
// file, in a variable, or on the command line.
Errors checkChoices(const std::vector<Pack>& packs, const LintOptions& lint, const Options& options);

}  // namespace carbonfix
