// The key that the snapshots of a fleet are taken with: secrets that are equal compare equal, and nobody without the
// key can guess them.
#pragma once

#include <string>

#include "carbonfix/base/result.h"
#include "carbonfix/cli/cli.h"
#include "cli/options.h"

namespace carbonfix {

inline constexpr const char* kKeyVariable = "CARBONFIX_SNAPSHOT_KEY";

// Of --key-file, else of the variable; empty: there is none. Error: it is too short, or others could read it.
Result<std::string> snapshotKey(const Options& options, const Console& console);

}  // namespace carbonfix
