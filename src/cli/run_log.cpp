#include "cli/run_log.h"

#include <algorithm>

#include <fmt/format.h>

#include "carbonfix/base/system_log.h"
#include "carbonfix/base/text.h"
#include "cli/messages.h"

namespace carbonfix {
namespace {

std::string resultOf(const Result<Run>& run) {
  if (run) return run->state == RunState::rolledBack ? "rolled-back" : "done";
  return run.error().signal != 0 ? "rolled-back" : "failed";
}

void tell(const std::string& line, Console& console) {
  if (const Status told = tellSystemLog(line); !told) printNote(console, told.error().message);
}

}  // namespace

Attempt Attempt::of(const ChangeSet& changes) {
  Attempt attempt{.files = changes.files.size()};
  for (const FileChange& file : changes.files) {
    for (const std::string& id : file.patches) {
      if (std::ranges::find(attempt.rules, id) == attempt.rules.end()) attempt.rules.push_back(id);
    }
  }
  return attempt;
}

Attempt Attempt::of(const RestorePlan& plan) {
  const auto same = std::ranges::count(plan.files, RestoreFile::Action::none, &RestoreFile::action);
  return {
      .undoes = plan.run.name, .files = plan.files.size() - static_cast<std::size_t>(same), .rules = plan.run.rules};
}

std::string runLogLine(const Options& options, const Operator& who, const Home& home, const Attempt& attempt,
                       const Result<Run>& run) {
  return logLine({{"command", std::string(options.command->name)},
                  {"result", resultOf(run)},
                  {"run", run ? run->name : ""},
                  {"undoes", attempt.undoes},
                  {"home", home.files().realPath(home.path()).value_or(home.path())},
                  {"user", who.user},
                  {"sudo_user", who.sudoUser},
                  {"change", options.store.change},
                  {"files", fmt::format("{}", attempt.files)},
                  {"why", run ? "" : run.error().message},
                  {"rules", join(attempt.rules, ",")}});
}

void logRun(const Options& options, const Home& home, const Attempt& attempt, const Result<Run>& run,
            Console& console) {
  if (!options.syslog || (run && run->name.empty())) return;  // nothing was to be done
  tell(runLogLine(options, currentOperator(), home, attempt, run), console);
}

void logRecovery(const Options& options, const Home& home, const Run& run, Console& console) {
  logRun(options, home, {.files = run.files.size(), .rules = run.rules}, run, console);
}

}  // namespace carbonfix
