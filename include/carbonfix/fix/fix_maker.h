// Makes the edits of lint fixes by running their operations on a copy of the file.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "carbonfix/lint/fix_maker.h"

namespace carbonfix {

class OperationFixes : public FixMaker {
 public:
  // `secrets`: values that no output may show.
  explicit OperationFixes(std::vector<std::string> secrets) : secrets_(std::move(secrets)) {}

  // The edits are proved: what a parser makes of the file with them is what the operations made of its view.
  FixProposal make(const FixRequest& request) const override;

 private:
  std::vector<std::string> secrets_;
};

}  // namespace carbonfix
