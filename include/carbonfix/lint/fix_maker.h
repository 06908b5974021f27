// Who makes edits of a rule's fix. Lint finds, and knows nothing of operations; fix/ knows both (see
// carbonfix/fix/fix_maker.h).
#pragma once

#include <string>

#include "carbonfix/document/document.h"
#include "carbonfix/document/xpath.h"
#include "carbonfix/lint/finding.h"
#include "carbonfix/rules/model.h"

namespace carbonfix {

// A fix, and the place in a file at which its check fired.
struct FixRequest {
  const Pack& pack;
  const Pattern& pattern;
  const Rule& rule;
  const Fix& fix;
  const std::string& path;  // relative to the home
  const Document& document;
  Node context;
  const Scope& facts;  // variables of the tool and of the pack's parameters
  Surroundings& surroundings;
};

class FixMaker {
 public:
  virtual ~FixMaker() = default;
  // Leaves the document as it is. What can't be done is in the proposal's `problem`.
  virtual FixProposal make(const FixRequest& request) const = 0;
};

}  // namespace carbonfix
