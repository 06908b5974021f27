#include "lint/variables.h"

#include <utility>

namespace carbonfix {

std::optional<Value> Variables::evaluate(const Expression& expression, Node context) {
  const XPath* xpath = evaluation_.compiled(expression);
  if (xpath == nullptr || !need(*xpath, expression)) return std::nullopt;
  return evaluation_.evaluate(*xpath, expression, context, scope_);
}

std::optional<NodeSet> Variables::select(const Expression& expression, Node context) {
  auto value = evaluate(expression, context);
  if (!value) return std::nullopt;
  if (auto* nodes = std::get_if<NodeSet>(&*value)) return std::move(*nodes);
  evaluation_.notNodes(expression);
  return std::nullopt;
}

std::optional<bool> Variables::test(const Expression& expression, Node context) {
  const auto value = evaluate(expression, context);
  if (!value) return std::nullopt;
  return toBool(*value);
}

bool Variables::need(const XPath& xpath, const Expression& source) {
  for (const std::string& name : xpath.variables()) {
    if (!needOne(name, source)) return false;
  }
  return true;
}

bool Variables::needOne(const std::string& name, const Expression& source) {
  for (std::size_t i = states_.size(); i-- > 0;) {
    if ((*lets_)[i].name == name && states_[i] != State::running) return evaluateLet(i);
  }
  if (outer_ != nullptr) return outer_->needOne(name, source);
  if (scope_.find(name) != nullptr) return true;
  evaluation_.undefined(name, source);
  return false;
}

bool Variables::evaluateLet(std::size_t index) {
  State& state = states_[index];
  if (state == State::untouched) {
    state = State::running;
    auto value = evaluate((*lets_)[index].value, context_);
    state = value ? State::done : State::failed;
    if (value) scope_.set((*lets_)[index].name, std::move(*value));
  }
  return state == State::done;
}

}  // namespace carbonfix
