#include "store/transaction.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/base/interrupt.h"
#include "carbonfix/base/log.h"
#include "carbonfix/base/path.h"
#include "carbonfix/base/text.h"
#include "store/rollback.h"
#include "store/temporary_name.h"

namespace carbonfix {
namespace {

Error changedSince(const Target& target) {
  return Error{.message = fmt::format("{} has changed since it was read", target.path),
               .path = target.realPath,
               .hint = "Run again, so that the changes are made to what is there now."};
}

bool hasSameOwnerAndMode(const FileStatus& one, const FileStatus& other) {
  return one.mode == other.mode && one.owner == other.owner && one.group == other.group;
}

bool isSameFile(const FileStatus& one, const FileStatus& other) {
  // The number of a file that was removed is soon another's.
  return one.inode == other.inode && one.device == other.device && one.size == other.size &&
         one.modified == other.modified;
}

void addSentence(std::string& text, std::string_view sentence) {
  if (!text.empty() && !text.ends_with(' ')) text += ' ';
  text += sentence;
}

}  // namespace

Transaction::Transaction(const Home& home, const StoreFolder& folder, Run run, std::vector<Target> targets)
    : home_(home), fs_(home.files()), folder_(folder), run_(std::move(run)), targets_(std::move(targets)) {}

Result<Run> Transaction::run() {
  Status done = describe();
  if (done) done = storeOriginals();
  if (done) done = prepare();
  if (done) done = replaceAll();
  if (!done) return undo(std::move(done).error());
  return run_;
}

std::string Transaction::temporaryOf(std::size_t index) const {
  return fmt::format("{}/{}", folderOf(targets_[index].realPath), run_.files[index].temporary);
}

// The manifest tells the names of temporaries before there is one, so that none is ever left behind.
Status Transaction::describe() {
  for (const Target& target : targets_) {
    for (const std::string& folder : target.newFolders) {
      if (std::ranges::find(run_.folders, folder, &RunFolder::path) != run_.folders.end()) continue;
      run_.folders.push_back({.path = folder, .made = true, .mode = newFolderMode()});
    }
    if (auto can = fs_.checkReplaceable(target.realPath); !can) return cannotChange(target, std::move(can).error());
    auto temporary = temporaryBeside(target);
    if (!temporary) return cannotChange(target, std::move(temporary).error());
    run_.files.push_back({.path = target.path,
                          .digestBefore = target.kind == TargetKind::make ? std::string() : sha256(target.before),
                          .digestAfter = target.kind == TargetKind::remove ? std::string() : sha256(target.after),
                          .mode = target.status.mode,
                          .owner = target.status.owner,
                          .group = target.status.group,
                          .temporary = std::move(*temporary)});
  }
  return {};
}

Result<std::string> Transaction::temporaryBeside(const Target& target) const {
  const std::string folder = folderOf(target.realPath);
  for (unsigned number = 1;; ++number) {
    std::string name = temporaryName(number);
    bool isTaken = false;
    for (std::size_t i = 0; i < run_.files.size() && !isTaken; ++i) {
      isTaken = run_.files[i].temporary == name && folderOf(targets_[i].realPath) == folder;
    }
    if (isTaken) continue;
    // What someone else left must be neither overwritten nor in the way.
    const auto status = fs_.linkStatus(fmt::format("{}/{}", folder, name));
    if (!status) return status.error();
    if (status->kind == FileKind::missing) return name;
  }
}

Status Transaction::storeOriginals() {
  auto name = folder_.makeRun();
  if (!name) return std::move(name).error();
  run_.name = std::move(*name);
  run_.state = RunState::intended;
  begun_ = true;
  if (auto done = folder_.putManifest(run_); !done) return done;
  for (const Target& target : targets_) {
    if (target.kind == TargetKind::make) continue;
    if (auto done = checkInterrupt(); !done) return done;
    if (auto done = folder_.addOriginal(run_.name, target.path, target.before); !done) return done;
  }
  return folder_.syncOriginals(run_.name);
}

// Everything that needs room on the disk, the last manifest too, comes before the first rename.
Status Transaction::prepare() {
  if (auto done = makeFolders(); !done) return done;
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    if (targets_[i].kind == TargetKind::remove) continue;
    if (auto done = checkInterrupt(); !done) return done;
    if (auto done = writeTemporary(targets_[i], temporaryOf(i)); !done) {
      return cannotChange(targets_[i], std::move(done).error());
    }
    auto written = fs_.linkStatus(temporaryOf(i));
    if (!written) return cannotChange(targets_[i], std::move(written).error());
    targets_[i].written = *written;
  }
  if (auto done = syncFolders(); !done) return done;
  run_.state = RunState::prepared;
  if (auto done = folder_.putManifest(run_); !done) return done;
  run_.state = RunState::committed;
  Status staged = folder_.stageManifest(run_);
  run_.state = RunState::prepared;
  return staged;
}

