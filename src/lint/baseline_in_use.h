// The baseline of a run: it leaves out what it holds, and what a new one would hold comes out.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "carbonfix/lint/baseline.h"
#include "carbonfix/lint/finding.h"
#include "lint/rule_ids.h"
#include "lint/run_record.h"

namespace carbonfix {

class BaselineInUse {
 public:
  BaselineInUse(Files& files, const RunRecord& record, KnownIds& ids, const std::vector<BaselineEntry>& entries)
      : files_(files), record_(record), ids_(ids), entries_(entries) {}

  // `renew`: what is not in it yet is left out from now on, too.
  BaselineOutcome apply(std::vector<Finding>& findings, bool renew);

 private:
  // Of an entry that was not found.
  bool isStale(const BaselineEntry& entry);
  bool isJudged(const BaselineEntry& entry);

  Files& files_;
  const RunRecord& record_;
  KnownIds& ids_;
  const std::vector<BaselineEntry>& entries_;
  std::map<std::string, std::vector<std::size_t>> homes_;  // by node as entries have it; of the empty one all
  std::map<std::tuple<std::string, std::string, std::string>, bool> isStale_;  // by node, path and id
};

}  // namespace carbonfix
