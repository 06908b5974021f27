// The rules on one home, by one thread: all that works there is its own. What it shares with others does not change
// meanwhile.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "carbonfix/lint/engine.h"
#include "lint/cluster_keys.h"
#include "lint/cluster_view.h"
#include "lint/entry_places.h"
#include "lint/evaluation.h"
#include "lint/expressions.h"
#include "lint/facts.h"
#include "lint/files.h"
#include "lint/finding_maker.h"
#include "lint/home_tasks.h"
#include "lint/keys.h"
#include "lint/notes.h"
#include "lint/own_fixes.h"
#include "lint/pattern_runner.h"
#include "lint/rule_surroundings.h"
#include "lint/run_plan.h"
#include "lint/run_record.h"
#include "lint/selection.h"
#include "lint/stats.h"

namespace carbonfix {

// What all homes have in common.
struct RunParts {
  const std::vector<Home>& homes;
  const std::vector<Pack>& packs;
  const LintOptions& options;
  const Selection& selection;
  const RunPlan& plan;
  const Facts& facts;
  const ClusterKeys& clusterKeys;
  std::vector<std::string> secrets;  // values of sensitive parameters
  Stats& stats;                      // of a run with one thread, where it is wanted
};

// What a thread keeps from one home to the next.
struct RunThread {
  RunThread(Expressions::Kept kept, const RunParts& parts)
      : expressions(kept), cluster(parts.homes), others(parts.homes, parts.facts, parts.clusterKeys, expressions) {
    const FixMaker* const maker = parts.options.fixes;
    if (maker != nullptr && kept == Expressions::Kept::apart) ownFixes.emplace(*maker);
    fixes = ownFixes ? &*ownFixes : maker;
  }
  RunThread(const RunThread&) = delete;
  RunThread& operator=(const RunThread&) = delete;

  Expressions expressions;
  ClusterView cluster;
  ClusterTables tables;
  OtherHomes others;
  std::optional<OwnFixes> ownFixes;
  const FixMaker* fixes = nullptr;  // null: nobody asked for any
};

// What came out of a home.
struct HomeOutcome {
  std::vector<Finding> findings;
  Notes notes;
  RuleFaults faults;
  std::set<std::string> loaded;
  std::set<Files::File> suppressing;
  std::set<std::string> checked;  // files that only had to be well-formed
  RunRecord::Entries record;

  std::size_t countFiles() const;  // that were read
  void absorb(HomeOutcome other);
};

// What a home has left to do when the entries of all homes are known.
struct Comparison {
  const PlannedPattern* planned;
  std::string path;
};

class HomeRun {
 public:
  // `homes`: where the home's number counts; they may be copies of those of the parts.
  HomeRun(const RunParts& parts, const std::vector<Home>& homes, std::size_t home, RunThread& thread);

  // What there is to do: with most to do first.
  std::vector<FileTask> tasks();
  // Says which files the rules miss.
  void reportMissing();
  // Until no task is left.
  void work(HomeTasks& tasks);
  // What the options' look finds.
  void lookFurther();
  // Entries of the plan's keys across nodes.
  std::vector<std::unique_ptr<KeyEntries>> clusterEntries();
  // What work() left to be compared.
  std::vector<Comparison> takeComparisons() { return std::exchange(comparisons_, {}); }
  void compare(const std::vector<Comparison>& comparisons);
  // What was found so far, apart from what the tasks hold.
  HomeOutcome take();

  std::size_t loadedBytes();
  unsigned long spentSteps() const { return evaluation_.spent(); }

 private:
  void runPattern(const PlannedPattern& planned, const std::string& path, std::vector<Finding>& findings);
  void missFile(const PlannedPattern& planned);

  const RunParts& parts_;
  std::size_t home_;
  Notes notes_;
  RuleFaults faults_;
  Files files_;
  Keys keys_;
  EntryPlaces places_;
  RuleSurroundings surroundings_;
  Evaluation evaluation_;
  FindingMaker maker_;
  RunRecord record_;
  PatternRunner runner_;
  std::vector<Comparison> comparisons_;
  std::vector<Finding> findings_;
  std::set<std::string> checked_;
  std::set<std::string> reported_;  // loaded files whose form was looked at
};

}  // namespace carbonfix
