#include "cli/recovery.h"

#include <fmt/format.h>

#include "carbonfix/base/interrupt.h"
#include "cli/confirm.h"
#include "cli/messages.h"
#include "cli/run_log.h"

namespace carbonfix {
namespace {

void tell(const Recovery& done, const Store& store, const Options& options, Console& console) {
  logRecovery(options, store.home(), done.run, console);
  if (options.quiet > 1) return;
  const std::string& home = store.home().node().empty() ? store.home().path() : store.home().node();
  printNote(console, fmt::format("rolled back the run {} of {}, which was cut off", done.run.name, home));
  for (const std::string& path : done.left) {
    printNote(console, fmt::format("left alone, because somebody changed it since: {}", store.home().absolute(path)));
  }
}

}  // namespace

Status checkMayRecover(const Store& store, const Options& options, Console& console) {
  if (options.yes || console.canAsk) return {};
  const auto interrupted = store.interrupted();
  if (!interrupted) return interrupted.error();
  return interrupted->has_value() ? confirm({}, options, console) : Status();
}

Result<bool> recoverFirst(Store& store, const Options& options, Console& console) {
  const InterruptGuard guard;  // a signal waits until the home is whole again, and is heard then
  const auto recovery = store.recover();
  if (!recovery) return recovery.error();
  if (recovery->has_value()) tell(**recovery, store, options, console);
  if (Status goOn = checkInterrupt(); !goOn) return goOn.error();
  return recovery->has_value();
}

Status recoverHome(Home& home, const Options& options, Console& console) {
  Store store(home, options.store);
  if (Status may = checkMayRecover(store, options, console); !may) return may;
  const auto recovered = recoverFirst(store, options, console);
  if (!recovered) return recovered.error();
  if (!*recovered) return {};
  // What was listed and read of the home may be of the run that is no more.
  auto again = Home::open(home.files(), home.path(), home.node());
  if (!again) return std::move(again).error();
  if (!options.assume.empty()) again->setFacts(home.facts());
  home = std::move(*again);
  return {};
}

ExitCode exitCodeOf(const Error& error) {
  return error.signal == 0 ? kTrouble : static_cast<ExitCode>(kSignalled + error.signal);
}

}  // namespace carbonfix
