// carbonfix snapshot: homes as text for another machine.
#include <ostream>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "carbonfix/base/log.h"
#include "carbonfix/base/process.h"
#include "carbonfix/base/text.h"
#include "carbonfix/lint/snapshot_taker.h"
#include "carbonfix/rules/builtin.h"
#include "cli/commands.h"
#include "cli/given_homes.h"
#include "cli/inputs.h"
#include "cli/left_out.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/snapshot_key.h"

namespace carbonfix {

ExitCode runSnapshot(const Options& options, Console& console) {
  const auto fail = [&console](const Errors& errors) {
    printErrors(console, errors);
    return kTrouble;
  };
  const auto key = snapshotKey(options, console);
  if (!key) return fail({key.error()});
  const auto now = secondOf(console);
  if (!now) return fail({now.error()});
  auto packs = lintPacks(options, console);
  if (!packs) return fail(packs.error());
  if (options.builtinRules) packs->push_back(builtinPorts());
  const auto given = openGivenHomes(options, console);
  if (!given) return fail(given.error());

  const SnapshotTaking taking{
      .machine = currentOperator().host, .taken = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(*now)), .key = *key};
  bool isWhole = true;
  for (const Home& home : given->homes) {
    logInfo(fmt::format("taking a snapshot of {} ({})", home.path(), home.node()));
    const TakenSnapshot taken = takeSnapshot(home, *packs, taking);
    console.out << snapshotXml(taken.snapshot);
    for (const Error& unread : taken.unread) {
      isWhole = false;
      if (options.quiet < 2)
        printWarning(console, fmt::format("{}: {}", home.absolute(unread.path), unread.message), {});
    }
  }
  return isWhole ? kOk : kTrouble;
}

}  // namespace carbonfix
