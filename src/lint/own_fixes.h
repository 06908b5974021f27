// Fixes as one of several threads makes them: with packs of its own, since expressions are compiled in there.
#pragma once

#include <map>

#include "carbonfix/lint/fix_maker.h"
#include "carbonfix/rules/model.h"

namespace carbonfix {

class OwnFixes : public FixMaker {
 public:
  explicit OwnFixes(const FixMaker& maker) : maker_(maker) {}
  FixProposal make(const FixRequest& request) const override;

 private:
  const FixMaker& maker_;
  mutable std::map<const Pack*, Pack> packs_;
};

}  // namespace carbonfix
