// What the operator should know of a plan beyond its bytes: when it takes effect, and what it moves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"
#include "carbonfix/patch/change_set.h"
#include "cli/options.h"

namespace carbonfix {

// The server of a home that is about to change.
struct ServerState {
  std::optional<long> pid = {};  // of the one that runs
  bool started = false;          // at some time
};
ServerState serverState(const Home& home, const ChangeSet& changes);

// "Takes effect at the next restart.", "Note: the server is running (pid 42): a takes effect at once." The patches are
// named where they differ; empty when none says and no server runs.
std::vector<std::string> effectLines(const ChangeSet& changes, const ServerState& server);

// "Apply will want --consent data (my.move-database)." Empty when nothing is moved.
std::string consentLine(const ChangeSet& changes);

// Error: a patch that would change something moves what the command line does not allow.
Status checkConsent(const ChangeSet& changes, const Options& options);

}  // namespace carbonfix
