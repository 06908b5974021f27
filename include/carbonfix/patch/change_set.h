// What a run of patches would do to one home: per file the bytes before and after, and why.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"
#include "carbonfix/rules/model.h"
#include "carbonfix/rules/params.h"

namespace carbonfix {

struct FileChange {
  std::string path;    // relative to the home
  std::string before;  // bytes
  std::string after;
  std::vector<Edit> edits;               // of `before`, ascending
  std::vector<std::string> editPatches;  // the patch id that each edit comes from, by index
  std::vector<std::string> patches;      // ids, in order
  bool created = false;                  // the file was absent; `before` is empty
};

struct PatchOutcome {
  enum class Kind { changed, alreadyDone, notApplicable } kind = Kind::alreadyDone;
  std::string id;
  std::string path;              // empty when no file matched
  std::string why;               // for notApplicable
  Effect effect = Effect::none;  // for changed: when the product reads it, and what it moves
  Consent consent = Consent::none;
};

struct ChangeSet {
  std::string node;
  std::vector<FileChange> files;       // by path
  std::vector<PatchOutcome> outcomes;  // in rule order
  std::vector<std::string> notes;      // what was left alone, a sentence each
};

// Runs every patch of the packs on the home, in order, each on the result of the one before. Nothing is written; every
// changed file has been proved (see Document::prove) and every `ensure` holds on the final parse. Errors: all patches
// that failed, with file, line and column; then there is no change set.
Result<ChangeSet, Errors> planChanges(const Home& home, const std::vector<Pack>& packs, const HomeValues& values);

}  // namespace carbonfix
