// HOME/.carbonfix: what every run changed, so that it can be undone exactly.
//
//   runs/<UTC time>-<n>/manifest.xml   paths, digests before and after, patch ids, state, user, host
//   runs/<UTC time>-<n>/before/<path>  the original bytes
//
// Folders 0700, files 0600, owned by the home's owner; never inside the configuration root.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"
#include "carbonfix/patch/change_set.h"

namespace carbonfix {

enum class RunState { prepared, committed, restored };

struct RunFile {
  std::string path;          // relative to the home
  std::string digestBefore;  // SHA-256; empty: the file was absent, the run made it
  std::string digestAfter;
};

struct Run {
  std::string name;  // "20261121T091500Z-1"
  RunState state = RunState::prepared;
  std::string user;
  std::string host;
  std::vector<std::string> rules;
  std::vector<RunFile> files;
};

// Backs up, then writes every file of the change set (temporary beside the target, fsync, rename; owner and mode kept;
// a symlink's target is edited). A target that changed since it was read refuses the run. On failure files already
// renamed are put back. An empty change set writes nothing and makes no run.
Result<Run> commit(const Home& home, const ChangeSet& changes);

// Newest first.
Result<std::vector<Run>> listRuns(const Home& home);

// Puts back the files of a run: the newest committed one when `name` is empty. A file that is neither as the run left
// it nor as before is not touched and nothing is: Error names it. Gives the run and what was put back.
struct Restored {
  Run run;
  std::vector<std::string> files;  // put back
};
Result<Restored> restoreRun(const Home& home, const std::string& name);

}  // namespace carbonfix
