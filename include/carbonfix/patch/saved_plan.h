// A plan that is kept in a file, to be applied later: what it was made of, and what it would do to each home.
//
// No secret stands in it. Files are known by digests of the whole of them, so a change of a secret in one is seen; an
// edit has references in place of secrets. docs/plan-files.md tells the form.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/patch/referenced_text.h"

namespace carbonfix {

struct SavedEdit {
  std::size_t offset = 0;  // of the file before, in bytes
  std::size_t length = 0;
  std::string patch;
  ReferencedText text;
  friend bool operator==(const SavedEdit&, const SavedEdit&) = default;
};

struct SavedFile {
  std::string path;         // relative to the home
  std::string before = {};  // SHA-256; empty: the file was absent
  std::string after = {};
  std::vector<SavedEdit> edits = {};
  friend bool operator==(const SavedFile&, const SavedFile&) = default;
};

struct SavedParam {
  std::string name;
  bool sensitive = false;  // then there is no value
  std::string from = {};   // where the value of a sensitive one comes from: "env:NAME", "file:PATH", "inventory" …
  ReferencedText value = {};
};

struct SavedHome {
  std::string node;
  std::string path;        // real and absolute, as are all paths but those of a home's files
  bool isRuntime = false;  // found below another home
  std::vector<SavedParam> params = {};
  std::vector<SavedFile> files = {};
};

// A recipe or a rule file, by name or path.
struct SavedRules {
  std::string name;
  std::string digest;
};

struct SavedPlan {
  std::vector<SavedRules> recipes;
  std::vector<std::string> rules;  // files and folders, as they were given
  std::vector<SavedRules> ruleFiles;
  std::string inventory;                // empty: none
  std::vector<std::string> paramFiles;  // "-": standard input
  std::vector<SavedParam> params;       // of the command line
  std::vector<SavedHome> homes;
};

std::string writePlan(const SavedPlan& plan);

// `path` is used in messages. Error: no plan, of a later version, or damaged.
Result<SavedPlan> readPlan(std::string bytes, const std::string& path);

}  // namespace carbonfix
