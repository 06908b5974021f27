// Mends what lint finds: the fixes of many findings, in rounds, until nothing is left that can be mended.
//
// In a round the fixes of each file are taken in the order of their findings; one that would touch what an earlier one
// touches waits for the next round. What they make of the files is then linted: a fix whose finding is still there, or
// that makes another check fail, is dropped, and the others are kept. A dropped fix is not tried again.
//
// Nothing is written: the homes see their files as edited (Home::edit), and what they would become is in change sets.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"
#include "carbonfix/lint/finding.h"
#include "carbonfix/patch/change_set.h"

namespace carbonfix {

inline constexpr std::size_t kMaxFixRounds = 10;

struct FixingOptions {
  bool isUnsafeWanted = false;
  // Lint of the homes as they are now, with edits proposed: these findings are to be mended.
  std::function<Result<LintReport, Errors>()> look = {};
  // The same of every check that may not fail for a fix: those of the phase, whatever was selected.
  std::function<Result<LintReport, Errors>()> prove = {};
};

struct Fixing {
  std::vector<ChangeSet> changes;  // one a home
  Mended mended;
  LintReport report;  // of what is left
};

// Error: lint's own.
Result<Fixing, Errors> fixFindings(std::vector<Home>& homes, const FixingOptions& options);

}  // namespace carbonfix
