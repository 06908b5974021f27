// The entries of keys across nodes: each home gives its own when its turn comes, and when all homes have, rules that
// compare nodes may ask.
#pragma once

#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "carbonfix/home/home.h"
#include "lint/key_table.h"
#include "lint/notes.h"
#include "lint/run_plan.h"

namespace carbonfix {

class ClusterKeys {
 public:
  ClusterKeys(const RunPlan& plan, std::size_t homes);

  // What a home has of each of the plan's keys. Homes may come from several threads, each of them once.
  void put(std::size_t home, std::vector<std::unique_ptr<KeyEntries>> ofKeys) { parts_[home] = std::move(ofKeys); }
  // All homes have come.
  void seal();
  // Null: it is not known yet, or no key of the plan. `home`: who asks.
  std::shared_ptr<const KeyEntries> find(const Pack& pack, std::string_view name, std::size_t home) const;
  // Files that no home has, though a rule asked for a key that is about them: said of the first home that did. Nodes of
  // other products need not have them; that none has them may be a slip.
  void noteMissing(const std::vector<Home>& homes, Notes& notes) const;

 private:
  const RunPlan& plan_;
  std::vector<std::vector<std::unique_ptr<KeyEntries>>> parts_;  // by home
  static constexpr auto kNobody = static_cast<std::size_t>(-1);
  struct Sealed {
    std::shared_ptr<const KeyEntries> entries;
    std::atomic<std::size_t> firstAsker = kNobody;
  };
  mutable std::map<RunPlan::ClusterKey, Sealed> sealed_;
};

}  // namespace carbonfix
