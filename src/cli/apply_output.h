// apply --output DIR: what would be written into the homes, as files elsewhere (for an image, or a ConfigMap).
#pragma once

#include "carbonfix/cli/cli.h"
#include "cli/options.h"
#include "cli/planned.h"

namespace carbonfix {

// Writes each changed or made file below DIR at its path in its home, with the mode it has there; of several homes each
// has a folder, called as its node. The homes stay as they are. Nothing is written when a file could not be.
ExitCode writeOutput(const Planned& planned, const Options& options, Console& console);

}  // namespace carbonfix
