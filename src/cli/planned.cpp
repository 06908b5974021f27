#include "cli/planned.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/log.h"
#include "carbonfix/base/secrets.h"
#include "carbonfix/base/text.h"
#include "carbonfix/patch/replaced_secrets.h"
#include "carbonfix/patch/unified_diff.h"
#include "carbonfix/store/shared_files.h"
#include "carbonfix/store/store.h"
#include "cli/colored_diff.h"
#include "cli/effects.h"
#include "cli/given_homes.h"
#include "cli/home_values.h"
#include "cli/inputs.h"
#include "cli/interrupted.h"
#include "cli/recovery.h"
#include "cli/target_notes.h"
#include "report/summary.h"
#include "store/secret_files.h"

namespace carbonfix {
namespace {

using Kind = PatchOutcome::Kind;

void addOnce(std::vector<std::string>& list, const std::string& value) {
  if (std::ranges::find(list, value) == list.end()) list.push_back(value);
}

std::vector<std::string> idsOf(const ChangeSet& changes, Kind kind) {
  std::vector<std::string> ids;
  for (const PatchOutcome& outcome : changes.outcomes) {
    if (outcome.kind == kind) addOnce(ids, outcome.id);
  }
  return ids;
}

// The patch that is behind a line of the new text: the last edit that starts on or before it.
std::string patchAtLine(const FileChange& file, std::size_t line) {
  std::string patch = file.editPatches.empty() ? std::string() : file.editPatches.front();
  std::size_t newLine = 1;
  std::size_t at = 0;  // of the old text, up to which lines are counted
  const auto linesIn = [](std::string_view text) { return static_cast<std::size_t>(std::ranges::count(text, '\n')); };
  for (std::size_t i = 0; i < file.edits.size() && i < file.editPatches.size(); ++i) {
    const Edit& edit = file.edits[i];
    newLine += linesIn(std::string_view(file.before).substr(at, edit.offset - at));
    if (newLine > line) break;
    patch = file.editPatches[i];
    newLine += linesIn(edit.text);
    at = edit.offset + edit.length;
  }
  return patch;
}

// The secret that a run once wrote to the file: does this plan write it too, or another one in its place?
bool knowsSecretOf(const Planned& planned, const FileChange& file) {
  return hidesSecret(file.before, planned.secrets) || !replacedSecrets(file, planned.secrets).empty();
}

void addTargetNotes(const Home& home, const Options& options, ChangeSet& changes) {
  std::vector<std::string> notes = managerNotes(changes);
  std::ranges::move(notes, std::back_inserter(changes.notes));
  if (options.command->bit != kPlan) return;  // apply finds out
  notes = replaceNotes(home, changes);
  std::ranges::move(notes, std::back_inserter(changes.notes));
}

}  // namespace

bool Planned::isEmpty() const {
  return std::ranges::all_of(changes, [](const ChangeSet& set) { return set.files.empty(); });
}

Result<Planned, Errors> planGiven(const Options& options, Console& console, Purpose purpose) {
  auto given = openGivenHomes(options, console);
  if (!given) return given.error();
  if (purpose == Purpose::write) {
    for (Home& home : given->homes) {
      if (auto recovered = recoverHome(home, options, console); !recovered) return Errors{recovered.error()};
    }
  }
  const bool interrupted = purpose == Purpose::show && warnOfInterruptions(given->homes, options, console);
  auto packs = patchPacks(options, console);
  if (!packs) return packs.error();
  auto values = valuesOfHomes(options, *given, *packs, console);
  if (!values) return values.error();

  Planned planned{.homes = std::move(given->homes),
                  .changes = {},
                  .secrets = secretValues(*packs, values->homes),
                  .secretFiles = {},
                  .interrupted = interrupted,
                  .packs = std::move(*packs),
                  .values = std::move(*values),
                  .inventory = std::move(given->inventory)};
  Errors errors;
  for (std::size_t i = 0; i < planned.homes.size(); ++i) {
    const Home& home = planned.homes[i];
    logInfo(fmt::format("planning {} ({})", home.path(), home.node()));
    const auto runs = Store(home, options.store).runs();
    planned.secretFiles.push_back(runs ? secretFilesOf(*runs) : std::set<std::string>());
    auto changes = planChanges(home, planned.packs, planned.values.homes[i]);
    if (changes) {
      addTargetNotes(home, options, *changes);
      for (std::string& note : changes->notes) note = maskKnown(note, planned.secrets);
      planned.changes.push_back(std::move(*changes));
      continue;
    }
    for (Error& error : changes.error()) {
      // A value that does not fit is quoted, and so are keys.
      error.message = maskKnown(error.message, planned.secrets);
      error.hint = maskKnown(error.hint, planned.secrets);
      if (planned.homes.size() > 1) error.message = fmt::format("{}: {}", home.node(), error.message);
      error.postCondition = error.postCondition && !interrupted;  // of these files nothing can be said
      errors.push_back(std::move(error));
    }
  }
  if (!errors.empty()) return errors;
  if (Status shared = leaveSharedFilesToOne(planned.homes, planned.changes); !shared) {
    return Errors{std::move(shared).error()};
  }
  return planned;
}

std::string diffText(const Planned& planned, bool mask, bool color) {
  const bool several = planned.homes.size() > 1;
  std::string out;
  for (std::size_t i = 0; i < planned.changes.size(); ++i) {
    const ChangeSet& changes = planned.changes[i];
    const std::string folder = several ? changes.node + "/" : std::string();
    for (const FileChange& file : changes.files) {
      DiffOptions options;
      options.oldName = file.created ? "/dev/null" : fmt::format("a/{}{}", folder, file.path);
      options.newName = fmt::format("b/{}{}", folder, file.path);
      options.heading = [&file](std::size_t line) { return patchAtLine(file, line); };
      options.mask = mask;
      options.secrets = planned.secrets;
      options.oldSecrets = replacedSecrets(file, planned.secrets);
      const bool isShown = !mask || !planned.secretFiles[i].contains(file.path) || knowsSecretOf(planned, file);
      out += isShown ? unifiedDiff(file.before, file.after, options) : notShown(options.oldName, options.newName);
    }
  }
  return color ? coloredDiff(out) : out;
}

std::vector<std::string> unchangedParts(const ChangeSet& changes) {
  const std::vector<std::string> changed = idsOf(changes, Kind::changed);
  std::size_t done = 0;
  for (const std::string& id : idsOf(changes, Kind::alreadyDone)) {
    if (std::ranges::find(changed, id) == changed.end()) ++done;
  }
  std::vector<std::string> reasons;
  for (const PatchOutcome& outcome : changes.outcomes) {
    if (outcome.kind == Kind::notApplicable) addOnce(reasons, fmt::format("{}: {}", outcome.id, outcome.why));
  }
  std::vector<std::string> parts;
  if (done > 0) parts.push_back(fmt::format("{} already done", counted(done, "patch")));
  if (!reasons.empty()) parts.push_back(fmt::format("{} not applicable ({})", reasons.size(), join(reasons, "; ")));
  return parts;
}

std::string planLines(const Planned& planned) {
  std::string out;
  for (std::size_t i = 0; i < planned.homes.size(); ++i) {
    const ChangeSet& changes = planned.changes[i];
    std::vector<std::string> parts = unchangedParts(changes);
    std::string first = counted(changes.files.size(), "file") + " to change";
    if (const auto ids = idsOf(changes, Kind::changed); !ids.empty()) first += fmt::format(" ({})", join(ids, ", "));
    parts.insert(parts.begin(), first);
    const std::string node = planned.homes.size() > 1 ? changes.node + ": " : std::string();
    out += printable(fmt::format("Plan: {}{}.", node, join(parts, ", "))) + "\n";
    std::vector<std::string> lines = effectLines(changes, serverState(planned.homes[i], changes));
    if (std::string consent = consentLine(changes); !consent.empty()) lines.push_back(std::move(consent));
    for (const std::string& line : lines) out += printable(node + line) + "\n";
    for (const std::string& note : changes.notes) out += printable(fmt::format("{}Note: {}.", node, note)) + "\n";
  }
  return out;
}

ExitCode codeOf(const Errors& errors) {
  for (const Error& error : errors) {
    if (error.signal != 0) return exitCodeOf(error);
  }
  return std::ranges::all_of(errors, &Error::postCondition) ? kFindings : kTrouble;
}

}  // namespace carbonfix
