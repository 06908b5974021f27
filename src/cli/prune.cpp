#include "cli/prune.h"

#include <ostream>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "carbonfix/store/history.h"
#include "carbonfix/store/store.h"
#include "cli/confirm.h"
#include "cli/messages.h"
#include "cli/recovery.h"
#include "cli/run_text.h"
#include "report/summary.h"

namespace carbonfix {
namespace {

struct Removal {
  std::vector<std::string> runs;
  std::vector<std::string> backups;
  bool isEmpty() const { return runs.empty() && backups.empty(); }
};

Result<Removal> whatWouldGo(const Store& store, const Options& options) {
  Removal removal;
  if (options.keep) {
    auto runs = prunableRuns(store, *options.keep);
    if (!runs) return runs.error();
    removal.runs = std::move(*runs);
  }
  if (options.dropSecrets) {
    auto backups = secretBackups(store);
    if (!backups) return backups.error();
    removal.backups = std::move(*backups);
  }
  return removal;
}

Result<Removal> remove(Store& store, const Options& options) {
  Removal removal;
  if (options.keep) {
    auto runs = pruneRuns(store, *options.keep);
    if (!runs) return runs.error();
    removal.runs = std::move(*runs);
  }
  if (options.dropSecrets) {
    auto backups = dropSecretBackups(store);
    if (!backups) return backups.error();
    removal.backups = std::move(*backups);
  }
  return removal;
}

std::string amount(const Removal& removal) {
  std::vector<std::string> parts;
  if (!removal.runs.empty()) parts.push_back(counted(removal.runs.size(), "run"));
  if (!removal.backups.empty()) parts.push_back(counted(removal.backups.size(), "backup") + " with secrets");
  return join(parts, " and ");
}

void tell(const Removal& removal, const Store& store, bool several, Console& console) {
  const std::string prefix = nodePrefix(store.home(), several);
  for (const std::string& run : removal.runs)
    console.out << printable(fmt::format("removed {}{}", prefix, run)) << '\n';
  for (const std::string& backup : removal.backups) {
    console.out << printable(fmt::format("removed the backup {}{}", prefix, backup)) << '\n';
  }
  console.out << printable(removal.isEmpty() ? fmt::format("Nothing to remove from {}.", store.home().path())
                                             : fmt::format("Removed {} from {}.", amount(removal), store.home().path()))
              << '\n';
}

}  // namespace

ExitCode pruneHomes(const std::vector<Home>& homes, const Options& options, Console& console) {
  bool removedSome = false;
  const auto fail = [&](const Error& error) {
    printError(console, error);
    if (removedSome) printNote(console, "what was removed from the homes before this one is gone");
    return exitCodeOf(error);
  };
  for (const Home& home : homes) {
    Store store(home, options.store);
    const auto going = whatWouldGo(store, options);
    if (!going) return fail(going.error());
    if (!going->isEmpty()) {
      const std::string question = fmt::format("Remove {} from {}, for good?", amount(*going), home.path());
      if (Status agreed = confirm(printable(question), options, console); !agreed) {
        agreed.error().hint = fmt::format("nothing was removed from {}", home.path());
        return fail(agreed.error());
      }
      if (const auto done = recoverFirst(store, options, console); !done) return fail(done.error());
    }
    const auto removed = going->isEmpty() ? going : remove(store, options);
    if (!removed) return fail(removed.error());
    removedSome = removedSome || !removed->isEmpty();
    if (options.quiet == 0) tell(*removed, store, homes.size() > 1, console);
  }
  return kOk;
}

}  // namespace carbonfix
