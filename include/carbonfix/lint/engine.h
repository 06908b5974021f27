// Runs lint packs over homes.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"
#include "carbonfix/home/live.h"
#include "carbonfix/lint/baseline.h"
#include "carbonfix/lint/finding.h"
#include "carbonfix/lint/fix_maker.h"
#include "carbonfix/lint/waivers.h"
#include "carbonfix/rules/model.h"
#include "carbonfix/rules/params.h"

namespace carbonfix {

// --severity: the rules that `ids` covers (exact id, prefix that ends in ".", or glob) get this severity.
struct SeverityChange {
  std::string ids;
  Severity severity = Severity::error;
};

struct LintOptions {
  std::string phase = "default";
  std::vector<std::string> select;  // exact id, prefix that ends in ".", or glob; empty = all
  std::vector<std::string> ignore;
  std::vector<SeverityChange> severities = {};  // a later one wins
  Severity minSeverity = Severity::info;
  ParamValues params;                  // for all homes
  std::vector<HomeValues> homes = {};  // one a home, in place of `params`; empty: they do not differ
  // What others found, in whatever phase: ids and severities choose among it as among the engine's own.
  std::vector<Finding> found = {};
  std::vector<NotChecked> notChecked = {};
  // What else is found in a home, asked while its files are at hand.
  std::function<std::vector<Finding>(const Home&)> look = {};
  bool inlineSuppressions = true;  // carbonfix:ignore comments count
  std::string today = {};          // YYYY-MM-DD, UTC: what until= is held against
  std::optional<Waivers> waivers = {};
  std::optional<std::vector<BaselineEntry>> baseline = {};
  bool renewBaseline = false;  // all that is found now comes into the baseline
  // Findings that nobody asked about: neither the report nor the baseline has them.
  std::function<bool(const Finding&)> leaveOut = {};
  bool stats = false;               // fill LintReport::stats
  LiveHost* live = nullptr;         // the machine that live checks ask; null: they are not run, and counted
  std::size_t jobs = 1;             // threads at most; the report is the same
  const FixMaker* fixes = nullptr;  // makes the edits of each finding's fix; null: fixes are only named
};

// Error: unknown phase or id in select/ignore (with the nearest), an expression that can't be evaluated in a shipped
// pack.
Result<LintReport, Errors> lint(const std::vector<Home>& homes, const std::vector<Pack>& packs,
                                const LintOptions& options);

}  // namespace carbonfix
