#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "carbonfix/store/store.h"
#include "cli/apply_output.h"
#include "cli/commands.h"
#include "cli/confirm.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/plan_file.h"
#include "cli/planned.h"
#include "cli/run_text.h"
#include "cli/writing_homes.h"
#include "report/summary.h"

namespace carbonfix {
namespace {

std::string question(const Planned& planned) {
  std::size_t files = 0;
  std::vector<std::string> homes;
  for (std::size_t i = 0; i < planned.homes.size(); ++i) {
    if (planned.changes[i].files.empty()) continue;
    files += planned.changes[i].files.size();
    homes.push_back(planned.homes[i].path());
  }
  return printable(fmt::format("Change {} in {}?", counted(files, "file"), join(homes, ", ")));
}

void tellWritten(const Home& home, const ChangeSet& changes, const Run& run, const Options& options, bool several,
                 Console& console) {
  console.out << filesWritten(changes, nodePrefix(home, several));
  std::vector<std::string> parts = unchangedParts(changes);
  parts.insert(parts.begin(), counted(changes.files.size(), "file") + " changed");
  console.out << printable(fmt::format("Applied: {}{}.", several ? home.node() + ": " : "", join(parts, ", "))) << '\n'
              << aboutRun(home, changes, run, options);
}

void tellNothing(const ChangeSet& changes, bool several, Console& console) {
  const std::string node = several ? changes.node + ": " : std::string();
  std::vector<std::string> reasons = unchangedParts(changes);
  reasons.insert(reasons.end(), changes.notes.begin(), changes.notes.end());
  console.out << printable(fmt::format("Nothing to do: {}{}. Nothing was written.", node, join(reasons, ", "))) << '\n';
}

ExitCode writeAll(const Planned& planned, const Options& options, Console& console) {
  const bool several = planned.homes.size() > 1;
  return writeHomes(planned, options, console, [&](std::size_t i, const Run* run) {
    if (options.quiet > 0) return;
    if (run == nullptr) return tellNothing(planned.changes[i], several, console);
    tellWritten(planned.homes[i], planned.changes[i], *run, options, several, console);
  });
}

}  // namespace

ExitCode runApply(const Options& options, Console& console) {
  const auto plan = planArgument(options);
  const Purpose purpose = options.outputDir.empty() ? Purpose::write : Purpose::show;
  const auto planned = plan ? planAgain(*plan, options, console, purpose) : planGiven(options, console, purpose);
  if (!planned) {
    printErrors(console, planned.error());
    printNote(console, "nothing was written");
    return codeOf(planned.error());
  }
  if (planned->interrupted) {  // only where nothing is rolled back, for --output
    printNote(console, "nothing was written");
    return kTrouble;
  }
  if (planned->isEmpty()) return writeAll(*planned, options, console);
  if (const Status allowed = checkAllowed(*planned, options); !allowed) {
    printError(console, allowed.error());
    return kTrouble;
  }
  if (!options.outputDir.empty()) return writeOutput(*planned, options, console);
  if (const Status writable = checkWritable(*planned, options, console); !writable) {
    printError(console, writable.error());
    return kTrouble;
  }
  if (!options.yes && console.canAsk) {
    console.out << diffText(*planned, true, wantsColor(options.color, console)) << '\n' << planLines(*planned);
  }
  if (const Status agreed = confirm(question(*planned), options, console); !agreed) {
    printError(console, agreed.error());
    return kTrouble;
  }
  return writeAll(*planned, options, console);
}

}  // namespace carbonfix
