#include "cli/interrupted.h"

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "cli/messages.h"
#include "cli/run_text.h"
#include "lint/selection.h"
#include "store/store_folder.h"

namespace carbonfix {
namespace {

constexpr std::size_t kNamed = 10;

// The folder of the store as lint's reader finds it: from the home, or from anywhere when it is not in there.
std::string seenFromHome(const Home& home, const StoreOptions& options, const std::string& path) {
  if (options.stateDir.empty()) return path.substr(home.absolute({}).size());
  return home.files().realPath(path).value_or(path);
}

std::string whatIsHalf(const Run& run) {
  // Nothing is renamed before the run says `prepared`.
  if (run.state == RunState::intended) return "before it had changed a file, and left temporaries behind";
  std::vector<std::string> paths;
  for (const RunFile& file : run.files) {
    if (paths.size() < kNamed) paths.push_back(file.path);
  }
  std::string named = join(paths, ", ");
  if (run.files.size() > kNamed) named += fmt::format(" and {} more", run.files.size() - kNamed);
  return fmt::format("while it wrote, so that some of its files may be new and others old: {}", named);
}

}  // namespace

Finding interruptedFinding(const Home& home, const StoreOptions& options, const Run& run) {
  Finding finding;
  finding.id = kRunInterrupted;
  finding.message =
      fmt::format("A run of {} ({}, by {}) was cut off {}.", run.kind == RunKind::apply ? "apply" : "restore",
                  timeOf(run), whoRan(run), whatIsHalf(run));
  finding.help = fmt::format("The next apply or restore puts the files back before anything else: {}",
                             restoreCommand(home.path(), options));
  finding.node = home.node();
  finding.path = seenFromHome(home, options, StoreFolder(home, options).manifestPath(run.name));
  finding.located = true;
  finding.location.start = {.line = 1, .column = 1};
  finding.location.end = finding.location.start;
  return finding;
}

Interruptions findInterruptions(const std::vector<Home>& homes, const StoreOptions& options) {
  Interruptions all;
  const auto notChecked = [&](const Home& home, const std::string& why) {
    all.notChecked.push_back(
        {.node = home.node(), .path = seenFromHome(home, options, StoreFolder(home, options).path()), .why = why});
  };
  for (const Home& home : homes) {
    const auto run = Store(home, options).unfinished();
    if (!run) {
      notChecked(home, "whether a run was cut off: " + run.error().message);
    } else if (run->has_value() && !(*run)->holder.empty()) {
      notChecked(home, fmt::format("files of a run that is not at its end: {}", (*run)->holder));
    } else if (run->has_value()) {
      all.findings.push_back(interruptedFinding(home, options, (*run)->run));
    }
  }
  return all;
}

bool warnOfInterruptions(const std::vector<Home>& homes, const Options& options, Console& console) {
  const Interruptions found = findInterruptions(homes, options.store);
  const auto named = [&homes](const std::string& node, const std::string& text) {
    return homes.size() > 1 ? fmt::format("{}: {}", node, text) : text;
  };
  for (const Finding& finding : found.findings) {
    if (options.quiet > 1) break;
    printWarning(console, named(finding.node, fmt::format("{} [{}]", finding.message, finding.id)), finding.help);
  }
  if (options.quiet > 0) return !found.findings.empty();
  for (const NotChecked& entry : found.notChecked) printNote(console, named(entry.node, "not checked: " + entry.why));
  return !found.findings.empty();
}

}  // namespace carbonfix
