// One run of patches written to a home.
#include <array>
#include <cstdlib>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/store/store.h"
#include "store/replacement.h"
#include "store/run_folder.h"
#include "store/target.h"

namespace carbonfix {
namespace {

std::string currentUser() {
  for (const char* const name : {"SUDO_USER", "USER", "LOGNAME"}) {
    if (const char* const value = std::getenv(name); value != nullptr && *value != '\0') return value;
  }
  return fmt::format("uid {}", geteuid());
}

std::string currentHost() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

bool isChange(const FileChange& file) { return file.created || file.before != file.after; }

Run describeRun(const ChangeSet& changes) {
  Run run;
  run.user = currentUser();
  run.host = currentHost();
  std::set<std::string> seen;
  for (const FileChange& file : changes.files) {
    if (!isChange(file)) continue;
    run.files.push_back({.path = file.path,
                         .digestBefore = file.created ? std::string() : sha256(file.before),
                         .digestAfter = sha256(file.after)});
    for (const std::string& patch : file.patches) {
      if (seen.insert(patch).second) run.rules.push_back(patch);
    }
  }
  return run;
}

Result<std::vector<Target>> findTargets(const Home& home, const ChangeSet& changes) {
  std::vector<Target> targets;
  for (const FileChange& file : changes.files) {
    if (!isChange(file)) continue;
    auto target = file.created ? findNewTarget(home, file.path) : findTarget(home, file.path);
    if (!target) return std::move(target).error();
    if (target->before != file.before) {
      return Error{.message = fmt::format("{} has changed since it was read", file.path),
                   .path = target->realPath,
                   .hint = "Run again, so that the changes are made to what is there now. Nothing was changed."};
    }
    target->after = file.after;
    targets.push_back(std::move(*target));
  }
  return withoutAliases(std::move(targets));
}

// Makes the run's folder, which gives the run its name, with the originals and a manifest that says `prepared`.
Status storeOriginals(NewRunFolder& folder, const ChangeSet& changes, Run& run) {
  auto name = folder.make();
  if (!name) return std::move(name).error();
  run.name = std::move(*name);
  for (const FileChange& file : changes.files) {
    if (!isChange(file) || file.created) continue;
    if (auto done = folder.addOriginal(file.path, file.before); !done) return done;
  }
  return folder.addManifest(run);
}

Error beforeAnyChange(Error cause) {
  cause.message = "the originals cannot be stored: " + cause.message;
  cause.hint += cause.hint.empty() ? "Nothing was changed." : " Nothing was changed.";
  return cause;
}

}  // namespace

Result<Run> commit(const Home& home, const ChangeSet& changes) {
  Run run = describeRun(changes);
  if (run.files.empty()) return run;
  auto targets = findTargets(home, changes);
  if (!targets) return std::move(targets).error();

  NewRunFolder folder(home);
  if (auto stored = storeOriginals(folder, changes, run); !stored) return beforeAnyChange(std::move(stored).error());
  run.state = RunState::committed;
  ManifestUpdate committed(home, run);
  Status staged = committed.stage();
  if (staged) staged = folder.sync();
  if (!staged) return beforeAnyChange(std::move(staged).error());

  Replacement replacement(home.files(), std::move(*targets));
  auto done = replacement.run([&] { return committed.seal(); });
  // With a file stuck half-way the originals are needed: the run stays, as prepared, and can be restored by name.
  if (done || !replacement.stuck().empty()) folder.keep();
  if (done) return run;
  Error error = std::move(done).error();
  if (!replacement.stuck().empty()) {
    error.hint = fmt::format("When the cause is gone, put them back: carbonfix restore {} {}", home.path(), run.name);
  }
  return error;
}

}  // namespace carbonfix
