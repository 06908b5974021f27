#include "cli/rule_steps.h"

#include <fmt/format.h>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr std::size_t kMostOfContent = 60;

std::string target(const Operation& operation) {
  std::string text = normalizeSpace(operation.select.text());
  if (text == ".") text = "it";
  if (operation.type.starts_with('@')) text = operation.type + (text == "it" ? "" : " of " + text);
  if (!operation.key.empty()) text = fmt::format("the line {} in {}", operation.key, text);
  return text;
}

std::string valueOf(const Message& message) {
  std::string text;
  for (const MessagePart& part : message) {
    text += part.kind == MessagePart::Kind::text ? part.text : normalizeSpace(part.select.text());
  }
  text = normalizeSpace(text);
  return text.empty() ? "nothing" : text;
}

std::string contentOf(const Operation& operation) {
  std::string text = normalizeSpace(operation.content);
  if (countCodePoints(text) <= kMostOfContent) return text;
  const std::size_t end = text.find('>');  // a first tag that is too long, or not there, is cut behind its name
  return text.substr(0, end > kMostOfContent ? text.find(' ') : end + 1) + "…";
}

std::string placeOf(const Operation& operation) {
  if (operation.pos == "before" || operation.pos == "after") return operation.pos + " ";
  return operation.pos == "prepend" ? "first into " : "into ";
}

std::string stepOf(const Operation& operation) {
  switch (operation.kind) {
    case Operation::Kind::set:
      return fmt::format("set {} to {}", target(operation), valueOf(operation.value)) +
             (operation.missing.empty() ? ""
                                        : fmt::format(" (where it is absent: {})", join(operation.missing, ", then ")));
    case Operation::Kind::add:
      if (!operation.type.empty()) return fmt::format("add {} with {}", target(operation), valueOf(operation.value));
      return fmt::format("add {} {}{}", contentOf(operation), placeOf(operation), target(operation));
    case Operation::Kind::replace:
      return fmt::format("replace {} by {}", target(operation), contentOf(operation));
    case Operation::Kind::remove:
      return fmt::format("remove {}", target(operation));
    case Operation::Kind::rename:
      return fmt::format("rename {} to {}", target(operation), operation.to);
    case Operation::Kind::comment:
      return fmt::format("comment {} out", target(operation));
    case Operation::Kind::uncomment:
      return fmt::format("uncomment {}", operation.holds ? normalizeSpace(operation.holds.text())
                                                         : std::string("the one element in it"));
    case Operation::Kind::merge:
      return fmt::format("bring {} into {}", contentOf(operation), target(operation));
  }
  return {};
}

}  // namespace

std::vector<std::string> stepsOf(const std::vector<Operation>& operations) {
  std::vector<std::string> steps;
  for (const Operation& operation : operations) {
    steps.push_back(stepOf(operation));
    if (operation.condition) steps.back() += fmt::format(", if {}", normalizeSpace(operation.condition.text()));
  }
  return steps;
}

}  // namespace carbonfix
