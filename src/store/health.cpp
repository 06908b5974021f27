// Is all well with a store? Looked at without the lock, and without changing anything.
#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/document/document.h"
#include "carbonfix/store/history.h"
#include "store/orphans.h"
#include "store/store_folder.h"
#include "store/write_lock.h"

namespace carbonfix {
namespace {

class HealthCheck {
 public:
  HealthCheck(const Store& store, std::vector<Run> runs)
      : home_(store.home()), folder_(home_, store.options()), runs_(std::move(runs)) {
    health_.runs = runs_.size();
  }

  Result<StoreHealth> check() {
    if (const auto holder = lockHolder(home_.files(), folder_.lockPath()); holder && holder->isAtIt()) {
      health_.running = holder->text();
    }
    for (const Run& run : runs_) {
      if (!run.isFinished() && health_.running.empty()) health_.interrupted.push_back(run.name);
      checkBackups(run);
    }
    checkFiles();
    if (auto orphans = checkOrphans(); !orphans) return std::move(orphans).error();
    return std::move(health_);
  }

 private:
  // A run that is only intended has not written them all yet, and one that was rolled back needs none any more.
  void checkBackups(const Run& run) {
    const bool needed = run.state == RunState::prepared || run.state == RunState::committed;
    for (const RunFile& file : run.files) {
      if (!needed || file.digestBefore.empty() || file.originalDropped) continue;
      if (isDamaged(run.name, file)) health_.damaged.push_back(fmt::format("{}: {}", run.name, file.path));
    }
  }

  // What was pruned since the manifest was read is not damaged.
  bool isDamaged(const std::string& run, const RunFile& file) const {
    if (folder_.original(run, file)) return false;
    const auto now = folder_.load(run);
    if (!now) return true;
    const auto same = std::ranges::find(now->files, file.path, &RunFile::path);
    return same != now->files.end() && !same->originalDropped;
  }

  // The newest run that touched a file, restores among them, says how it should be. What a run that is not finished
  // touched is looked at when that is rolled back.
  void checkFiles() {
    std::set<std::string> seen;
    for (const Run& run : runs_) {
      if (run.state == RunState::rolledBack) continue;
      for (const RunFile& file : run.files) {
        if (seen.insert(file.path).second && run.isFinished()) checkFile(file);
      }
    }
    std::ranges::sort(health_.changedSince);
  }

  void checkFile(const RunFile& file) {
    const std::string path = home_.absolute(file.path);
    const auto status = home_.files().status(path);
    if (status && status->kind == FileKind::missing) {
      if (!file.digestAfter.empty()) health_.changedSince.push_back(file.path + " (gone)");
      return;
    }
    const auto bytes = home_.files().read(path, kMaxFileSize);
    if (!bytes) {
      health_.notChecked.push_back(bytes.error().message);
    } else if (sha256(*bytes) != file.digestAfter) {
      health_.changedSince.push_back(file.path);
    }
  }

  // While somebody writes, what is not claimed yet may be claimed in a moment.
  Status checkOrphans() {
    if (!health_.running.empty()) return {};
    const auto names = folder_.names();
    if (!names) return names.error();
    for (const RunName& name : *names) {
      if (std::ranges::find(runs_, name.text(), &Run::name) != runs_.end()) continue;
      const auto leftover = folder_.isLeftover(name.text());
      if (!leftover) return leftover.error();
      health_.orphans.push_back(fmt::format("{} ({})", inHome(folder_.runPath(name.text())),
                                            *leftover ? "left of a run" : "originals without their manifest"));
    }
    Leftovers leftovers = findLeftovers(home_, runs_);
    for (std::string& path : leftovers.temporaries) health_.orphans.push_back(std::move(path));
    for (std::string& why : leftovers.notChecked) health_.notChecked.push_back(std::move(why));
    return {};
  }

  std::string inHome(const std::string& path) const {
    const std::string root = home_.path() + "/";
    return path.starts_with(root) ? path.substr(root.size()) : path;
  }

  const Home& home_;
  StoreFolder folder_;
  std::vector<Run> runs_;
  StoreHealth health_;
};

}  // namespace

Result<StoreHealth> checkStore(const Store& store) {
  auto runs = store.runs();
  if (!runs) return std::move(runs).error();
  return HealthCheck(store, std::move(*runs)).check();
}

}  // namespace carbonfix
