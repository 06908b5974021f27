#include "store/run_folder.h"

#include <algorithm>
#include <ctime>
#include <functional>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/base/log.h"
#include "carbonfix/base/text.h"
#include "store/manifest.h"

namespace carbonfix {
namespace {

constexpr std::uint32_t kFolderMode = 0700;
constexpr std::uint32_t kFileMode = 0600;
constexpr std::uint32_t kWritableByOthers = 0022;
constexpr std::size_t kMaxManifest = std::size_t{16} << 20;

std::string storePath(const Home& home) { return home.absolute(".carbonfix"); }
std::string runsPath(const Home& home) { return home.absolute(".carbonfix/runs"); }
std::string originalPath(const Home& home, const std::string& run, const std::string& path) {
  return fmt::format("{}/before/{}", runFolderPath(home, run), path);
}

// As root in another user's home, what we make becomes that user's: it is their home, and their tool next time.
Status giveToHomeOwner(const Home& home, const std::string& path) {
  if (geteuid() != 0) return {};
  const auto owner = home.files().status(home.path());
  return owner ? home.files().copyOwner(path, owner->owner, owner->group) : Status(owner.error());
}

// A link here, or a folder that others can write to, would let someone else say what is put back and where.
Status checkTrusted(const Home& home, const std::string& path, FileKind kind) {
  const auto status = home.files().linkStatus(path);
  if (!status) return status.error();
  const char* const hint =
      "Only the owner may be able to write it. Look at who changed it, then mend it or move it away.";
  if (status->kind != kind) {
    return Error{.message = fmt::format("{} is not a {} of ours", path, kind == FileKind::folder ? "folder" : "file"),
                 .path = path,
                 .hint = hint};
  }
  if ((status->mode & kWritableByOthers) != 0) {
    return Error{
        .message = fmt::format("{} can be written by others, so it is not trusted", path), .path = path, .hint = hint};
  }
  const auto owner = home.files().status(home.path());
  if (!owner) return owner.error();
  if (geteuid() == 0 && status->owner != 0 && status->owner != owner->owner) {
    return Error{.message = fmt::format("{} belongs to neither root nor the home's owner, so it is not trusted", path),
                 .path = path,
                 .hint = hint};
  }
  return {};
}

bool isMissing(const FileSystem& fs, const std::string& path) {
  const auto status = fs.linkStatus(path);
  return status && status->kind == FileKind::missing;
}

}  // namespace

std::string runFolderPath(const Home& home, const std::string& name) {
  return fmt::format("{}/{}", runsPath(home), name);
}

Result<std::vector<RunName>> runNames(const Home& home) {
  FileSystem& fs = home.files();
  for (const std::string& path : {storePath(home), runsPath(home)}) {
    if (isMissing(fs, path)) return std::vector<RunName>();
    if (auto trusted = checkTrusted(home, path, FileKind::folder); !trusted) return std::move(trusted).error();
  }
  const auto entries = fs.list(runsPath(home));
  if (!entries) return entries.error();
  std::vector<RunName> names;
  for (const std::string& entry : *entries) {
    if (auto name = parseRunName(entry)) names.push_back(*std::move(name));
  }
  std::ranges::sort(names, std::greater<>());
  return names;
}

Result<Run> loadRun(const Home& home, const std::string& name) {
  const std::string folder = runFolderPath(home, name);
  const std::string path = fmt::format("{}/{}", folder, kManifestFile);
  if (isMissing(home.files(), path)) return Run{};
  if (auto trusted = checkTrusted(home, folder, FileKind::folder); !trusted) return std::move(trusted).error();
  if (auto trusted = checkTrusted(home, path, FileKind::file); !trusted) return std::move(trusted).error();
  auto bytes = home.files().read(path, kMaxManifest);
  if (!bytes) return std::move(bytes).error();
  return readManifest(std::move(*bytes), path, name);
}

Result<std::string> loadOriginal(const Home& home, const std::string& run, const RunFile& file) {
  const std::string path = originalPath(home, run, file.path);
  auto bytes = home.files().read(path, kMaxFileSize);
  if (bytes && sha256(*bytes) != file.digestBefore) {
    return Error{.message = fmt::format("the stored original of {} is damaged", file.path),
                 .path = path,
                 .hint = "Its digest is not the one in the manifest. Nothing was changed."};
  }
  return bytes;
}

ManifestUpdate::ManifestUpdate(const Home& home, Run run)
    : home_(home), run_(std::move(run)), folder_(runFolderPath(home, run_.name)) {}

ManifestUpdate::~ManifestUpdate() {
  if (!staged_) return;
  if (auto removed = home_.files().removeFile(folder_ + "/manifest.tmp"); !removed) logWarning(removed.error().message);
}

Status ManifestUpdate::stage() {
  FileSystem& fs = home_.files();
  const std::string path = folder_ + "/manifest.tmp";
  if (!isMissing(fs, path)) {  // of a run that was cut off
    if (auto removed = fs.removeFile(path); !removed) return removed;
  }
  if (auto made = fs.createFile(path, writeManifest(run_), kFileMode); !made) return made;
  staged_ = true;
  return giveToHomeOwner(home_, path);
}

Status ManifestUpdate::seal() {
  FileSystem& fs = home_.files();
  if (auto done = fs.rename(folder_ + "/manifest.tmp", fmt::format("{}/{}", folder_, kManifestFile)); !done)
    return done;
  staged_ = false;
  // The files have their new bytes and the manifest says so. Were this forgotten in a crash, the manifest would be the
  // one before, which can be undone as well.
  if (auto synced = fs.syncFolder(folder_); !synced) logWarning(synced.error().message);
  return {};
}

NewRunFolder::~NewRunFolder() {
  FileSystem& fs = home_.files();
  for (; !made_.empty(); made_.pop_back()) {
    const Made& made = made_.back();
    const auto removed = made.folder ? fs.removeFolder(made.path) : fs.removeFile(made.path);
    if (!removed) logWarning(removed.error().message);
  }
}

Result<std::string> NewRunFolder::make() {
  const auto names = runNames(home_);
  if (!names) return names.error();
  const std::string store = storePath(home_);
  if (auto done = makeFolder(store); !done) return std::move(done).error();
  if (isMissing(home_.files(), store + "/.gitignore")) {
    if (auto done = makeFile(store + "/.gitignore", "*\n"); !done) return std::move(done).error();
  }
  if (auto done = makeFolder(runsPath(home_)); !done) return std::move(done).error();

  RunName name = nextRunName(std::time(nullptr), *names);
  folder_ = runFolderPath(home_, name.text());
  if (auto done = makeFolder(folder_); !done) return std::move(done).error();
  return name.text();
}

Status NewRunFolder::addOriginal(const std::string& path, const std::string& bytes) {
  std::string folder = folder_ + "/before";
  if (auto done = makeFolder(folder); !done) return done;
  const std::vector<std::string_view> segments = split(path, '/');
  for (std::size_t i = 0; i + 1 < segments.size(); ++i) {
    folder += '/';
    folder += segments[i];
    if (auto done = makeFolder(folder); !done) return done;
  }
  return makeFile(fmt::format("{}/{}", folder, segments.back()), bytes);
}

Status NewRunFolder::addManifest(const Run& run) {
  return makeFile(fmt::format("{}/{}", folder_, kManifestFile), writeManifest(run));
}

Status NewRunFolder::sync() {
  for (const Made& made : made_) {
    if (!made.folder) continue;
    if (auto done = home_.files().syncFolder(made.path); !done) return done;
  }
  for (const std::string& above : {runsPath(home_), storePath(home_), home_.path()}) {
    if (auto done = home_.files().syncFolder(above); !done) return done;
  }
  return {};
}

Status NewRunFolder::makeFolder(const std::string& path) {
  if (!isMissing(home_.files(), path)) return checkTrusted(home_, path, FileKind::folder);
  if (auto done = home_.files().makeFolder(path, kFolderMode); !done) return done;
  made_.push_back({.path = path, .folder = true});
  return giveToHomeOwner(home_, path);
}

Status NewRunFolder::makeFile(const std::string& path, const std::string& bytes) {
  if (auto done = home_.files().createFile(path, bytes, kFileMode); !done) return done;
  made_.push_back({.path = path, .folder = false});
  return giveToHomeOwner(home_, path);
}

}  // namespace carbonfix
