// HOME/.carbonfix: what every run changed, so that it is all or nothing and can be undone exactly.
//
//   lock                               held by the one run that writes; its pid and host, and since when
//   runs/<UTC time>-<n>/manifest.xml   state, paths, digests before and after, temporaries, patch ids, user, host
//   runs/<UTC time>-<n>/before/<path>  the original bytes
//
// Folders 0700, files 0600, owned by the home's owner; never inside the configuration root. With a state directory the
// same stands in DIR/<home's name>-<digest of its path>/.
//
// A run: lock → manifest `intended` → originals → temporaries beside the targets → manifest `prepared` → targets are
// compared with what was read → renames → folders → manifest `committed`. Everything before the last step is undone by
// the next command that writes, should the run be cut off.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"
#include "carbonfix/patch/change_set.h"
#include "carbonfix/store/options.h"

namespace carbonfix {

enum class RunState {
  intended,    // names are known, nothing was renamed
  prepared,    // everything is written beside its place; renames may have begun
  committed,   // whole
  rolledBack,  // was cut off, and is as if it had never been
};

enum class RunKind { apply, restore };

struct RunFile {
  std::string path;          // relative to the home
  std::string digestBefore;  // SHA-256; empty: the file was absent
  std::string digestAfter;   // empty: the run removed it
  std::uint32_t mode = 0;    // of the file before, or as it was made
  std::uint32_t owner = 0;
  std::uint32_t group = 0;
  std::string temporary;         // its name in the target's folder while the run is at it
  bool originalDropped = false;  // the backup was taken out (history prune --secrets)
};

struct RunFolder {
  std::string path;  // relative to the home
  bool made = true;  // false: removed
  std::uint32_t mode = 0;
};

struct Run {
  std::string name;  // "20261121T091500Z-1"
  RunState state = RunState::intended;
  RunKind kind = RunKind::apply;
  std::string undoes;    // the run that this restore undid
  std::string undoneBy;  // the run that undid this one, itself not undone; not stored but found among the others
  std::string user;
  std::string sudoUser;  // who became root to run it
  std::string host;
  std::string change;
  std::vector<std::string> rules;
  std::vector<RunFile> files;
  std::vector<RunFolder> folders;
  // Of the files, those that hold a secret which neither name nor place tells to be one, but which this run or one
  // before it knew.
  std::vector<std::string> secretFiles;

  bool isFinished() const { return state == RunState::committed || state == RunState::rolledBack; }
};

// What a restore would do with one file.
struct RestoreFile {
  enum class Action { none, putBack, remove, make } action = Action::none;  // none: it is as before the run already
  std::string path;
  std::string now;            // its bytes; empty for make
  std::string original;       // empty for remove
  bool changedSince = false;  // it is neither as the run left it nor as before it
  bool shared = false;        // other homes reach it through repository/deployment or repository/tenants too
  bool secret = false;        // it holds a secret that only its run knew: its bytes are not to be shown
};

struct RestorePlan {
  Run run;  // to be undone
  std::vector<RestoreFile> files;
  bool isChangedSince() const;
};

struct Recovery {
  Run run;                        // as it is now: rolledBack
  std::vector<std::string> left;  // files that are neither as before nor as after it: not touched
};

struct UnfinishedRun {
  Run run;
  // "pid 42 on das1, since …"; of another machine it can't be seen whether it still is. Empty: nobody.
  std::string holder;
};

class Store {
 public:
  explicit Store(const Home& home, StoreOptions options = {});

  const Home& home() const { return home_; }
  const StoreOptions& options() const { return options_; }

  // Reading takes no lock and has no side effect. Error: .carbonfix can't be read, or is not trusted.

  Result<std::vector<Run>> runs() const;  // newest first
  // A run that has not come to its end, and who is at it as far as can be seen.
  Result<std::optional<UnfinishedRun>> unfinished() const;
  // A run that was cut off and is not rolled back yet. Nothing while another process is at it.
  Result<std::optional<Run>> interrupted() const;
  // The newest run of kind apply that is committed and not undone when `name` is empty. Error: there is none; unknown
  // name; undone already; its originals are gone or damaged.
  Result<RestorePlan> planRestore(const std::string& name) const;

  // What can be seen beforehand of why commit() would refuse: a target that has changed, has several names, can't be
  // replaced … Whoever writes to several homes asks this of all of them before the first is written.
  Status check(const ChangeSet& changes) const;

  // Writing takes the lock, rolls back what was cut off, and acts as the home's owner. Error: nothing was changed,
  // unless it says otherwise; with `signal` set the run was stopped and rolled back.

  // Rolls back a run that was cut off. Nothing to do: no store is made.
  Result<std::optional<Recovery>> recover();
  // Writes every file of the change set, or none. A target that is no longer as it was read refuses the run. An empty
  // change set writes nothing and makes no run (its name is empty). `secrets`: values that no output may show.
  Result<Run> commit(const ChangeSet& changes, const std::vector<std::string>& secrets = {});
  // Does what was planned, as a run of its own. A file that was changed since refuses it, unless forced.
  Result<Run> restore(const RestorePlan& plan, bool forceChanged);

 private:
  const Home& home_;
  StoreOptions options_;
};

}  // namespace carbonfix
