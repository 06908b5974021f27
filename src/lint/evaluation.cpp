#include "lint/evaluation.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace carbonfix {
namespace {

// All rules together need a few million steps for a stock home. What goes far beyond that would hold up the start of a
// server for seconds.
constexpr unsigned long kMostOfNode = 100'000'000;

}  // namespace

Errors RuleFaults::errors() const {
  Errors errors;
  for (const auto& [source, error] : faults_) errors.push_back(error);
  std::ranges::sort(errors, {}, [](const Error& each) { return std::tie(each.path, each.at, each.message); });
  return errors;
}

bool Evaluation::isTooMuch(unsigned long steps) { return steps > kMostOfNode; }

const XPath* Evaluation::compiled(const Expression& expression) {
  auto result = expressions_.compiled(expression, pack_->namespaces);
  if (result) return *result;
  faults_.add(&expression, std::move(result).error());
  return nullptr;
}

std::optional<Value> Evaluation::evaluate(const XPath& xpath, const Expression& source, Node context,
                                          const Scope& scope) {
  if (isTooMuch(spent_)) {
    notes_.add(node_, path_, "the rules take too many steps on this node; the rest of them was not run", true);
    return std::nullopt;
  }
  auto value = evaluator_.evaluate(xpath, context, scope);
  spent_ += weight_ + evaluator_.steps();
  if (value) return std::move(value).value();
  if (const std::string& why = evaluator_.noAnswer(); !why.empty()) {
    notes_.add(node_, path_, why);
    return std::nullopt;
  }
  notes_.add(node_, path_, fmt::format("{}:{}: {}", source.path(), source.at().line, value.error().message), true);
  return std::nullopt;
}

void Evaluation::undefined(const std::string& name, const Expression& source) {
  Error error;
  error.path = source.path();
  error.at = source.at();
  const auto param = std::ranges::find(pack_->params, name, &Param::name);
  if (param == pack_->params.end()) {
    error.message = fmt::format("${} is not defined here", name);
    faults_.add(&source, std::move(error));
    return;
  }
  error.message = fmt::format("the parameter \"{}\" has no value", name);
  if (!param->description.empty()) error.message += ": " + param->description;
  error.hint = fmt::format("put a line {}=… into a file and give that with --params", name);
  faults_.add(&*param, std::move(error));
}

void Evaluation::notNodes(const Expression& source) {
  Error error{fmt::format("\"{}\" gives a value where nodes are needed", source.text())};
  error.path = source.path();
  error.at = source.at();
  faults_.add(&source, std::move(error));
}

}  // namespace carbonfix
