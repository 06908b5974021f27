#include "cli/lint_fixing.h"

#include <ostream>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "carbonfix/store/shared_files.h"
#include "carbonfix/store/store.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/run_text.h"
#include "cli/target_notes.h"
#include "cli/writing_homes.h"
#include "report/summary.h"
#include "store/secret_files.h"

namespace carbonfix {
namespace {

std::string inRounds(const Mended& mended) {
  return mended.rounds > 1 ? fmt::format(" in {} rounds", mended.rounds) : std::string();
}

std::string placeOf(const Finding& finding, bool several) {
  std::string place = several ? finding.node + ":" : std::string();
  place += finding.path;
  if (finding.located) place += fmt::format(":{}", finding.location.start.line);
  return place;
}

// "Not fixed: conf/a.xml:3: my.rule: why.", a line each.
std::string droppedLines(const Mended& mended, bool several) {
  std::string text;
  for (const DroppedFix& each : mended.dropped) {
    text += printable(fmt::format("Not fixed: {}: {}: {}", placeOf(each.finding, several), each.finding.id, each.why)) +
            "\n";
  }
  if (mended.outOfRounds) {
    text += fmt::format("Not fixed: the rest, after {} rounds; run it again to go on\n", kMaxFixRounds);
  }
  return text;
}

}  // namespace

Result<Planned> planFixes(std::vector<Home> homes, std::vector<ChangeSet> changes, std::vector<std::string> secrets,
                          const Options& options) {
  Planned planned{.homes = std::move(homes),
                  .changes = std::move(changes),
                  .secrets = std::move(secrets),
                  .secretFiles = {},
                  .interrupted = false,
                  .packs = {},
                  .values = {},
                  .inventory = {}};
  for (std::size_t i = 0; i < planned.homes.size(); ++i) {
    const auto runs = Store(planned.homes[i], options.store).runs();
    planned.secretFiles.push_back(runs ? secretFilesOf(*runs) : std::set<std::string>());
    planned.changes[i].notes = managerNotes(planned.changes[i]);
  }
  if (Status shared = leaveSharedFilesToOne(planned.homes, planned.changes); !shared) return std::move(shared).error();
  return planned;
}

ExitCode writeFixes(const Planned& planned, const Mended& mended, const Options& options, Console& console,
                    std::ostream& account) {
  Status can = checkAllowed(planned, options);
  if (can) can = checkWritable(planned, options, console);
  if (!can) {
    printError(console, can.error());
    printNote(console, "nothing was written");
    return kTrouble;
  }
  const bool several = planned.homes.size() > 1;
  const ExitCode code = writeHomes(planned, options, console, [&](std::size_t i, const Run* run) {
    if (options.quiet > 0 || run == nullptr) return;
    account << filesWritten(planned.changes[i], nodePrefix(planned.homes[i], several))
            << aboutRun(planned.homes[i], planned.changes[i], *run, options);
  });
  if (code != kOk || options.quiet > 0) return code;
  account << droppedLines(mended, several);
  account << (mended.fixed.empty()
                  ? "Nothing to fix. Nothing was written.\n"
                  : fmt::format("Fixed {}{}.\n", counted(mended.fixed.size(), "finding"), inRounds(mended)))
          << '\n';
  return code;
}

void showFixes(const Planned& planned, const Mended& mended, const Options& options, Console& console) {
  const std::string diff = diffText(planned, true, wantsColor(options.color, console));
  if (options.quiet < 2) console.out << diff;
  if (options.quiet > 0) return;
  console.out << (diff.empty() ? "" : "\n") << droppedLines(mended, planned.homes.size() > 1);
  console.out << (mended.fixed.empty() ? "Nothing to fix.\n"
                                       : fmt::format("--fix would fix {}{}.\n", counted(mended.fixed.size(), "finding"),
                                                     inRounds(mended)));
}

}  // namespace carbonfix