Status Transaction::makeFolders() {
  for (const RunFolder& folder : run_.folders) {
    if (!folder.made) continue;
    if (auto done = fs_.makeFolder(home_.absolute(folder.path), folder.mode); !done) return done;
    if (auto done = fs_.syncFolder(folderOf(home_.absolute(folder.path))); !done) return done;
  }
  return {};
}

Status Transaction::writeTemporary(const Target& target, const std::string& path) {
  // Until owner, group and ACL are its own, the mode would open it to the wrong ones.
  if (target.kind == TargetKind::change) {
    Status made = fs_.createFile(path, target.after, kTemporaryMode);
    return made ? fs_.copyAttributes(target.realPath, path) : made;
  }
  if (auto made = fs_.createFile(path, target.after, target.status.mode); !made) return made;
  return target.isMadeAgain ? fs_.copyOwner(path, target.status.owner, target.status.group) : Status();
}

Status Transaction::compare(Target& target) const {
  auto status = fs_.linkStatus(target.realPath);
  if (!status) return cannotChange(target, std::move(status).error());
  // A link on the way to it may lead elsewhere by now.
  const auto place = realPlace(home_, target.path, {.followOutside = true});
  if (!place) return cannotChange(target, place.error());
  if (place->path != target.realPath) return changedSince(target);
  if (target.kind == TargetKind::make) {
    if (status->kind == FileKind::missing) return {};
    return Error{.message = fmt::format("{} was made by something else meanwhile", target.path),
                 .path = target.realPath,
                 .hint = "Try again when it has ended."};
  }
  // Its mode and owner are what its temporary has been given.
  if (status->kind != FileKind::file || !hasSameOwnerAndMode(*status, target.status)) return changedSince(target);
  const auto now = fs_.read(target.realPath, kMaxFileSize);
  if (!now) return cannotChange(target, now.error());
  if (*now != target.before) return changedSince(target);
  target.status = *status;
  return {};
}

// Nobody has touched it since it was compared, nor what will take its place since that was written.
Status Transaction::checkUnmoved(const Target& target, const std::string& temporary) const {
  if (target.kind != TargetKind::remove) {
    const auto written = fs_.linkStatus(temporary);
    if (!written) return cannotChange(target, written.error());
    if (!isSameFile(*written, target.written)) {
      return Error{.message = fmt::format("something else has changed {}, the new bytes of {}", temporary, target.path),
                   .path = temporary,
                   .hint = "Try again when it has ended."};
    }
  }
  if (target.kind == TargetKind::make) return {};  // the rename itself never replaces
  const auto now = fs_.linkStatus(target.realPath);
  if (!now) return cannotChange(target, now.error());
  const FileStatus& then = target.status;
  const bool isUnmoved = isSameFile(*now, then) && hasSameOwnerAndMode(*now, then);
  return isUnmoved ? Status() : Status(changedSince(target));
}

Status Transaction::replaceAll() {
  for (Target& target : targets_) {
    if (auto done = compare(target); !done) return done;
  }
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    if (auto done = checkInterrupt(); !done) return done;
    if (auto done = checkUnmoved(targets_[i], temporaryOf(i)); !done) return done;
    reached_ = i + 1;
    if (auto done = replace(targets_[i], temporaryOf(i)); !done) {
      return cannotChange(targets_[i], std::move(done).error());
    }
  }
  if (auto done = removeFolders(); !done) return done;
  if (auto done = syncFolders(); !done) return done;
  if (auto done = checkInterrupt(); !done) return done;
  if (auto done = folder_.sealManifest(run_.name); !done) return done;
  run_.state = RunState::committed;
  // The files have their new bytes and the manifest says so. Were this forgotten in a crash, the manifest would be the
  // one before, and the run be rolled back.
  if (auto synced = folder_.syncRun(run_.name); !synced) logWarning(synced.error().message);
  return {};
}

