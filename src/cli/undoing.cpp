#include "cli/undoing.h"

#include <algorithm>
#include <map>
#include <optional>

#include "carbonfix/base/digest.h"

namespace carbonfix {
namespace {

using Action = RestoreFile::Action;
using Bytes = std::optional<std::string>;  // nothing: there is no such file

struct Passage {
  Bytes now;
  Bytes then;
  bool changedSince = false;
  bool shared = false;
  bool secret = false;
};

Bytes bytesNow(const RestoreFile& file, const RunFile& ran) {
  const bool absent = file.action == Action::make || (file.action == Action::none && ran.digestBefore.empty());
  return absent ? Bytes() : Bytes(file.now);
}

Bytes bytesBefore(const RestoreFile& file, const RunFile& ran) {
  if (ran.digestBefore.empty()) return {};
  return file.action == Action::none ? file.now : file.original;
}

// Undoes one run more: `passage.then` is what the runs undone so far leave.
void addUndo(Passage& passage, const RestoreFile& file, const RunFile& ran) {
  const std::string digest = passage.then ? sha256(*passage.then) : std::string();
  if (digest == ran.digestBefore) return;
  if (digest != ran.digestAfter) passage.changedSince = true;
  passage.then = bytesBefore(file, ran);
}

Action actionOf(const Passage& passage) {
  if (passage.now == passage.then) return Action::none;
  if (!passage.then) return Action::remove;
  return passage.now ? Action::putBack : Action::make;
}

}  // namespace

std::vector<std::string> Undoing::changedSince() const {
  std::vector<std::string> paths;
  for (const RestoreFile& file : files) {
    if (file.changedSince) paths.push_back(file.path);
  }
  return paths;
}

Result<Undoing> planUndoing(const Store& store, const std::vector<std::string>& runs) {
  Undoing undoing;
  std::map<std::string, Passage> passages;
  for (const std::string& run : runs) {
    auto plan = store.planRestore(run);
    if (!plan) return plan.error();
    for (const RestoreFile& file : plan->files) {
      const auto ran = std::ranges::find(plan->run.files, file.path, &RunFile::path);
      if (ran == plan->run.files.end()) continue;
      const Bytes now = bytesNow(file, *ran);
      Passage& passage = passages.try_emplace(file.path, Passage{.now = now, .then = now}).first->second;
      addUndo(passage, file, *ran);
      passage.shared = passage.shared || file.shared;
      passage.secret = passage.secret || file.secret;
    }
    undoing.plans.push_back(std::move(*plan));
  }
  for (auto& [path, passage] : passages) {
    const Action action = actionOf(passage);
    undoing.files.push_back({.action = action,
                             .path = path,
                             .now = std::move(passage.now).value_or(""),
                             .original = std::move(passage.then).value_or(""),
                             .changedSince = passage.changedSince,
                             .shared = passage.shared,
                             .secret = passage.secret});
  }
  return undoing;
}

}  // namespace carbonfix
