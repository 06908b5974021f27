// Undoing a run: its files get back the bytes that they had.
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "carbonfix/store/store.h"
#include "store/replacement.h"
#include "store/run_folder.h"
#include "store/target.h"

namespace carbonfix {
namespace {

Result<Run> newestCommitted(const Home& home) {
  const auto runs = listRuns(home);
  if (!runs) return runs.error();
  for (const Run& run : *runs) {
    if (run.state == RunState::committed) return run;
  }
  return Error{.message = fmt::format("there is nothing to restore in {}: {}", home.path(),
                                      runs->empty() ? "no run has changed it" : "every run is undone already"),
               .path = home.path()};
}

Result<Run> runCalled(const Home& home, const std::string& name) {
  const auto names = runNames(home);
  if (!names) return names.error();
  std::vector<std::string> known;
  for (const RunName& each : *names) {
    known.push_back(each.text());
    if (known.back() != name) continue;
    auto run = loadRun(home, name);
    if (!run || !run->name.empty()) return run;
    return Error{.message = fmt::format("the run {} ended before it changed anything", name), .path = home.path()};
  }
  return Error{.message = fmt::format("there is no run {} in {}{}", name, home.path(), didYouMean(name, known)),
               .path = home.path(),
               .hint = known.empty() ? "No run has changed this home." : "Known runs: " + join(known, ", ")};
}

// The files that are as the run left them, with the bytes to put back.
Result<std::vector<Target>> findTargets(const Home& home, const Run& run) {
  std::vector<Target> targets;
  std::vector<std::string> foreign;
  for (const RunFile& file : run.files) {
    const bool wasMade = file.digestBefore.empty();
    if (wasMade) {
      const auto there = home.files().linkStatus(home.absolute(file.path));
      if (there && there->kind == FileKind::missing) continue;
    }
    auto target = findTarget(home, file.path);
    if (!target) return std::move(target).error();
    const std::string digest = sha256(target->before);
    if (digest == file.digestBefore) continue;
    if (digest != file.digestAfter) {
      foreign.push_back(file.path);
      continue;
    }
    if (wasMade) {
      target->kind = TargetKind::remove;
      targets.push_back(std::move(*target));
      continue;
    }
    auto original = loadOriginal(home, run.name, file);
    if (!original) return std::move(original).error();
    target->after = std::move(*original);
    targets.push_back(std::move(*target));
  }
  if (foreign.empty()) return withoutAliases(std::move(targets));
  return Error{
      .message = fmt::format("changed after the run {}: {}", run.name, join(foreign, ", ")),
      .path = home.absolute(foreign.front()),
      .hint = fmt::format("Nothing was changed. Undo what came after it first, or take what you need from {}/before.",
                          runFolderPath(home, run.name))};
}

}  // namespace

Result<std::vector<Run>> listRuns(const Home& home) {
  const auto names = runNames(home);
  if (!names) return names.error();
  std::vector<Run> runs;
  for (const RunName& name : *names) {
    auto run = loadRun(home, name.text());
    if (!run) return std::move(run).error();
    if (!run->name.empty()) runs.push_back(std::move(*run));
  }
  return runs;
}

Result<Restored> restoreRun(const Home& home, const std::string& name) {
  auto run = name.empty() ? newestCommitted(home) : runCalled(home, name);
  if (!run) return std::move(run).error();
  auto targets = findTargets(home, *run);
  if (!targets) return std::move(targets).error();

  Restored restored;
  for (const Target& target : *targets) restored.files.push_back(target.path);
  restored.run = std::move(*run);
  restored.run.state = RunState::restored;
  ManifestUpdate update(home, restored.run);
  if (auto done = update.stage(); !done) {
    Error error = std::move(done).error();
    error.hint += error.hint.empty() ? "Nothing was changed." : " Nothing was changed.";
    return error;
  }
  Replacement replacement(home.files(), std::move(*targets));
  if (auto done = replacement.run([&] { return update.seal(); }); !done) return std::move(done).error();
  return restored;
}

}  // namespace carbonfix