Status Transaction::replace(const Target& target, const std::string& temporary) {
  switch (target.kind) {
    case TargetKind::remove:
      return fs_.removeFile(target.realPath);
    case TargetKind::make:
      return fs_.renameToNew(temporary, target.realPath);
    case TargetKind::change:
      break;
  }
  return fs_.rename(temporary, target.realPath);
}

// What somebody put in since stays, and so does the folder.
Status Transaction::removeFolders() {
  for (auto folder = run_.folders.rbegin(); folder != run_.folders.rend(); ++folder) {
    if (folder->made) continue;
    const std::string path = home_.absolute(folder->path);
    const auto status = fs_.linkStatus(path);
    if (!status) return status.error();
    if (status->kind != FileKind::folder) continue;  // gone already, or something else by now
    const auto entries = fs_.list(path);
    if (!entries) return entries.error();
    if (!entries->empty()) continue;
    if (auto removed = fs_.removeFolder(path); !removed) return removed;
  }
  return {};
}

Status Transaction::syncFolders() {
  std::set<std::string> folders;
  for (const Target& target : targets_) folders.insert(folderOf(target.realPath));
  for (const RunFolder& folder : run_.folders) folders.insert(folderOf(home_.absolute(folder.path)));
  for (const std::string& folder : folders) {
    const auto status = fs_.status(folder);
    if (!status) return status.error();
    if (status->kind != FileKind::folder) continue;  // removed by this run
    if (auto done = fs_.syncFolder(folder); !done) return done;
  }
  return {};
}

// The roll-back would not find those where a link on the way leads elsewhere by now. It tries the others again.
void Transaction::removeTemporaries() {
  for (std::size_t i = 0; i < run_.files.size(); ++i) {
    const auto status = fs_.linkStatus(temporaryOf(i));
    if (!status || status->kind == FileKind::missing) continue;
    if (auto removed = fs_.removeFile(temporaryOf(i)); !removed) logInfo(removed.error().message);
  }
}

std::string Transaction::stateDir() const {
  if (folder_.isInHome()) return {};
  return fmt::format("--state-dir {} ", folderOf(folder_.path()));
}

bool Transaction::isReplaced(const std::vector<std::string>& paths) const {
  for (std::size_t i = 0; i < reached_; ++i) {
    if (std::ranges::find(paths, run_.files[i].path) != paths.end()) return true;
  }
  return false;
}

Error Transaction::undo(Error cause) {
  if (!begun_) {
    addSentence(cause.hint, "Nothing was changed.");
    return cause;
  }
  removeTemporaries();
  const auto left = rollBack(home_, folder_, run_);
  if (!left) {
    cause.message += "; " + left.error().message;
    cause.hint = fmt::format("When the cause is gone, the next run puts them back, or: carbonfix restore {}{}",
                             stateDir(), home_.path());
    return cause;
  }
  addSentence(cause.hint, left->empty() ? "Nothing was changed."
                                        : fmt::format("Everything is as it was, but for what something else changed "
                                                      "meanwhile, which was left alone: {}.",
                                                      join(*left, ", ")));
  if (isReplaced(*left)) {
    // Somebody edited what the run had put there: the only copy of what was there before is in the store.
    run_.state = RunState::rolledBack;
    if (auto put = folder_.putManifest(run_); !put) logWarning(put.error().message);
    addSentence(cause.hint, fmt::format("What was there before is below {}.", folder_.originalPath(run_.name, {})));
  } else if (auto removed = folder_.removeRun(run_.name); !removed) {
    // As if it had never been; should its folder stay, it is a run that was cut off, and found as such.
    logWarning(removed.error().message);
  }
  return cause;
}

}  // namespace carbonfix
