// Runs the examples of rule files: bad and good snippets, which are the rules' tests and their documentation.
//
// A check finds something in `bad` (as often, and on the line, that the example says) and nothing in `good`; its fix,
// and a patch, make `good` of `bad` byte for byte; a patch leaves `good` alone. Snippets become files of homes in
// memory.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "carbonfix/lint/finding.h"
#include "carbonfix/rules/model.h"

namespace carbonfix {

struct ExampleResult {
  std::vector<std::string> problems;  // sentences; empty: passed
  std::string diff;                   // what was expected against what came out; may be empty
  // What `good` must say for the example to pass; only where nothing else is wrong with it.
  std::optional<std::string> betterGood;

  bool passed() const { return problems.empty(); }
};

ExampleResult runExample(const Pack& pack, const Example& example);

// What a check's example gives in its bad snippet; nothing when it can't be run.
std::vector<Finding> findingsInBad(const Pack& pack, const Example& example);

// Ids of the pack's checks and patches that no example is about, in order of the file.
std::vector<std::string> idsWithoutExample(const Pack& pack);

}  // namespace carbonfix
