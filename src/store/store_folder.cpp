#include "store/store_folder.h"

#include <algorithm>
#include <ctime>
#include <functional>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "base/users.h"
#include "carbonfix/base/digest.h"
#include "carbonfix/base/path.h"
#include "carbonfix/base/text.h"
#include "store/manifest.h"

namespace carbonfix {
namespace {

constexpr std::uint32_t kFolderMode = 0700;
constexpr std::uint32_t kSharedMode = 0755;
constexpr std::uint32_t kFileMode = 0600;
constexpr std::uint32_t kWritableByOthers = 0022;
constexpr std::size_t kMaxManifest = std::size_t{16} << 20;
constexpr std::size_t kKeyDigits = 12;

// Homes share a state directory: "wso2das-3.1.0-1f0c9d2e3b4a", the digest of the home's path behind its name.
std::string keyOf(const Home& home) {
  const std::string path = home.files().realPath(home.path()).value_or(home.path());
  return fmt::format("{}-{}", path.substr(path.rfind('/') + 1), sha256(path).substr(0, kKeyDigits));
}

}  // namespace

StoreFolder::StoreFolder(const Home& home, const StoreOptions& options)
    : home_(home), fs_(home.files()), path_(home.absolute(".carbonfix")), inHome_(options.stateDir.empty()) {
  if (!inHome_) path_ = fmt::format("{}/{}", options.stateDir, keyOf(home));
}

Result<bool> StoreFolder::isMissing(const std::string& path) const {
  const auto status = fs_.linkStatus(path);
  if (!status) return status.error();
  return status->kind == FileKind::missing;
}

// A link here, or a folder that others can write to, would let someone else say what is put back and where.
Status StoreFolder::checkTrusted(const std::string& path, FileKind kind) const {
  const auto status = fs_.linkStatus(path);
  if (!status) return status.error();
  const auto distrusted = [&path](std::string message) {
    return Error{
        .message = path + std::move(message),
        .path = path,
        .hint = "Only the owner may be able to write it. Look at who changed it, then mend it or move it away."};
  };
  if (status->kind != kind) {
    return distrusted(fmt::format(" is not a {} of ours", kind == FileKind::folder ? "folder" : "file"));
  }
  if ((status->mode & kWritableByOthers) != 0) return distrusted(" can be written by others, so it is not trusted");
  const auto home = fs_.status(home_.path());
  if (!home) return home.error();
  if (geteuid() == 0 && status->owner != 0 && status->owner != home->owner) {
    return distrusted(" belongs to neither root nor the home's owner, so it is not trusted");
  }
  return {};
}

Status StoreFolder::checkOurs() const {
  const auto status = fs_.linkStatus(path_);
  if (!status) return status.error();
  if (status->owner == geteuid()) return {};
  if (status->owner == 0) {
    const std::string user = userText(geteuid());
    return Error{.message = fmt::format("{} belongs to root, and is closed to {}, as whom this is done", path_, user),
                 .path = path_,
                 .hint = fmt::format("Give it to {} with all that is in it (chown -R).", user)};
  }
  return Error{.message = fmt::format("{} belongs to {}, so it is not trusted", path_, userText(status->owner)),
               .path = path_,
               .hint = "Run as that user, or keep a store of your own with --state-dir DIR."};
}

// The store is for its owner only.
Error StoreFolder::closed(Error error) const {
  const auto status = fs_.linkStatus(path_);
  if (error.hint.empty() && status && status->owner != geteuid()) {
    error.hint = fmt::format("The runs are for {} to see: do this as that user, or as root.", userText(status->owner));
  }
  return error;
}

Result<std::vector<RunName>> StoreFolder::names() const {
  for (const std::string& path : {path_, runsPath()}) {
    const auto status = fs_.linkStatus(path);
    if (!status) return closed(status.error());
    if (status->kind == FileKind::missing) return std::vector<RunName>();
    if (auto trusted = checkTrusted(path, FileKind::folder); !trusted) return std::move(trusted).error();
  }
  const auto entries = fs_.list(runsPath());
  if (!entries) return closed(entries.error());
  std::vector<RunName> names;
  for (const std::string& entry : *entries) {
    if (auto name = parseRunName(entry)) names.push_back(*std::move(name));
  }
  std::ranges::sort(names, std::greater<>());
  return names;
}

Result<Run> StoreFolder::load(const std::string& name) const {
  const std::string path = manifestPath(name);
  const auto status = fs_.linkStatus(path);
  if (!status) return status.error();
  if (status->kind == FileKind::missing) return Run{};
  auto run = loadManifest(name);
  // Readers take no lock, so the run may have been removed meanwhile.
  if (!run && isMissing(path).value_or(false)) return Run{};
  return run;
}

Result<Run> StoreFolder::loadManifest(const std::string& name) const {
  const std::string path = manifestPath(name);
  if (auto trusted = checkTrusted(runPath(name), FileKind::folder); !trusted) return std::move(trusted).error();
  if (auto trusted = checkTrusted(path, FileKind::file); !trusted) return std::move(trusted).error();
  auto bytes = fs_.read(path, kMaxManifest);
  if (!bytes) return std::move(bytes).error();
  return readManifest(std::move(*bytes), path, name);
}

Result<std::vector<Run>> StoreFolder::loadAll() const {
  const auto found = names();
  if (!found) return found.error();
  std::vector<Run> runs;
  for (const RunName& name : *found) {
    auto run = load(name.text());
    if (!run) return std::move(run).error();
    if (!run->name.empty()) runs.push_back(std::move(*run));
  }
  return runs;
}

Result<std::string> StoreFolder::original(const std::string& run, const RunFile& file) const {
  const std::string path = originalPath(run, file.path);
  if (file.originalDropped) {
    return Error{
        .message = fmt::format("the original of {} was removed, since it held a secret in plain text", file.path),
        .path = path,
        .hint = "carbonfix history prune --secrets did that; the run can't be undone any more."};
  }
  auto bytes = fs_.read(path, kMaxFileSize);
  if (bytes && sha256(*bytes) != file.digestBefore) {
    return Error{.message = fmt::format("the stored original of {} is damaged", file.path),
                 .path = path,
                 .hint = "Its digest is not the one in the manifest, so it is not put back."};
  }
  if (!bytes && bytes.error().hint.empty()) bytes.error().hint = "Without it the run can't be undone.";
  return bytes;
}

// Whether the folder is the home's configuration root, or below it.
bool StoreFolder::isConfiguration(const std::string& folder) const {
  if (home_.confRoot().empty()) return false;
  const auto root = fs_.realPath(home_.absolute(home_.confRoot()));
  const auto real = fs_.realPath(folder);
  return root && real && (*real + "/").starts_with(*root + "/");
}

Status StoreFolder::make() const {
  if (inHome_) {
    Status made = makeFolder(path_);
    if (!made && made.error().hint.empty()) {
      made.error().hint =
          "Keep it elsewhere with --state-dir DIR, or write the files elsewhere with apply --output DIR.";
    }
    return made;
  }
  const std::string above = path_.substr(0, path_.rfind('/'));
  const auto missing = isMissing(above);
  if (!missing) return missing.error();
  if (isConfiguration(*missing ? folderOf(above) : above)) {
    return Error{.message = fmt::format("the state directory {} is in the configuration of the home", above),
                 .path = above,
                 .hint = "The product would read the originals kept there as its own files. Name another folder."};
  }
  if (*missing) {
    // Root makes it for the owners of all homes: each keeps others out of its own.
    if (auto made = fs_.makeFolder(above, geteuid() == 0 ? kSharedMode : kFolderMode); !made) return made;
    if (auto synced = fs_.syncFolder(above + "/.."); !synced) return synced;
  }
  const auto status = fs_.status(above);
  if (!status) return status.error();
  constexpr std::uint32_t kSticky = 01000;
  if ((status->mode & kWritableByOthers) != 0 && (status->mode & kSticky) == 0) {
    return Error{.message = fmt::format("the state directory {} can be written by others, so it is not trusted", above),
                 .path = above,
                 .hint = "Take that right away from others, or name another folder."};
  }
  if (auto made = makeFolder(path_); !made) return made;
  if (auto synced = fs_.syncFolder(above); !synced || geteuid() != 0) return synced;
  const auto owner = fs_.status(home_.path());
  return owner ? fs_.copyOwner(path_, owner->owner, owner->group) : Status(owner.error());
}

Result<std::string> StoreFolder::makeRun() const {
  const auto existing = names();
  if (!existing) return existing.error();
  const std::string ignore = path_ + "/.gitignore";
  const auto ignoreMissing = isMissing(ignore);
  if (!ignoreMissing) return ignoreMissing.error();
  if (inHome_ && *ignoreMissing) {
    if (auto made = fs_.createFile(ignore, "*\n", kFileMode); !made) return std::move(made).error();
  }
  if (auto made = makeFolder(runsPath()); !made) return std::move(made).error();
  std::string name = nextRunName(std::time(nullptr), *existing).text();
  if (auto made = makeFolder(runPath(name)); !made) return std::move(made).error();
  return name;
}

Status StoreFolder::makeFolder(const std::string& path) const {
  const auto missing = isMissing(path);
  if (!missing) return missing.error();
  if (!*missing) return checkTrusted(path, FileKind::folder);
  return fs_.makeFolder(path, kFolderMode);
}

Status StoreFolder::addOriginal(const std::string& run, const std::string& path, const std::string& bytes) const {
  std::string folder = runPath(run) + "/before";
  if (auto done = makeFolder(folder); !done) return done;
  const std::vector<std::string_view> segments = split(path, '/');
  for (std::size_t i = 0; i + 1 < segments.size(); ++i) {
    folder += '/';
    folder += segments[i];
    if (auto done = makeFolder(folder); !done) return done;
  }
  return fs_.createFile(fmt::format("{}/{}", folder, segments.back()), bytes, kFileMode);
}

Status StoreFolder::syncOriginals(const std::string& run) const {
  const std::string before = runPath(run) + "/before";
  const auto missing = isMissing(before);
  if (!missing) return missing.error();
  return *missing ? Status() : syncTree(before);
}

// From the bottom up: what leads to a folder is on the disk only after what is in it.
Status StoreFolder::syncTree(const std::string& folder) const {
  const auto entries = fs_.list(folder);
  if (!entries) return entries.error();
  for (const std::string& entry : *entries) {
    const std::string path = fmt::format("{}/{}", folder, entry);
    const auto status = fs_.linkStatus(path);
    if (!status) return status.error();
    if (status->kind != FileKind::folder) continue;
    if (auto done = syncTree(path); !done) return done;
  }
  return fs_.syncFolder(folder);
}

Status StoreFolder::stageManifest(const Run& run) const {
  const std::string path = runPath(run.name) + "/manifest.tmp";
  const auto missing = isMissing(path);
  if (!missing) return missing.error();
  if (!*missing) {  // of a run that was cut off
    if (auto removed = fs_.removeFile(path); !removed) return removed;
  }
  return fs_.createFile(path, writeManifest(run), kFileMode);
}

Status StoreFolder::sealManifest(const std::string& run) const {
  return fs_.rename(runPath(run) + "/manifest.tmp", manifestPath(run));
}

Status StoreFolder::syncRun(const std::string& run) const { return fs_.syncFolder(runPath(run)); }

Status StoreFolder::putManifest(const Run& run) const {
  if (auto done = stageManifest(run); !done) return done;
  if (auto done = sealManifest(run.name); !done) return done;
  if (auto done = syncRun(run.name); !done) return done;
  for (const std::string& folder : {runsPath(), path_}) {
    if (auto done = fs_.syncFolder(folder); !done) return done;
  }
  // The state directory is synced by who makes the folder in it: the home's owner may not even read it.
  return inHome_ ? fs_.syncFolder(home_.path()) : Status();
}

Status StoreFolder::removeRun(const std::string& name) const {
  if (!parseRunName(name)) return Error{.message = fmt::format("\"{}\" is no run", name), .path = runsPath()};
  const auto missing = isMissing(manifestPath(name));
  if (!missing) return missing.error();
  if (!*missing) {
    if (auto done = fs_.rename(manifestPath(name), removedPath(name)); !done) return done;
    if (auto done = fs_.syncFolder(runPath(name)); !done) return done;
  }
  return removeTree(runPath(name));
}

Result<bool> StoreFolder::isLeftover(const std::string& name) const {
  auto hasNoOriginals = isMissing(originalPath(name, {}));
  if (!hasNoOriginals || *hasNoOriginals) return hasNoOriginals;
  auto wasKept = isMissing(removedPath(name));
  if (!wasKept) return wasKept;
  return !*wasKept;
}

// Sorts behind the originals, so it is the last to go.
std::string StoreFolder::removedPath(const std::string& run) const { return runPath(run) + "/manifest.removed"; }

Status StoreFolder::removeTree(const std::string& path) const {
  const auto status = fs_.linkStatus(path);
  if (!status) return status.error();
  if (status->kind == FileKind::missing) return {};
  if (status->kind != FileKind::folder) return fs_.removeFile(path);
  const auto entries = fs_.list(path);
  if (!entries) return entries.error();
  for (const std::string& entry : *entries) {
    if (auto done = removeTree(fmt::format("{}/{}", path, entry)); !done) return done;
  }
  return fs_.removeFolder(path);
}

}  // namespace carbonfix
