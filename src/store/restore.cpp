// Undoing a run: its files get back the bytes that they had, as a run of its own.
#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "carbonfix/store/store.h"
#include "store/describe_run.h"
#include "store/secret_files.h"
#include "store/store_folder.h"
#include "store/target.h"
#include "store/transaction.h"
#include "store/writing.h"

namespace carbonfix {
namespace {

using Action = RestoreFile::Action;

Result<Run> newestToUndo(const Home& home, const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    const bool isWhole = run.kind == RunKind::apply && run.state == RunState::committed;
    if (isWhole && run.undoneBy.empty()) return run;
  }
  return Error{.message = fmt::format("there is nothing to restore in {}: {}", home.path(),
                                      runs.empty() ? "no run has changed it" : "every run is undone already"),
               .path = home.path()};
}

Result<Run> runCalled(const Home& home, const std::vector<Run>& runs, const std::string& name) {
  std::vector<std::string> known;
  for (const Run& run : runs) {
    known.push_back(run.name);
    if (run.name != name) continue;
    std::string why;
    if (!run.undoneBy.empty()) why = fmt::format("was undone already, by {}", run.undoneBy);
    if (run.state == RunState::rolledBack) why = "was cut off and rolled back: nothing of it is left";
    if (!run.isFinished()) why = "has not come to its end";
    if (why.empty()) return run;
    return Error{.message = fmt::format("the run {} {}", name, why), .path = home.path()};
  }
  return Error{.message = fmt::format("there is no run {} in {}{}", name, home.path(), didYouMean(name, known)),
               .path = home.path(),
               .hint = known.empty() ? "No run has changed this home." : "Known runs: " + join(known, ", ")};
}

// What has to be done with a file that is now as `digest` says (empty: absent) to make it as before the run.
Action actionFor(const RunFile& file, const std::string& digest) {
  if (digest == file.digestBefore) return Action::none;
  if (file.digestBefore.empty()) return Action::remove;
  return digest.empty() ? Action::make : Action::putBack;
}

class RestorePlanner {
 public:
  RestorePlanner(const Home& home, const StoreOptions& options) : home_(home), folder_(home, options) {
    // Whether the file may be changed is seen when it is. But a link that leads out of the home may be of somebody who
    // wants to see what root can read: it is not even shown.
    reading_.followOutside = options.followOutside;
    reading_.breakLinks = true;
  }

  Result<RestoreFile> plan(const Run& run, const RunFile& file) const {
    RestoreFile planned;
    planned.path = file.path;
    std::string digest;
    const auto status = home_.files().status(home_.absolute(file.path));
    if (!status) return status.error();
    if (status->kind != FileKind::missing) {
      auto target = findTarget(home_, file.path, reading_);
      if (!target) return std::move(target).error();
      planned.now = std::move(target->before);
      planned.shared = !target->share.empty();
      digest = sha256(planned.now);
    }
    planned.action = actionFor(file, digest);
    planned.changedSince = planned.action != Action::none && digest != file.digestAfter;
    if (planned.action == Action::none || planned.action == Action::remove) return planned;
    auto original = folder_.original(run.name, file);
    if (!original) return std::move(original).error();
    planned.original = std::move(*original);
    return planned;
  }

