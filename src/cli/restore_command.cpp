#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "carbonfix/store/store.h"
#include "cli/commands.h"
#include "cli/confirm.h"
#include "cli/given_homes.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "report/summary.h"

namespace carbonfix {
namespace {

struct Target {
  Home home;
  std::string run;  // empty: the newest that is not undone
};

Result<Target> findTarget(const Options& options, const Console& console) {
  if (options.arguments.size() > 2) {
    return Error{.message = "restore takes one home and at most one run", .hint = "carbonfix restore HOME [RUN]"};
  }
  Options homeOnly = options;
  homeOnly.arguments.resize(std::min<std::size_t>(options.arguments.size(), 1));
  auto homes = openGivenHomes(homeOnly, console);
  if (!homes) return homes.error().front();
  return Target{.home = std::move(homes->homes.front()),
                .run = options.arguments.size() == 2 ? options.arguments.back() : std::string()};
}

// The run to undo. Null: every run of this home is undone already.
Result<const Run*> chooseRun(const std::vector<Run>& runs, const Target& target) {
  if (runs.empty()) {
    return Error{.message = fmt::format("{} has no run that could be undone", target.home.path()),
                 .hint = "carbonfix keeps its runs in HOME/.carbonfix/runs; is this the right home?"};
  }
  if (target.run.empty()) {
    const auto newest = std::ranges::find(runs, RunState::committed, &Run::state);
    return newest == runs.end() ? nullptr : &*newest;
  }
  std::vector<std::string> names;
  for (const Run& run : runs) {
    if (run.name == target.run) return run.state == RunState::restored ? nullptr : &run;
    names.push_back(run.name);
  }
  return Error{
      .message = fmt::format("{} has no run \"{}\"{}", target.home.path(), target.run, didYouMean(target.run, names)),
      .hint = fmt::format("its runs, newest first: {}", join(names, ", "))};
}

}  // namespace

ExitCode runRestore(const Options& options, Console& console) {
  const auto fail = [&console](const Error& error) {
    printError(console, error);
    return kTrouble;
  };
  const auto target = findTarget(options, console);
  if (!target) return fail(target.error());
  const auto runs = listRuns(target->home);
  if (!runs) return fail(runs.error());
  const auto run = chooseRun(*runs, *target);
  if (!run) return fail(run.error());
  if (*run == nullptr) {
    if (options.quiet == 0) {
      console.out << printable(fmt::format("Nothing to restore: {} of {} is undone already.",
                                           target->run.empty() ? "every run" : "run " + target->run,
                                           target->home.path()))
                  << '\n';
    }
    return kOk;
  }
  const std::string question =
      fmt::format("Undo run {} of {} ({})?", (*run)->name, target->home.path(), counted((*run)->files.size(), "file"));
  if (const Status agreed = confirm(printable(question), options, console); !agreed) return fail(agreed.error());

  const auto restored = restoreRun(target->home, (*run)->name);
  if (!restored) return fail(restored.error());
  if (options.quiet > 0) return kOk;
  for (const std::string& file : restored->files) {
    const auto of = std::ranges::find(restored->run.files, file, &RunFile::path);
    const bool wasMade = of != restored->run.files.end() && of->digestBefore.empty();
    console.out << printable((wasMade ? "removed " : "restored ") + file) << '\n';
  }
  console.out << printable(fmt::format("Restored: {} of run {}.", counted(restored->files.size(), "file"),
                                       restored->run.name))
              << '\n';
  return kOk;
}

}  // namespace carbonfix
