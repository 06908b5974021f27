#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "carbonfix/store/store.h"
#include "cli/apply_output.h"
#include "cli/commands.h"
#include "cli/confirm.h"
#include "cli/effects.h"
#include "cli/inputs.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/plan_file.h"
#include "cli/planned.h"
#include "cli/recovery.h"
#include "cli/run_log.h"
#include "cli/run_text.h"
#include "report/summary.h"

namespace carbonfix {

namespace {

// What would stop the run of the last home is told before the first is written.
Status checkWritable(const Planned& planned, const Options& options, Console& console) {
  for (std::size_t i = 0; i < planned.homes.size(); ++i) {
    Status can = Store(planned.homes[i], options.store).check(planned.changes[i]);
    if (can) continue;
    logRun(options, planned.homes[i], Attempt::of(planned.changes[i]), can.error(), console);
    return can;
  }
  return {};
}

// A changed file of a generated home does not survive the product's next start, so writing would only look like
// success; what moves data or identity needs the operator's word.
Status checkAllowed(const Planned& planned, const Options& options) {
  for (std::size_t i = 0; i < planned.homes.size(); ++i) {
    if (planned.changes[i].files.empty()) continue;
    if (Status lasts = checkNotGenerated(planned.homes[i], options); !lasts) return lasts;
    if (Status agreed = checkConsent(planned.changes[i], options); !agreed) return agreed;
  }
  return {};
}

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
  const std::string node = several ? home.node() + ":" : std::string();
  for (const FileChange& file : changes.files) {
    console.out << printable(fmt::format("{} {}{} ({})", file.created ? "made" : "wrote", node, file.path,
                                         join(file.patches, ", ")))
                << '\n';
  }
  std::vector<std::string> parts = unchangedParts(changes);
  parts.insert(parts.begin(), counted(changes.files.size(), "file") + " changed");
  console.out << printable(fmt::format("Applied: {}{}.", several ? home.node() + ": " : "", join(parts, ", "))) << '\n';
  for (const std::string& line : effectLines(changes, serverState(home, changes))) {
    console.out << printable(line) << '\n';
  }
  for (const std::string& note : changes.notes) console.out << printable(fmt::format("Note: {}.", note)) << '\n';
  console.out << printable(fmt::format("Run {}; undo with: {}", run.name,
                                       restoreCommand(home.path(), options.store, run.name)))
              << '\n';
}

void tellNothing(const ChangeSet& changes, bool several, Console& console) {
  const std::string node = several ? changes.node + ": " : std::string();
  std::vector<std::string> reasons = unchangedParts(changes);
  reasons.insert(reasons.end(), changes.notes.begin(), changes.notes.end());
  console.out << printable(fmt::format("Nothing to do: {}{}. Nothing was written.", node, join(reasons, ", "))) << '\n';
}

ExitCode writeAll(const Planned& planned, const Options& options, Console& console) {
  console.writing.emplace();  // a signal between two homes is heard too
  const bool several = planned.homes.size() > 1;
  bool written = false;
  for (std::size_t i = 0; i < planned.homes.size(); ++i) {
    const ChangeSet& changes = planned.changes[i];
    if (changes.files.empty()) {
      if (options.quiet == 0) tellNothing(changes, several, console);
      continue;
    }
    const auto run = Store(planned.homes[i], options.store).commit(changes, planned.secrets);
    logRun(options, planned.homes[i], Attempt::of(changes), run, console);
    if (!run) {
      printError(console, run.error());
      if (written) printNote(console, "the homes before this one keep their changes; each can be undone by itself");
      return exitCodeOf(run.error());
    }
    written = true;
    if (options.quiet == 0) tellWritten(planned.homes[i], changes, *run, options, several, console);
  }
  return kOk;
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
