// Which variables the expressions and texts of a pack mention.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "carbonfix/rules/model.h"

namespace carbonfix {

class Mentions {
 public:
  void addChecks(const Pack& pack);   // what lint looks at: lets, keys, patterns with their fixes, diagnostics
  void addPatches(const Pack& pack);  // what plan looks at: lets and patches

  bool has(const std::string& name) const;

 private:
  void add(const Rule& rule);
  void add(const Operation& operation);
  void add(const std::vector<Let>& lets);
  void add(const Message& message);
  void add(const Expression& expression);

  std::set<std::string> names_;
  std::string text_;  // where {$name} may stand
};

// Does one of the packs mention it anywhere?
bool mentions(const std::vector<Pack>& packs, const std::string& name);

}  // namespace carbonfix
