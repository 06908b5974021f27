// What a run holds against every home, decided once: its patterns, and which of them have to wait until the entries of
// all homes are known. Threads share it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "carbonfix/rules/model.h"
#include "lint/selection.h"

namespace carbonfix {

struct PlannedPattern {
  const Pack& pack;
  const Pattern& pattern;
  bool comparesNodes = false;  // something in it needs other nodes
  bool comparesEarly = false;  // already its condition, or what its rules match
};

class RunPlan {
 public:
  // With one home nothing waits.
  RunPlan(const std::vector<Pack>& packs, const Selection& selection, std::size_t homes);

  const std::vector<PlannedPattern>& patterns() const { return patterns_; }
  // The keys across nodes that some pattern asks for.
  using ClusterKey = std::pair<const Pack*, std::string>;
  const std::vector<ClusterKey>& clusterKeys() const { return clusterKeys_; }

 private:
  std::vector<PlannedPattern> patterns_;
  std::vector<ClusterKey> clusterKeys_;
};

}  // namespace carbonfix
