#include "cli/restore_request.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "cli/given_homes.h"
#include "cli/messages.h"
#include "cli/run_text.h"
#include "store/run_name.h"

namespace carbonfix {
namespace {

bool canBeUndone(const Run& run) { return run.state == RunState::committed && run.undoneBy.empty(); }

ChosenRuns nothing(std::string why) { return {.names = {}, .nothing = std::move(why)}; }

ChosenRuns runsOfChange(const std::vector<Run>& runs, const Store& store, const std::string& change) {
  ChosenRuns chosen;
  for (const Run& run : runs) {
    if (run.kind == RunKind::apply && run.change == change && canBeUndone(run)) chosen.names.push_back(run.name);
  }
  if (!chosen.names.empty()) return chosen;
  return nothing(fmt::format("{} has no run of change {} that is not undone", store.home().path(), change));
}

ChosenRuns newest(const std::vector<Run>& runs, const Store& store) {
  const auto found =
      std::ranges::find_if(runs, [](const Run& run) { return run.kind == RunKind::apply && canBeUndone(run); });
  if (found != runs.end()) return {.names = {found->name}, .nothing = {}};
  return nothing(fmt::format("every run of {} is undone already", store.home().path()));
}

// An unknown name is left to the store, which knows what to say.
ChosenRuns named(const std::vector<Run>& runs, const std::string& name) {
  const auto run = std::ranges::find(runs, name, &Run::name);
  if (run != runs.end() && !run->undoneBy.empty()) {
    return nothing(fmt::format("run {} is undone already, by {}", name, run->undoneBy));
  }
  if (run != runs.end() && run->state == RunState::rolledBack) {
    return nothing(fmt::format("run {} was cut off and has been rolled back", name));
  }
  return {.names = {name}, .nothing = {}};
}

bool isNoFolderButRun(const std::string& word) {
  if (!parseRunName(word)) return false;
  const auto status = diskFileSystem().status(word);
  return status && status->kind == FileKind::missing;
}

// `carbonfix restore RUN`: the home is $CARBON_HOME.
bool isRunAlone(const std::vector<std::string>& arguments) {
  return arguments.size() == 1 && isNoFolderButRun(arguments.front());
}

}  // namespace

Result<RestoreRequest> readRestoreRequest(const Options& options, const Console& console) {
  const bool byChange = !options.store.change.empty();
  if (!byChange && options.arguments.size() > 2) {
    return Error{.message = "restore takes one home and at most one run",
                 .hint = "carbonfix restore HOME [RUN], or carbonfix restore --change ID HOME…"};
  }
  // As a variable that a script left unset: to take the newest run for it would undo what nobody named.
  if (!byChange && options.arguments.size() == 2 && options.arguments.back().empty()) {
    return Error{.message = "an empty word names no run",
                 .hint = "carbonfix history HOME tells the runs; without RUN the newest is undone"};
  }
  if (byChange && std::ranges::any_of(options.arguments, isNoFolderButRun)) {
    return Error{.message = "--change undoes all runs of the change, so no run can be named beside it",
                 .hint = "carbonfix restore HOME RUN, or carbonfix restore --change ID HOME…"};
  }
  Options homesOnly = options;
  const bool runAlone = !byChange && isRunAlone(options.arguments);
  if (!byChange) homesOnly.arguments.resize(runAlone ? 0 : std::min<std::size_t>(options.arguments.size(), 1));
  auto given = openGivenHomes(homesOnly, console);
  if (!given) return given.error().front();
  RestoreRequest request{.homes = std::move(given->homes), .run = {}, .runtimes = {}, .change = options.store.change};
  // The runtimes of an EI home have stores of their own; one run is of one store.
  if (!byChange) {
    std::move(request.homes.begin() + 1, request.homes.end(), std::back_inserter(request.runtimes));
    request.homes.erase(request.homes.begin() + 1, request.homes.end());
  }
  if (runAlone || (!byChange && options.arguments.size() == 2)) request.run = options.arguments.back();
  return request;
}

Result<ChosenRuns> chooseRuns(const Store& store, const RestoreRequest& request) {
  const auto runs = store.runs();
  if (!runs) return runs.error();
  if (!request.change.empty()) return runsOfChange(*runs, store, request.change);
  if (!runs->empty()) return request.run.empty() ? newest(*runs, store) : named(*runs, request.run);
  return Error{
      .message = fmt::format("{} has no run that could be undone", store.home().path()),
      .hint = "carbonfix keeps its runs in HOME/.carbonfix/runs, or below --state-dir; is this the right home?"};
}

void tellOfRuntimes(const RestoreRequest& request, const Options& options, Console& console) {
  if (!request.run.empty() || options.quiet > 0) return;
  for (const Home& runtime : request.runtimes) {
    const auto runs = Store(runtime, options.store).runs();
    if (!runs || newest(*runs, Store(runtime, options.store)).names.empty()) continue;
    printNote(console, fmt::format("the runtime {} has a run of its own: {}", runtime.node(),
                                   restoreCommand(runtime.path(), options.store)));
  }
}

Status checkChangeKnown(const std::vector<Store>& stores, const std::string& change) {
  std::vector<std::string> known;
  for (const Store& store : stores) {
    const auto runs = store.runs();
    if (!runs) return runs.error();
    for (const Run& run : *runs) {
      if (run.change == change) return {};
      if (!run.change.empty()) known.push_back(run.change);
    }
  }
  return Error{.message = fmt::format("no run was made for change {}{}", change, didYouMean(change, known)),
               .hint = "carbonfix history HOME tells the change of each run"};
}

}  // namespace carbonfix
