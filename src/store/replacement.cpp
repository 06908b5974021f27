#include "store/replacement.h"

#include <filesystem>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

std::string folderOf(const std::string& path) { return std::filesystem::path(path).parent_path().string(); }

Error changeFailed(const Target& target, Error cause) {
  cause.message = fmt::format("cannot change {}: {}", target.path, cause.message);
  return cause;
}

}  // namespace

Replacement::Replacement(FileSystem& fs, std::vector<Target> targets) : fs_(fs), targets_(std::move(targets)) {}

Status Replacement::run(const std::function<Status()>& seal) {
  // Everything that needs room on the disk comes before the first rename.
  Status done = writeTemporaries();
  if (done) done = compareTargets();
  if (done) done = renameAll();
  if (done) done = syncFolders();
  if (done) done = seal();
  if (!done) return undo(std::move(done).error());
  return {};
}

Status Replacement::writeTemporaries() {
  for (const Target& target : targets_) {
    if (target.kind == TargetKind::remove) {
      temporaries_.emplace_back();
      continue;
    }
    auto temporary = writeBeside(target, target.after);
    if (!temporary) return changeFailed(target, std::move(temporary).error());
    temporaries_.push_back(std::move(*temporary));
  }
  return {};
}

Result<std::string> Replacement::writeBeside(const Target& target, const std::string& bytes) {
  const std::string folder = folderOf(target.realPath);
  std::string path;
  // A run that was cut off may have left one; it must be neither overwritten nor in the way.
  for (unsigned number = 1;; ++number) {
    path = fmt::format("{}/.carbonfix-{}.tmp", folder, number);
    const auto status = fs_.linkStatus(path);
    if (!status) return status.error();
    if (status->kind == FileKind::missing) break;
  }
  if (auto made = fs_.createFile(path, bytes, target.status.mode); !made) return std::move(made).error();
  // Only root may give a new file to its folder's owner; who else makes it owns it.
  if (target.kind == TargetKind::make && geteuid() != 0) return path;
  if (auto owned = fs_.copyOwner(path, target.status.owner, target.status.group); !owned) {
    Error error = std::move(owned).error();
    error.hint = "Its owner or group would be lost. Run as a user who may keep them, such as root.";
    if (auto removed = fs_.removeFile(path); !removed) error.hint += " " + removed.error().message + ".";
    return error;
  }
  return path;
}

Status Replacement::compareTargets() const {
  for (const Target& target : targets_) {
    if (target.kind == TargetKind::make) {
      if (auto absent = checkAbsent(target); !absent) return absent;
      continue;
    }
    const auto now = fs_.read(target.realPath, kMaxFileSize);
    if (!now) return changeFailed(target, now.error());
    if (*now == target.before) continue;
    return Error{.message = fmt::format("{} has changed since it was read", target.path),
                 .path = target.realPath,
                 .hint = "Something else is writing it. Try again when it has ended."};
  }
  return {};
}

Status Replacement::checkAbsent(const Target& target) const {
  const auto there = fs_.linkStatus(target.realPath);
  if (!there) return changeFailed(target, there.error());
  if (there->kind == FileKind::missing) return {};
  return Error{.message = fmt::format("{} was made by something else meanwhile", target.path),
               .path = target.realPath,
               .hint = "Try again when it has ended."};
}

Status Replacement::renameAll() {
  for (; renamed_ < targets_.size(); ++renamed_) {
    const Target& target = targets_[renamed_];
    auto done = target.kind == TargetKind::remove ? fs_.removeFile(target.realPath)
                                                  : fs_.rename(temporaries_[renamed_], target.realPath);
    if (!done) {
      return changeFailed(target, std::move(done).error());
    }
  }
  return {};
}

Status Replacement::syncFolders() {
  std::set<std::string> folders;
  for (const Target& target : targets_) folders.insert(folderOf(target.realPath));
  for (const std::string& folder : folders) {
    if (auto done = fs_.syncFolder(folder); !done) return done;
  }
  return {};
}

Error Replacement::undo(Error cause) {
  for (std::size_t i = renamed_; i < temporaries_.size(); ++i) {
    if (temporaries_[i].empty()) continue;
    if (auto removed = fs_.removeFile(temporaries_[i]); !removed) cause.hint += removed.error().message + ". ";
  }
  while (renamed_ > 0) {
    const Target& target = targets_[--renamed_];
    if (auto done = putBack(target); !done) stuck_.push_back(target.path);
  }
  if (stuck_.empty()) {
    if (!cause.hint.empty() && !cause.hint.ends_with(' ')) cause.hint += ' ';
    cause.hint += "Nothing was changed.";
  } else {
    cause.message += fmt::format("; and these could not be put back: {}", join(stuck_, ", "));
  }
  return cause;
}

Status Replacement::putBack(const Target& target) {
  if (target.kind == TargetKind::make) {
    if (auto removed = fs_.removeFile(target.realPath); !removed) return removed;
    return fs_.syncFolder(folderOf(target.realPath));
  }
  const auto temporary = writeBeside(target, target.before);
  if (!temporary) return temporary.error();
  if (auto done = fs_.rename(*temporary, target.realPath); !done) {
    if (auto removed = fs_.removeFile(*temporary); !removed) return removed;
    return done;
  }
  return fs_.syncFolder(folderOf(target.realPath));
}

}  // namespace carbonfix
