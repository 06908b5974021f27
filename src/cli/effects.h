// What the operator should know of a plan beyond its bytes: when it takes effect, and what it moves.
#pragma once

#include <string>

#include "carbonfix/base/result.h"
#include "carbonfix/patch/change_set.h"
#include "cli/options.h"

namespace carbonfix {

// "Takes effect at the next restart." The patches are named where they differ; empty when none says.
std::string effectLine(const ChangeSet& changes);

// "Apply will want --consent data (my.move-database)." Empty when nothing is moved.
std::string consentLine(const ChangeSet& changes);

// Error: a patch that would change something moves what the command line does not allow.
Status checkConsent(const ChangeSet& changes, const Options& options);

}  // namespace carbonfix
