#include <charconv>

#include "carbonfix/base/text.h"
#include "rules/reader.h"
#include "rules/rule_text.h"

namespace carbonfix {
namespace {

Node attributeNode(Node element, std::string_view name) {
  for (const Node& each : element.attributes()) {
    if (each.name() == name) return each;
  }
  return {};
}

}  // namespace

bool isOurs(Node element) { return element.namespaceUri() == kRulesNamespace; }

bool isTrue(std::string_view value) {
  const std::string_view word = trim(value);
  return word == "true" || word == "1";
}

std::size_t toSize(std::string_view value) {
  const std::string_view digits = trim(value);
  std::size_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

std::string firstPath(std::string_view files) {
  const auto globs = splitSpace(files);
  if (globs.empty()) return {};
  std::string path = replaceAll(std::string(globs.front()), "**/", "");
  path = replaceAll(std::move(path), "*", "example");
  return replaceAll(std::move(path), "?", "x");
}

Expression Reader::expression(Node element, std::string_view attribute, bool isPattern) {
  const Node found = attributeNode(element, attribute);
  if (!found) return {};
  const Position at = exact_ ? valuePlace(element, attribute) : Position{element.line(), 0};
  std::string text = found.value();
  asksForPlaces_ =
      asksForPlaces_ || text.find("@line") != std::string::npos || text.find("@column") != std::string::npos;
  return {std::move(text), document_.path(), at, isPattern};
}

Position Reader::valuePlace(Node element, std::string_view attribute) {
  const Node found = attributeNode(element, attribute);
  if (!exact_ || !found) return place(element);
  const auto located = document_.locate(found);
  if (!located) return place(element);
  return {located->start.line, located->start.column + 1};  // behind the quote
}

Position Reader::place(Node element) { return exact_ ? placeOf(document_, element) : Position{element.line(), 0}; }

void Reader::refer(Reference::To to, std::string name, Node element, std::string_view attribute) {
  if (exact_) references_.push_back({to, std::move(name), valuePlace(element, attribute)});
}

}  // namespace carbonfix
