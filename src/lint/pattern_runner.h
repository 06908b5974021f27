// Runs patterns over files of one home: lets in their scopes, each node tested by the first rule whose context matches
// it.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "carbonfix/lint/finding.h"
#include "carbonfix/lint/fix_maker.h"
#include "lint/cluster_view.h"
#include "lint/entry_places.h"
#include "lint/evaluation.h"
#include "lint/facts.h"
#include "lint/finding_maker.h"
#include "lint/other_nodes.h"
#include "lint/rule_surroundings.h"
#include "lint/run_record.h"
#include "lint/selection.h"
#include "lint/stats.h"

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
    EntryPlaces& places;
    ClusterView& cluster;
    Notes& notes;
    Stats& stats;
    const FixMaker* fixes;  // may be null
    RunRecord& record;
  };
  explicit PatternRunner(const Parts& parts) : parts_(parts), otherNodes_(parts.evaluation) {}

  // Is it worth mentioning that a file of the pattern is absent? Not where the pattern calls it optional, or its `if`
  // is false whatever the file would hold.
  bool wantsFile(const Pack& pack, const Pattern& pattern, std::size_t home);

  void run(const Pack& pack, const Pattern& pattern, std::size_t home, const std::string& path,
           std::vector<Finding>& findings);
  // Does the pattern apply to the file, and is there a node in it that one of its rules is about?
  bool matches(const Pack& pack, const Pattern& pattern, std::size_t home, const std::string& path);

 private:
  // One rule on one file.
  struct Task {
    const Pattern& pattern;
    const Rule& rule;
    std::size_t home;
    CheckedFile where;
    const Scope& facts;
    Variables& variables;
    std::vector<Finding>& findings;
  };

  // What is the same for all patterns of a pack in one home: the facts; and the pack's lets on the file at hand.
  struct Shared {
    explicit Shared(Evaluation& evaluation) : facts(evaluation) {}
    Variables facts;
    std::optional<Variables> lets;
  };
  Shared& sharedOf(const Pack& pack, std::size_t home, const std::string& path, Node root);
  void enter(const Pack& pack, std::size_t home, const std::string& path, const Document& document);

  void runRule(const Task& task, std::unordered_set<const void*>& taken);
  void runChecks(const Task& task, Node context);
  bool missedUnknown(const Task& task, const Check& check);
  bool canRun(const Task& task, const Check& check);
  std::optional<FixProposal> proposeFix(const Task& task, const Check& check, Node context);

  Parts parts_;
  OtherNodes otherNodes_;
  std::optional<Document> noFile_;  // what a condition is evaluated on where there is no file
  std::map<const Pack*, Shared> shared_;
  std::string path_;  // of the file at hand
};

}  // namespace carbonfix
