#include "store/writing.h"

#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/log.h"
#include "store/rollback.h"

namespace carbonfix {

Error nothingChanged(Error error) {
  if (error.hint.find("Nothing was changed.") == std::string::npos) {
    error.hint += error.hint.empty() ? "Nothing was changed." : " Nothing was changed.";
  }
  return error;
}

Result<std::unique_ptr<Writing>> Writing::begin(const Home& home, const StoreOptions& options) {
  std::unique_ptr<Writing> writing(new Writing(home, options));
  if (auto started = writing->start(); !started) return nothingChanged(std::move(started).error());
  if (auto recovered = writing->recover(); !recovered) return std::move(recovered).error();
  return writing;
}

Status Writing::start() {
  const auto owner = home_.files().status(home_.path());
  if (!owner) return owner.error();
  if (!folder_.isInHome()) {
    if (auto made = folder_.make(); !made) return made;
  }
  auto acting = ActingAs::owner(owner->owner, owner->group);
  if (!acting) return std::move(acting).error();
  acting_.emplace(std::move(*acting));
  if (folder_.isInHome()) {
    if (auto made = folder_.make(); !made) return made;
  }
  if (auto ours = folder_.checkOurs(); !ours) return ours;
  auto lock = WriteLock::take(home_.files(), folder_.lockPath(), home_.path());
  if (!lock) return std::move(lock).error();
  lock_.emplace(std::move(*lock));
  return folder_.isInHome() ? Status() : lockHome();
}

// Somebody else may keep a store in the home, and be at it. Where nobody can lock there, or write, nobody is.
Status Writing::lockHome() {
  FileSystem& fs = home_.files();
  const std::string store = home_.absolute(".carbonfix");
  const auto status = fs.linkStatus(store);
  if (!status) return status.error();
  if (status->kind != FileKind::folder) return {};
  return lock_->addWherePossible(fs, store + "/lock", home_.path());
}

Status Writing::recover() {
  const auto names = folder_.names();
  if (!names) return nothingChanged(names.error());
  for (const RunName& name : *names) {
    auto run = folder_.load(name.text());
    if (!run) return recovery_ ? std::move(run).error() : nothingChanged(std::move(run).error());
    if (run->name.empty()) {
      removeLeftover(name.text());
      continue;
    }
    if (run->isFinished()) continue;
    if (auto locked = lockSharesOf(*run); !locked) return locked;
    auto left = rollBack(home_, folder_, *run);
    if (!left) {
      Error error = std::move(left).error();
      error.message = fmt::format("the run {} was cut off, and can't be rolled back: {}", run->name, error.message);
      error.hint = fmt::format(
          "What could be put back is as before. The originals are below {}: when the cause is gone, or "
          "these files are put right by hand, run again.",
          folder_.originalPath(run->name, {}));
      return error;
    }
    run->state = RunState::rolledBack;
    if (auto put = folder_.putManifest(*run); !put) return put;
    recovery_ = Recovery{.run = std::move(*run), .left = std::move(*left)};
  }
  return {};
}

void Writing::removeLeftover(const std::string& name) {
  const auto leftover = folder_.isLeftover(name);
  if (!leftover || !*leftover) return;
  if (auto removed = folder_.removeRun(name); !removed) logWarning(removed.error().message);
}

Status Writing::lockShares(const std::vector<Target>& targets) {
  std::set<std::string> shares;
  for (const Target& target : targets) {
    if (!target.share.empty()) shares.insert(target.share);
  }
  return lock(shares);
}

// Those that the run was at: another home may be at the same files, and give its temporaries the same names.
Status Writing::lockSharesOf(const Run& run) {
  StoreOptions anywhere;
  anywhere.followOutside = true;
  std::set<std::string> shares;
  for (const RunFile& file : run.files) {
    const auto place = realPlace(home_, file.path, anywhere);
    if (place && !place->share.empty()) shares.insert(place->share);
  }
  return lock(shares);
}

// In the same order for everyone.
Status Writing::lock(const std::set<std::string>& shares) {
  for (const std::string& share : shares) {
    if (shares_.contains(share)) continue;
    if (auto added = lock_->add(home_.files(), share + "/.carbonfix.lock", share); !added) return added;
    shares_.insert(share);
  }
  return {};
}

}  // namespace carbonfix
