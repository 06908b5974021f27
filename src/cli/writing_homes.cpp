#include "cli/writing_homes.h"

#include <string>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "cli/effects.h"
#include "cli/inputs.h"
#include "cli/messages.h"
#include "cli/recovery.h"
#include "cli/run_log.h"
#include "cli/run_text.h"

namespace carbonfix {

Status checkAllowed(const Planned& planned, const Options& options) {
  for (std::size_t i = 0; i < planned.homes.size(); ++i) {
    if (planned.changes[i].files.empty()) continue;
    if (Status lasts = checkNotGenerated(planned.homes[i], options); !lasts) return lasts;
    if (Status agreed = checkConsent(planned.changes[i], options); !agreed) return agreed;
  }
  return {};
}

Status checkWritable(const Planned& planned, const Options& options, Console& console) {
  for (std::size_t i = 0; i < planned.homes.size(); ++i) {
    Status can = Store(planned.homes[i], options.store).check(planned.changes[i]);
    if (can) continue;
    logRun(options, planned.homes[i], Attempt::of(planned.changes[i]), can.error(), console);
    return can;
  }
  return {};
}

ExitCode writeHomes(const Planned& planned, const Options& options, Console& console, const TellHome& tell) {
  console.writing.emplace();  // a signal between two homes is heard too
  bool written = false;
  for (std::size_t i = 0; i < planned.homes.size(); ++i) {
    const ChangeSet& changes = planned.changes[i];
    if (changes.files.empty()) {
      tell(i, nullptr);
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
    tell(i, &*run);
  }
  return kOk;
}

std::string filesWritten(const ChangeSet& changes, const std::string& node) {
  std::string text;
  for (const FileChange& file : changes.files) {
    text += printable(fmt::format("{} {}{} ({})", file.created ? "made" : "wrote", node, file.path,
                                  join(file.patches, ", "))) +
            "\n";
  }
  return text;
}

std::string aboutRun(const Home& home, const ChangeSet& changes, const Run& run, const Options& options) {
  std::string text;
  for (const std::string& line : effectLines(changes, serverState(home, changes))) text += printable(line) + "\n";
  for (const std::string& note : changes.notes) text += printable(fmt::format("Note: {}.", note)) + "\n";
  return text +
         printable(
             fmt::format("Run {}; undo with: {}", run.name, restoreCommand(home.path(), options.store, run.name))) +
         "\n";
}

}  // namespace carbonfix
