// The compiled expressions of one thread. A compiled one keeps state of its own while it is evaluated, so threads do
// not share them: several threads have them apart from the packs, each compiles what it needs.
#pragma once

#include <memory>
#include <unordered_map>

#include "carbonfix/base/result.h"
#include "carbonfix/document/xpath.h"
#include "carbonfix/rules/model.h"

namespace carbonfix {

class Expressions {
 public:
  enum class Kept { inPacks, apart };
  explicit Expressions(Kept kept) : kept_(kept) {}

  Result<const XPath*> compiled(const Expression& expression, const Namespaces& namespaces);

 private:
  Kept kept_;
  std::unordered_map<const Expression*, XPath> own_;
};

}  // namespace carbonfix
