#include "lint/expressions.h"

#include <utility>

namespace carbonfix {

Result<const XPath*> Expressions::compiled(const Expression& expression, const Namespaces& namespaces) {
  if (kept_ == Kept::inPacks) return expression.compiled(namespaces);
  const auto known = own_.find(&expression);
  if (known != own_.end()) return &known->second;
  auto made = expression.compile(namespaces);
  if (!made) return std::move(made).error();
  return &own_.emplace(&expression, std::move(*made)).first->second;
}

}  // namespace carbonfix
