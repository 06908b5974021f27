// carbonfix history: the runs of homes, whether their stores are healthy, and what of them is kept.
#include <ostream>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "carbonfix/store/store.h"
#include "cli/commands.h"
#include "cli/given_homes.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/prune.h"
#include "cli/run_text.h"
#include "cli/store_health.h"

namespace carbonfix {
namespace {

// What belongs to pruning, and what does not.
Status checkOptions(const Options& options, bool prune) {
  const bool pruning = options.keep || options.dropSecrets;
  if (prune && !pruning) {
    return Error{.message = "history prune wants to know what to remove: --keep N, --secrets, or both",
                 .hint = "carbonfix history prune --keep 20 HOME; carbonfix history prune --secrets HOME"};
  }
  if (prune && options.check) return Error{.message = "history prune does not go with --check", .hint = {}};
  if (!prune && pruning) {
    return Error{.message = fmt::format("option {} is for history prune", options.keep ? "--keep" : "--secrets"),
                 .hint = "carbonfix history prune --keep N HOME"};
  }
  return {};
}

Status listRuns(const Store& store, bool several, const Options& options, Console& console) {
  const auto runs = store.runs();
  if (!runs) return runs.error();
  const auto interrupted = store.interrupted();
  if (!interrupted) return interrupted.error();
  const std::string prefix = nodePrefix(store.home(), several);
  for (const Run& run : *runs) {
    if (options.quiet > 1) break;
    console.out << (options.quiet > 0 ? printable(prefix + run.name) + '\n'
                                      : describeRun(run, !interrupted->has_value(), prefix));
  }
  if (runs->empty() && options.quiet == 0) {
    const std::string& kept = options.store.stateDir;
    console.out << printable(fmt::format("No runs of {} are kept in {}.", store.home().path(),
                                         kept.empty() ? store.home().absolute(".carbonfix") : kept))
                << '\n';
  }
  return {};
}

}  // namespace

ExitCode runHistory(const Options& options, Console& console) {
  const bool prune = !options.arguments.empty() && options.arguments.front() == "prune";
  if (const Status fits = checkOptions(options, prune); !fits) {
    printError(console, fits.error());
    return kTrouble;
  }
  Options homesOnly = options;
  if (prune) homesOnly.arguments.erase(homesOnly.arguments.begin());
  const auto homes = openGivenHomes(homesOnly, console);
  if (!homes) {
    printErrors(console, homes.error());
    return kTrouble;
  }
  if (prune) return pruneHomes(homes->homes, options, console);
  if (options.check) return checkHomes(homes->homes, options, console);

  ExitCode code = kOk;
  for (const Home& home : homes->homes) {
    const Status listed = listRuns(Store(home, options.store), homes->homes.size() > 1, options, console);
    if (listed) continue;
    printError(console, listed.error());
    code = kTrouble;
  }
  return code;
}

}  // namespace carbonfix
