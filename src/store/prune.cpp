// Removing what a store needs no more: old runs, and backups that hold secrets.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/secrets.h"
#include "carbonfix/document/document.h"
#include "carbonfix/store/history.h"
#include "store/store_folder.h"
#include "store/writing.h"

namespace carbonfix {
namespace {

// A backup by its run and its file.
struct Backup {
  std::string run;
  std::string path;
  std::string text() const { return fmt::format("{}: {}", run, path); }
};

Result<bool> holdsSecret(const FileSystem& fs, const std::string& path) {
  const auto bytes = fs.read(path, kMaxFileSize);
  if (!bytes) return bytes.error();
  return !findSecrets(*bytes).empty();
}

// Damaged ones too, for they can hold a secret all the same; and those that a manifest calls dropped and are there.
// Where a run wrote a secret that only it knew, its original most likely held the one before; and what came after
// knows.
Result<std::vector<Backup>> findSecretBackups(const FileSystem& fs, const StoreFolder& folder) {
  const auto runs = folder.loadAll();
  if (!runs) return runs.error();
  std::vector<Backup> found;
  for (const Run& run : *runs) {
    if (!run.isFinished()) continue;
    const std::set<std::string> known(run.secretFiles.begin(), run.secretFiles.end());
    for (const RunFile& file : run.files) {
      const std::string path = folder.originalPath(run.name, file.path);
      const auto status = fs.linkStatus(path);
      if (!status) return status.error();
      if (status->kind != FileKind::file) continue;
      const bool certain = file.originalDropped || known.contains(file.path);
      const Result<bool> secret = certain ? Result<bool>(true) : holdsSecret(fs, path);
      if (!secret) return secret.error();
      if (*secret) found.push_back({.run = run.name, .path = file.path});
    }
  }
  return found;
}

std::vector<std::string> textsOf(const std::vector<Backup>& backups) {
  std::vector<std::string> texts;
  texts.reserve(backups.size());
  for (const Backup& backup : backups) texts.push_back(backup.text());
  return texts;
}

// The manifest says so first: a backup that it still counts on is never missing.
Status dropBackups(FileSystem& fs, const StoreFolder& folder, const std::vector<Backup>& backups) {
  std::map<std::string, std::vector<std::string>> pathsOf;
  for (const Backup& backup : backups) pathsOf[backup.run].push_back(backup.path);
  for (const auto& [name, paths] : pathsOf) {
    auto run = folder.load(name);
    if (!run) return std::move(run).error();
    for (RunFile& file : run->files) {
      if (std::ranges::find(paths, file.path) != paths.end()) file.originalDropped = true;
    }
    if (auto put = folder.putManifest(*run); !put) return put;
    for (const std::string& path : paths) {
      if (auto removed = fs.removeFile(folder.originalPath(name, path)); !removed) return removed;
    }
    if (auto synced = folder.syncOriginals(name); !synced) return synced;
  }
  return {};
}

// The runs that are behind the newest `keep` and finished, and what is left of others.
Result<std::vector<std::string>> prunable(const StoreFolder& folder, std::size_t keep) {
  const auto names = folder.names();
  if (!names) return names.error();
  std::vector<std::string> found;
  std::size_t kept = 0;
  for (const RunName& name : *names) {
    const auto run = folder.load(name.text());
    if (!run) return run.error();
    Result<bool> goes = run->isFinished();
    if (run->name.empty()) {
      goes = folder.isLeftover(name.text());
    } else if (kept < keep) {
      ++kept;
      continue;
    }
    if (!goes) return std::move(goes).error();
    if (*goes) found.push_back(name.text());
  }
  return found;
}

}  // namespace

Result<std::vector<std::string>> prunableRuns(const Store& store, std::size_t keep) {
  return prunable(StoreFolder(store.home(), store.options()), keep);
}

Result<std::vector<std::string>> pruneRuns(Store& store, std::size_t keep) {
  auto before = prunableRuns(store, keep);
  if (!before) return before;
  const auto writing = Writing::begin(store.home(), store.options());
  if (!writing) return writing.error();
  const StoreFolder& folder = (*writing)->folder();
  auto names = prunable(folder, keep);
  if (!names) return names;
  // The oldest first: cut off, it leaves what a smaller prune would have.
  for (auto name = names->rbegin(); name != names->rend(); ++name) {
    if (auto removed = folder.removeRun(*name); !removed) return std::move(removed).error();
  }
  if (!names->empty()) {
    if (auto synced = store.home().files().syncFolder(folder.runsPath()); !synced) return std::move(synced).error();
  }
  // Whoever begins to write takes leftovers away.
  for (const std::string& name : *before) {
    if (std::ranges::find(*names, name) == names->end()) names->push_back(name);
  }
  return names;
}

Result<std::vector<std::string>> secretBackups(const Store& store) {
  const auto backups = findSecretBackups(store.home().files(), StoreFolder(store.home(), store.options()));
  if (!backups) return backups.error();
  return textsOf(*backups);
}

Result<std::vector<std::string>> dropSecretBackups(Store& store) {
  const auto writing = Writing::begin(store.home(), store.options());
  if (!writing) return writing.error();
  FileSystem& fs = store.home().files();
  const auto backups = findSecretBackups(fs, (*writing)->folder());
  if (!backups) return backups.error();
  if (auto done = dropBackups(fs, (*writing)->folder(), *backups); !done) return std::move(done).error();
  return textsOf(*backups);
}

}  // namespace carbonfix
