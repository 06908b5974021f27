// Runs lint packs over homes.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"
#include "carbonfix/lint/finding.h"
#include "carbonfix/rules/model.h"
#include "carbonfix/rules/params.h"

namespace carbonfix {

struct LintOptions {
  std::string phase = "default";
  std::vector<std::string> select;  // exact id, prefix that ends in ".", or glob; empty = all
  std::vector<std::string> ignore;
  Severity minSeverity = Severity::info;
  ParamValues params;                  // for all homes
  std::vector<HomeValues> homes = {};  // one a home, in place of `params`; empty: they do not differ
  // What others found, in whatever phase: ids and severities choose among it as among the engine's own.
  std::vector<Finding> found = {};
  std::vector<NotChecked> notChecked = {};
};

// Error: unknown phase or id in select/ignore (with the nearest), an expression that can't be evaluated in a shipped
// pack.
Result<LintReport, Errors> lint(const std::vector<Home>& homes, const std::vector<Pack>& packs,
                                const LintOptions& options);

}  // namespace carbonfix
