// carbonfix restore: undoes a run, or all runs of a change request.
#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "carbonfix/home/server.h"
#include "carbonfix/patch/unified_diff.h"
#include "carbonfix/store/store.h"
#include "cli/colored_diff.h"
#include "cli/commands.h"
#include "cli/confirm.h"
#include "cli/interrupted.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/recovery.h"
#include "cli/restore_request.h"
#include "cli/run_log.h"
#include "cli/run_text.h"
#include "cli/undoing.h"
#include "report/summary.h"

namespace carbonfix {
namespace {

using Action = RestoreFile::Action;

struct Work {
  Store* store;
  Undoing undoing;
};

class Restoring {
 public:
  Restoring(const RestoreRequest& request, const Options& options, Console& console)
      : request_(request), options_(options), console_(console), several_(request.homes.size() > 1) {
    stores_.reserve(request.homes.size());
    for (const Home& home : request.homes) stores_.emplace_back(home, options.store);
  }

  Status run() {
    const auto done = recover();
    if (!done) return done.error();
    if (*done) return {};
    if (Status planned = plan(); !planned || work_.empty()) return planned;
    if (options_.dryRun) return tellPlan();
    if (Status same = checkUnchanged(); !same) return same;
    if (!options_.yes && console_.canAsk) showDiff(false);
    if (Status agreed = confirm(question(), options_, console_); !agreed) return agreed;
    return write();
  }

 private:
  // A run that was cut off is the newest: when no other is named, it is what was to be undone, and that is done with.
  // Gives whether it is.
  Result<bool> recover() {
    const bool newest = request_.run.empty() && request_.change.empty();
    if (options_.dryRun) return warnOfInterruptions(request_.homes, options_, console_) && newest;
    if (!options_.yes && !console_.canAsk) return refuseWhereInterrupted();
    bool recovered = false;
    for (Store& store : stores_) {
      auto done = recoverFirst(store, options_, console_);
      if (!done) return done;
      recovered = recovered || *done;
    }
    if (!recovered || !newest) return false;
    if (options_.quiet == 0) say("Restored: the newest run was cut off, and is undone now. The runs before it stay.");
    return true;
  }

  // What there is to restore is known only after the roll-back; a plan made before it would tell of wrong changes.
  Result<bool> refuseWhereInterrupted() {
    for (const Store& store : stores_) {
      if (const Status may = checkMayRecover(store, options_, console_); !may) return may.error();
    }
    return false;
  }

  Status plan() {
    if (!request_.change.empty()) {
      if (Status known = checkChangeKnown(stores_, request_.change); !known) return known;
    }
    for (Store& store : stores_) {
      const auto chosen = chooseRuns(store, request_);
      if (!chosen) return chosen.error();
      if (chosen->names.empty()) {
        if (options_.quiet == 0) say(fmt::format("Nothing to restore: {}.", chosen->nothing));
        continue;
      }
      auto undoing = planUndoing(store, chosen->names);
      if (!undoing) return undoing.error();
      work_.push_back({.store = &store, .undoing = std::move(*undoing)});
    }
    return {};
  }

  Status tellPlan() {
    if (options_.quiet < 2) showDiff(false);
    for (const Work& work : work_) {
      if (options_.quiet == 0) tellCounts(work);
      const std::vector<std::string> changed = work.undoing.changedSince();
      if (!changed.empty() && options_.quiet < 2) {
        printNote(console_, fmt::format("changed after the run, so restore wants --force-changed: {}",
                                        join(withPrefix(work, changed), ", ")));
      }
    }
    return {};
  }

  void tellCounts(const Work& work) {
    const auto count = [&work](Action action) {
      return static_cast<std::size_t>(std::ranges::count(work.undoing.files, action, &RestoreFile::action));
    };
    std::vector<std::string> parts{counted(count(Action::putBack) + count(Action::make), "file") + " to put back"};
    if (count(Action::remove) > 0) parts.push_back(fmt::format("{} to remove", count(Action::remove)));
    say(fmt::format("Restore: {}{} ({}). Nothing was written.", spaced(work), join(parts, ", "), runsOf(work)));
    tellNotes(work);
  }

  Status checkUnchanged() {
    std::vector<std::string> changed;
    std::vector<std::string> runs;
    for (const Work& work : work_) {
      const std::vector<std::string> paths = withPrefix(work, work.undoing.changedSince());
      changed.insert(changed.end(), paths.begin(), paths.end());
      if (!paths.empty()) runs.push_back(runsOf(work));
    }
    if (changed.empty() || options_.forceChanged) return {};
    if (options_.quiet < 2) showDiff(true);
    return Error{
        .message = fmt::format("changed after {}: {}", join(runs, ", "), join(changed, ", ")),
        .hint = "Nothing was written. --force-changed puts them back all the same, as a run that can be undone."};
  }

