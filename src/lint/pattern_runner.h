// Runs one pattern over one file: lets in their scopes, each node tested by the first rule whose context matches it.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "carbonfix/lint/finding.h"
#include "lint/cluster_view.h"
#include "lint/evaluation.h"
#include "lint/facts.h"
#include "lint/finding_maker.h"
#include "lint/other_nodes.h"
#include "lint/rule_surroundings.h"
#include "lint/selection.h"

namespace carbonfix {

class PatternRunner {
 public:
  struct Parts {
    Files& files;
    const Facts& facts;
    const Selection& selection;
    RuleSurroundings& surroundings;
    Evaluation& evaluation;
    FindingMaker& maker;
    ClusterView& cluster;
    Notes& notes;
  };
  explicit PatternRunner(const Parts& parts) : parts_(parts), otherNodes_(parts.evaluation) {}

  void run(const Pack& pack, const Pattern& pattern, std::size_t home, const std::string& path,
           std::vector<Finding>& findings);

 private:
  // One rule on one file.
  struct Task {
    const Pattern& pattern;
    const Rule& rule;
    CheckedFile where;
    Variables& variables;
    std::vector<Finding>& findings;
  };

  void runRule(const Task& task, std::unordered_set<const void*>& taken);
  void runChecks(const Task& task, Node context);
  bool canRun(const Task& task, const Check& check);

  Parts parts_;
  OtherNodes otherNodes_;
};

}  // namespace carbonfix
