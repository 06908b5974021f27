// Which checks compare nodes, and so say nothing when only one was given.
#pragma once

#include <map>

#include "carbonfix/rules/model.h"
#include "lint/evaluation.h"

namespace carbonfix {

class OtherNodes {
 public:
  explicit OtherNodes(Evaluation& evaluation) : evaluation_(evaluation) {}

  // Does the check, or a let that it needs, use $cluster or a key across nodes?
  bool needs(const Pack& pack, const Pattern& pattern, const Rule& rule, const Check& check);

 private:
  using Lets = std::vector<const std::vector<Let>*>;  // outermost first
  bool reaches(const Pack& pack, const Lets& lets, const Expression& expression, std::size_t depth);

  Evaluation& evaluation_;
  std::map<const Check*, bool> known_;
};

}  // namespace carbonfix