  void showDiff(bool onlyChanged) {
    std::string text;
    for (const Work& work : work_) {
      const std::string folder = several_ ? work.store->home().node() + "/" : std::string();
      for (const RestoreFile& file : work.undoing.files) {
        if (file.action != Action::none && (file.changedSince || !onlyChanged)) text += diffOf(file, folder);
      }
    }
    console_.out << (wantsColor(options_.color, console_) ? coloredDiff(text) : text);
    if (!text.empty()) console_.out << '\n';
    console_.out.flush();  // before what is told about it
  }

  static std::string diffOf(const RestoreFile& file, const std::string& folder) {
    DiffOptions options;
    options.oldName = file.action == Action::make ? "/dev/null" : fmt::format("a/{}{}", folder, file.path);
    options.newName = file.action == Action::remove ? "/dev/null" : fmt::format("b/{}{}", folder, file.path);
    if (!file.secret) return unifiedDiff(file.now, file.original, options);
    return notShown(options.oldName, options.newName);
  }

  std::string question() const {
    std::size_t files = 0;
    std::vector<std::string> runs;
    for (const Work& work : work_) {
      files += work.undoing.files.size();
      runs.push_back(fmt::format("{} of {}", runsOf(work), work.store->home().path()));
    }
    return printable(fmt::format("Undo {} ({})?", join(runs, ", "), counted(files, "file")));
  }

  Status write() {
    console_.writing.emplace();  // a signal between two runs is heard too
    for (const Work& work : work_) {
      for (const RestorePlan& planned : work.undoing.plans) {
        // What was seen is what is done; only the first of several runs could be seen as it will be.
        const bool first = &planned == &work.undoing.plans.front();
        const Result<RestorePlan> plan = first ? planned : work.store->planRestore(planned.run.name);
        if (!plan) return afterSome(plan.error());
        const auto run = work.store->restore(*plan, options_.forceChanged);
        logRun(options_, work.store->home(), Attempt::of(*plan), run, console_);
        if (!run) return afterSome(run.error());
        written_ = true;
        if (options_.quiet == 0) tellWritten(work, *plan, *run);
      }
      if (options_.quiet == 0) tellNotes(work);
    }
    return {};
  }

  Error afterSome(Error error) const {
    if (!written_) return error;
    const char* const note = "The runs told above are undone; each undo can be undone by itself.";
    error.hint += error.hint.empty() ? note : fmt::format(" {}", note);
    return error;
  }

  void tellWritten(const Work& work, const RestorePlan& plan, const Run& run) {
    const std::string prefix = nodePrefix(work.store->home(), several_);
    std::size_t files = 0;
    for (const RestoreFile& file : plan.files) {
      if (file.action == Action::none) continue;
      say(fmt::format("{} {}{}", file.action == Action::remove ? "removed" : "restored", prefix, file.path));
      ++files;
    }
    say(fmt::format("Restored: {}{} of run {}.", spaced(work), counted(files, "file"), plan.run.name));
    if (run.name.empty()) return;
    const std::string command = restoreCommand(work.store->home().path(), options_.store, run.name);
    say(fmt::format("Run {}; undo with: {}", run.name, command));
  }

  // Who else takes notice of it.
  void tellNotes(const Work& work) {
    for (const RestoreFile& file : work.undoing.files) {
      if (!file.shared || file.action == Action::none) continue;
      say(fmt::format("Note: {} is shared; the other nodes that reach it see this too.", file.path));
    }
    if (const auto pid = runningServer(work.store->home())) {
      say(fmt::format("Note: {}the server is running (pid {}): this takes effect most likely when it is restarted.",
                      spaced(work), *pid));
    }
  }

  // "run X", "2 runs of change CHG-1"
  std::string runsOf(const Work& work) const {
    const auto& plans = work.undoing.plans;
    if (request_.change.empty()) return "run " + plans.front().run.name;
    return fmt::format("{} of change {}", counted(plans.size(), "run"), request_.change);
  }

  std::vector<std::string> withPrefix(const Work& work, std::vector<std::string> paths) const {
    for (std::string& path : paths) path.insert(0, nodePrefix(work.store->home(), several_));
    return paths;
  }
  std::string spaced(const Work& work) const { return several_ ? work.store->home().node() + ": " : std::string(); }
  void say(const std::string& line) { console_.out << printable(line) << '\n'; }

  const RestoreRequest& request_;
  const Options& options_;
  Console& console_;
  bool several_;
  std::vector<Store> stores_;
  std::vector<Work> work_;
  bool written_ = false;
};

}  // namespace

ExitCode runRestore(const Options& options, Console& console) {
  const auto request = readRestoreRequest(options, console);
  Status done = request ? Restoring(*request, options, console).run() : Status(request.error());
  if (!done) printError(console, done.error());
  if (request) tellOfRuntimes(*request, options, console);
  return done ? kOk : exitCodeOf(done.error());
}

}  // namespace carbonfix
