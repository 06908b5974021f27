#include "document/xpath_program_values.h"

#include <cmath>
#include <variant>

#include "carbonfix/base/text.h"
#include "document/xpath_text.h"

namespace carbonfix {

using Kind = XPathOp::Kind;
using Function = XPathOp::Function;

bool areEqual(const Value& left, const Value& right) {
  const auto either = [&]<typename Type>(Type*) {
    return std::holds_alternative<Type>(left) || std::holds_alternative<Type>(right);
  };
  if (either(static_cast<bool*>(nullptr))) return toBool(left) == toBool(right);
  if (either(static_cast<double*>(nullptr))) return toNumber(left) == toNumber(right);
  return std::get<std::string>(left) == std::get<std::string>(right);
}

double compute(Kind kind, double left, double right) {
  switch (kind) {
    case Kind::plus:
      return left + right;
    case Kind::minus:
      return left - right;
    case Kind::times:
      return left * right;
    case Kind::divide:
      return left / right;
    default:
      return std::fmod(left, right);
  }
}

bool givesTruth(Function function) {
  switch (function) {
    case Function::booleanOf:
    case Function::contains:
    case Function::containsToken:
    case Function::endsWith:
    case Function::fileExists:
    case Function::isFalse:
    case Function::isTrue:
    case Function::matches:
    case Function::negate:
    case Function::startsWith:
      return true;
    default:
      return false;
  }
}

bool asksKey(Function function) {
  return function == Function::key || function == Function::group || function == Function::usual;
}

bool compareTexts(Function function, std::string_view first, std::string_view second) {
  switch (function) {
    case Function::contains:
      return placeOf(second, first) != std::string_view::npos;
    case Function::startsWith:
      return first.starts_with(second);
    case Function::endsWith:
      return first.ends_with(second);
    default:
      return hasWord(first, trim(second));
  }
}

std::string textMadeOf(Function function, std::string_view first, std::string_view second) {
  switch (function) {
    case Function::normalizeSpace:
      return normalizeSpace(first);
    case Function::lowerCase:
      return lowered(first);
    case Function::upperCase:
      return uppered(first);
    case Function::substringBefore: {
      const std::size_t place = placeOf(second, first);
      return std::string(first.substr(0, place == std::string_view::npos ? 0 : place));
    }
    case Function::substringAfter: {
      const std::size_t place = placeOf(second, first);
      return std::string(place == std::string_view::npos ? "" : first.substr(place + second.size()));
    }
    default:
      return std::string(first);
  }
}

}  // namespace carbonfix
