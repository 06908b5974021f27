// Findings counted, so that two looks at the same homes can be compared although places have moved in between.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "carbonfix/lint/finding.h"

namespace carbonfix {

class FindingCounts {
 public:
  explicit FindingCounts(const LintReport& report);

  // What is wrong with `after`, if the fixes of `fixed` are all that happened between it and this: a finding is still
  // there, or there is a new one, or something can't be checked any more. Empty: nothing.
  std::string worseIn(const LintReport& after, const std::vector<const Finding*>& fixed) const;

 private:
  using Kind = std::tuple<std::string, std::string, std::string>;  // id, node, path
  static Kind kindOf(const Finding& finding) { return {finding.id, finding.node, finding.path}; }
  static std::size_t troubleIn(const LintReport& report);

  std::map<Kind, std::size_t> counts_;
  std::map<Kind, std::vector<std::string>> messages_;
  std::size_t trouble_ = 0;
};

}  // namespace carbonfix
