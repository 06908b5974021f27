#include "store/rollback.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/base/path.h"
#include "carbonfix/base/text.h"
#include "store/target.h"
#include "store/temporary_name.h"

namespace carbonfix {
namespace {

class Rollback {
 public:
  Rollback(const Home& home, const StoreFolder& folder, const Run& run)
      : home_(home), fs_(home.files()), folder_(folder), run_(run) {
    // It leads where the run was led; digests tell whether a file is still the one.
    anywhere_.followOutside = true;
  }

  Result<std::vector<std::string>> run() {
    for (const RunFolder& folder : run_.folders) {
      if (!folder.made) makeAgain(folder);
    }
    for (auto file = run_.files.rbegin(); file != run_.files.rend(); ++file) {
      if (auto done = rollBackFile(*file); !done) failed(file->path, done.error());
    }
    for (auto folder = run_.folders.rbegin(); folder != run_.folders.rend(); ++folder) {
      if (folder->made) removeIfEmpty(*folder);
    }
    for (const std::string& folder : touched_) {
      const auto there = isFolder(folder);
      if (there && !*there) continue;
      if (auto done = fs_.syncFolder(folder); !done) failed(folder, done.error());
    }
    if (stuck_.empty()) return std::move(left_);
    error_.message += fmt::format("; and these could not be put back: {}", join(stuck_, ", "));
    return std::move(error_);
  }

 private:
  // Not being able to look is no answer: what is taken for absent would be left as it is.
  Result<bool> exists(const std::string& path) const {
    const auto status = fs_.linkStatus(path);
    if (!status) return status.error();
    return status->kind != FileKind::missing;
  }

  Status removeIfThere(const std::string& path) {
    const auto there = exists(path);
    if (!there) return there.error();
    return *there ? fs_.removeFile(path) : Status();
  }

  Result<bool> isFolder(const std::string& path) const {
    const auto status = fs_.status(path);
    if (!status) return status.error();
    return status->kind == FileKind::folder;
  }

  bool isLink(const std::string& path) const {
    const auto status = fs_.linkStatus(path);
    return status && status->kind == FileKind::symlink;
  }

  void failed(const std::string& what, const Error& error) {
    if (stuck_.empty()) error_ = error;
    stuck_.push_back(what);
  }

  Status rollBackFile(const RunFile& file) {
    const auto status = fs_.status(home_.absolute(file.path));
    if (!status) return status.error();
    if (status->kind == FileKind::missing) {
      const auto folder = exists(folderOf(home_.absolute(file.path)));
      if (!folder) return folder.error();
      // A folder that the run was to make, and never made; or one that somebody took away with the file in it.
      const bool isNothing = file.digestBefore.empty() || run_.state == RunState::intended;
      if (!*folder) return isNothing ? Status() : leave(file);
    }
    const auto place = realPlace(home_, file.path, anywhere_);
    if (!place) return place.error();
    const std::string temporary = fmt::format("{}/{}", folderOf(place->path), file.temporary);
    touched_.insert(folderOf(place->path));
    if (auto removed = removeIfThere(temporary); !removed) return removed;
    // Nothing was renamed yet: whatever the file is, the run has no part in it.
    if (run_.state == RunState::intended) return {};
    if (status->kind == FileKind::missing) return putBackMissing(file, place->path, temporary);
    if (status->kind != FileKind::file || status->size > kMaxFileSize) return leave(file);
    const auto bytes = fs_.read(place->path, kMaxFileSize);
    if (!bytes) return bytes.error();
    const std::string digest = sha256(*bytes);
    if (digest == file.digestBefore) return {};
    if (digest != file.digestAfter) return leave(file);
    if (file.digestBefore.empty()) {
      // A run makes files, never links.
      return isLink(home_.absolute(file.path)) ? leave(file) : fs_.removeFile(place->path);
    }
    return putBack(file, place->path, temporary);
  }

  Status leave(const RunFile& file) {
    left_.push_back(file.path);
    return {};
  }

  Status putBack(const RunFile& file, const std::string& real, const std::string& temporary) {
    const auto bytes = folder_.original(run_.name, file);
    if (!bytes) return bytes.error();
    if (auto made = fs_.createFile(temporary, *bytes, kTemporaryMode); !made) return made;
    Status done = fs_.copyAttributes(real, temporary);
    if (done) done = fs_.rename(temporary, real);
    if (done) return done;
    if (auto removed = removeIfThere(temporary); !removed) return removed;
    return done;
  }

  // Gone: by the run, if that removed it; else by someone else.
  Status putBackMissing(const RunFile& file, const std::string& real, const std::string& temporary) {
    if (file.digestBefore.empty()) return {};
    if (!file.digestAfter.empty()) return leave(file);
    const auto bytes = folder_.original(run_.name, file);
    if (!bytes) return bytes.error();
    if (auto made = fs_.createFile(temporary, *bytes, file.mode); !made) return made;
    if (auto owned = fs_.copyOwner(temporary, file.owner, file.group); !owned) return owned;
    return fs_.renameToNew(temporary, real);
  }

  void makeAgain(const RunFolder& folder) {
    const std::string path = home_.absolute(folder.path);
    if (const auto there = exists(path); there && *there) return;
    if (auto made = fs_.makeFolder(path, folder.mode); !made) return failed(folder.path, made.error());
    touched_.insert(folderOf(path));
  }

  // Somebody may have put something in by now: then it stays.
  void removeIfEmpty(const RunFolder& folder) {
    const std::string path = home_.absolute(folder.path);
    const auto there = exists(path);
    if (!there) return failed(folder.path, there.error());
    if (!*there) return;
    const auto entries = fs_.list(path);
    if (!entries) return failed(folder.path, entries.error());
    if (!entries->empty()) return;
    if (auto removed = fs_.removeFolder(path); !removed) return failed(folder.path, removed.error());
    touched_.insert(folderOf(path));
  }

  const Home& home_;
  FileSystem& fs_;
  const StoreFolder& folder_;
  const Run& run_;
  StoreOptions anywhere_;
  std::set<std::string> touched_;   // folders
  std::vector<std::string> left_;   // neither as before nor as after
  std::vector<std::string> stuck_;  // could not be put back
  Error error_;                     // the first
};

}  // namespace

Result<std::vector<std::string>> rollBack(const Home& home, const StoreFolder& folder, const Run& run) {
  return Rollback(home, folder, run).run();
}

}  // namespace carbonfix
