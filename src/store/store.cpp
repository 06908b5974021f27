// Reading a store, and writing a run of patches.
#include "carbonfix/store/store.h"

#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/process.h"
#include "store/describe_run.h"
#include "store/secret_files.h"
#include "store/store_folder.h"
#include "store/target.h"
#include "store/transaction.h"
#include "store/write_lock.h"
#include "store/writing.h"

namespace carbonfix {
namespace {

bool isChange(const FileChange& file) { return file.created || file.before != file.after; }

Result<std::vector<Target>> findTargets(const Home& home, const ChangeSet& changes, const StoreOptions& options) {
  std::vector<Target> targets;
  for (const FileChange& file : changes.files) {
    if (!isChange(file)) continue;
    auto target = file.created ? findNewTarget(home, file.path, options) : findTarget(home, file.path, options);
    if (!target) return std::move(target).error();
    if (target->before != file.before) {
      return Error{.message = fmt::format("{} has changed since it was read", file.path),
                   .path = target->realPath,
                   .hint = "Run again, so that the changes are made to what is there now."};
    }
    target->after = file.after;
    targets.push_back(std::move(*target));
  }
  return withoutAliases(std::move(targets));
}

std::vector<std::string> rulesOf(const ChangeSet& changes) {
  std::vector<std::string> rules;
  std::set<std::string> seen;
  for (const FileChange& file : changes.files) {
    if (!isChange(file)) continue;
    for (const std::string& patch : file.patches) {
      if (seen.insert(patch).second) rules.push_back(patch);
    }
  }
  return rules;
}

Result<std::vector<std::string>> secretFiles(const StoreFolder& folder, const ChangeSet& changes,
                                             const std::vector<std::string>& secrets) {
  const auto runs = folder.loadAll();
  if (!runs) return runs.error();
  const std::set<std::string> known = secretFilesOf(*runs);
  std::vector<std::string> found;
  for (const FileChange& file : changes.files) {
    if (isChange(file) && (known.contains(file.path) || hidesSecret(file.after, secrets))) found.push_back(file.path);
  }
  return found;
}

}  // namespace

Run describeRun(RunKind kind, const StoreOptions& options) {
  const Operator who = currentOperator();
  Run run;
  run.kind = kind;
  run.user = who.user;
  run.sudoUser = who.sudoUser;
  run.host = who.host;
  run.change = options.change;
  return run;
}

Store::Store(const Home& home, StoreOptions options) : home_(home), options_(std::move(options)) {}

Result<std::vector<Run>> Store::runs() const {
  auto runs = StoreFolder(home_, options_).loadAll();
  if (!runs) return runs;
  // Newest first: whoever undoes a run comes before it, and is known to be undone itself by then.
  std::map<std::string, std::string> undoneBy;
  for (Run& run : *runs) {
    const auto undone = undoneBy.find(run.name);
    if (undone != undoneBy.end()) {
      run.undoneBy = undone->second;
    } else if (run.kind == RunKind::restore && run.state == RunState::committed) {
      undoneBy.emplace(run.undoes, run.name);
    }
  }
  return runs;
}

Result<std::optional<UnfinishedRun>> Store::unfinished() const {
  const StoreFolder folder(home_, options_);
  const auto names = folder.names();
  if (!names) return names.error();
  // Whoever begins a run rolls back what was cut off, so only the newest can be unfinished.
  for (const RunName& name : *names) {
    auto run = folder.load(name.text());
    if (!run) return std::move(run).error();
    if (run->name.empty()) continue;
    if (run->isFinished()) break;
    const auto holder = lockHolder(home_.files(), folder.lockPath());
    if (holder && holder->isAtIt()) {
      return std::optional<UnfinishedRun>({.run = std::move(*run), .holder = holder->text()});
    }
    // It may have come to its end before we looked for who is at it.
    run = folder.load(run->name);
    if (!run) return std::move(run).error();
    if (run->name.empty() || run->isFinished()) break;
    return std::optional<UnfinishedRun>({.run = std::move(*run), .holder = {}});
  }
  return std::optional<UnfinishedRun>();
}

Result<std::optional<Run>> Store::interrupted() const {
  auto found = unfinished();
  if (!found) return std::move(found).error();
  if (!found->has_value() || !(*found)->holder.empty()) return std::optional<Run>();
  return std::optional<Run>(std::move((*found)->run));
}

Result<std::optional<Recovery>> Store::recover() {
  const StoreFolder folder(home_, options_);
  const auto runs = folder.loadAll();
  if (!runs) return runs.error();
  bool isNeeded = false;
  for (const Run& run : *runs) isNeeded = isNeeded || !run.isFinished();
  if (!isNeeded) return std::optional<Recovery>();
  const auto writing = Writing::begin(home_, options_);
  if (!writing) return writing.error();
  return (*writing)->recovery();
}

Status Store::check(const ChangeSet& changes) const {
  const auto owner = home_.files().status(home_.path());
  if (!owner) return nothingChanged(owner.error());
  const auto acting = ActingAs::owner(owner->owner, owner->group);
  if (!acting) return nothingChanged(acting.error());
  const auto targets = findTargets(home_, changes, options_);
  if (!targets) return nothingChanged(targets.error());
  for (const Target& target : *targets) {
    if (Status can = home_.files().checkReplaceable(target.realPath); !can) {
      return nothingChanged(cannotChange(target, std::move(can).error()));
    }
  }
  return {};
}

Result<Run> Store::commit(const ChangeSet& changes, const std::vector<std::string>& secrets) {
  Run run = describeRun(RunKind::apply, options_);
  run.rules = rulesOf(changes);
  bool isEmpty = true;
  for (const FileChange& file : changes.files) isEmpty = isEmpty && !isChange(file);
  if (isEmpty) return run;

  const auto writing = Writing::begin(home_, options_);
  if (!writing) return writing.error();
  auto targets = findTargets(home_, changes, options_);
  if (!targets) return nothingChanged(std::move(targets).error());
  if (auto locked = (*writing)->lockShares(*targets); !locked) return nothingChanged(std::move(locked).error());
  auto secret = secretFiles((*writing)->folder(), changes, secrets);
  if (!secret) return nothingChanged(std::move(secret).error());
  run.secretFiles = std::move(*secret);
  return Transaction(home_, (*writing)->folder(), std::move(run), std::move(*targets)).run();
}

}  // namespace carbonfix