 private:
  const Home& home_;
  StoreFolder folder_;
  StoreOptions reading_;
};

Error changedSince(const RestorePlan& plan) {
  std::vector<std::string> files;
  for (const RestoreFile& file : plan.files) {
    if (file.changedSince) files.push_back(file.path);
  }
  return Error{.message = fmt::format("changed after the run {}: {}", plan.run.name, join(files, ", ")),
               .path = files.front(),
               .hint =
                   "Undo what came after it first, or put them back all the same with --force-changed. Nothing was "
                   "changed."};
}

// A run makes files, never links: such a link is somebody else's, and so is what it leads to.
Status checkNoLink(const Home& home, const RestoreFile& file) {
  const std::string path = home.absolute(file.path);
  const auto status = home.files().linkStatus(path);
  if (!status) return status.error();
  if (status->kind != FileKind::symlink) return {};
  return Error{.message = fmt::format("{} is a link by now: the run made a file", path),
               .path = path,
               .hint = "Remove the link by hand if it is to go, and run again."};
}

Result<Target> targetOf(const Home& home, const RestoreFile& file, const Run& run, const StoreOptions& options) {
  if (file.action == Action::remove) {
    if (auto ours = checkNoLink(home, file); !ours) return std::move(ours).error();
  }
  auto target =
      file.action == Action::make ? findNewTarget(home, file.path, options) : findTarget(home, file.path, options);
  if (!target) return target;
  if (target->before != file.now) {
    return Error{.message = fmt::format("{} has changed since it was read", file.path),
                 .path = target->realPath,
                 .hint = "Run again, so that you see what is there now."};
  }
  target->after = file.original;
  if (file.action == Action::remove) target->kind = TargetKind::remove;
  if (file.action == Action::make) {
    const auto recorded = std::ranges::find(run.files, file.path, &RunFile::path);
    target->status.mode = recorded->mode;
    target->status.owner = recorded->owner;
    target->status.group = recorded->group;
    target->isMadeAgain = true;
  }
  return target;
}

std::uint32_t modeNow(const Home& home, const RunFolder& folder) {
  const auto status = home.files().status(home.absolute(folder.path));
  return status && status->kind == FileKind::folder ? status->mode : folder.mode;
}

// What the run made goes; what it removed, and is needed again, gets the mode that it had.
std::vector<RunFolder> foldersOf(const Home& home, const Run& undone, const std::vector<Target>& targets) {
  std::vector<RunFolder> folders;
  for (const RunFolder& folder : undone.folders) {
    if (folder.made) folders.push_back({.path = folder.path, .made = false, .mode = modeNow(home, folder)});
  }
  for (const Target& target : targets) {
    for (const std::string& path : target.newFolders) {
      if (std::ranges::find(folders, path, &RunFolder::path) != folders.end()) continue;
      const auto recorded = std::ranges::find(undone.folders, path, &RunFolder::path);
      const std::uint32_t mode = recorded == undone.folders.end() ? newFolderMode() : recorded->mode;
      folders.push_back({.path = path, .made = true, .mode = mode});
    }
  }
  return folders;
}

}  // namespace

bool RestorePlan::isChangedSince() const { return std::ranges::any_of(files, &RestoreFile::changedSince); }

Result<RestorePlan> Store::planRestore(const std::string& name) const {
  const auto all = runs();
  if (!all) return all.error();
  auto run = name.empty() ? newestToUndo(home_, *all) : runCalled(home_, *all, name);
  if (!run) return std::move(run).error();
  RestorePlan plan{.run = std::move(*run), .files = {}};
  const RestorePlanner planner(home_, options_);
  const std::set<std::string> secret = secretFilesOf(*all);
  for (const RunFile& file : plan.run.files) {
    auto planned = planner.plan(plan.run, file);
    if (!planned) return std::move(planned).error();
    planned->secret = secret.contains(file.path);
    plan.files.push_back(std::move(*planned));
  }
  return plan;
}

Result<Run> Store::restore(const RestorePlan& plan, bool forceChanged) {
  if (plan.isChangedSince() && !forceChanged) return changedSince(plan);
  const auto writing = Writing::begin(home_, options_);
  if (!writing) return writing.error();
  std::vector<Target> targets;
  for (const RestoreFile& file : plan.files) {
    if (file.action == Action::none) continue;
    auto target = targetOf(home_, file, plan.run, options_);
    if (!target) return nothingChanged(std::move(target).error());
    targets.push_back(std::move(*target));
  }
  auto distinct = withoutAliases(std::move(targets));
  if (!distinct) return nothingChanged(std::move(distinct).error());
  if (auto locked = (*writing)->lockShares(*distinct); !locked) return nothingChanged(std::move(locked).error());

  Run run = describeRun(RunKind::restore, options_);
  run.undoes = plan.run.name;
  for (const RestoreFile& file : plan.files) {
    if (file.secret && file.action != Action::none) run.secretFiles.push_back(file.path);
  }
  run.folders = foldersOf(home_, plan.run, *distinct);
  return Transaction(home_, (*writing)->folder(), std::move(run), std::move(*distinct)).run();
}

}  // namespace carbonfix
