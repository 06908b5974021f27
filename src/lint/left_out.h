// Which findings a report shows: not those that a suppression comment, a waiver or the baseline covers, in this order.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/lint/engine.h"
#include "carbonfix/lint/finding.h"
#include "lint/run_record.h"

namespace carbonfix {

class LeftOut {
 public:
  struct Parts {
    const std::vector<Pack>& packs;
    const LintOptions& options;
    const Selection& selection;
    Files& files;
    const RunRecord& record;
    const std::vector<std::string>& secrets;  // values of sensitive parameters
  };
  explicit LeftOut(const Parts& parts) : parts_(parts) {}

  // All that was found, in order and each once, into the report.
  void share(std::vector<Finding> findings, LintReport& report) const;

 private:
  void choose(std::vector<Finding>& findings) const;

  Parts parts_;
};

}  // namespace carbonfix
