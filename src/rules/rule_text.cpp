#include "rules/rule_text.h"

#include <utility>

#include "carbonfix/base/secrets.h"
#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr std::size_t kLongestExcerpt = 500;  // bytes: a longer line shows nothing, and errors may be many

// Byte offset of a column in a line; the line's end when it is shorter.
std::size_t offsetInLine(std::string_view line, std::size_t column) {
  std::size_t at = 0;
  for (std::size_t count = 1; count < column && at < line.size(); ++count) nextCodePoint(line, at);
  return at;
}

// One character of an attribute's value as it is written: a reference or a code point.
void skipCharacter(std::string_view line, std::size_t& at) {
  const std::size_t semicolon = line[at] == '&' ? line.find(';', at) : std::string_view::npos;
  if (semicolon != std::string_view::npos) {
    at = semicolon + 1;
  } else {
    nextCodePoint(line, at);
  }
}

}  // namespace

Position insideValue(const Document& document, Position at, std::size_t column) {
  if (at.column == 0) return at;
  std::size_t lineNumber = at.line;
  std::string_view line = document.lineText(lineNumber);
  std::size_t offset = offsetInLine(line, at.column);
  for (std::size_t count = 1; count < column; ++count) {
    if (offset < line.size()) {
      skipCharacter(line, offset);
    } else {
      line = document.lineText(++lineNumber);
      offset = 0;
    }
  }
  return {lineNumber, countCodePoints(line.substr(0, offset)) + 1};
}

Error ruleError(const Document& document, Position at, std::string message, std::string hint) {
  Error error;
  error.message = std::move(message);
  error.path = document.path();
  error.at = at;
  error.hint = std::move(hint);
  const std::string_view line = document.lineText(at.line);
  if (at.column > 0 && line.size() <= kLongestExcerpt && findSecrets(line).empty()) error.excerpt = std::string(line);
  return error;
}

std::string_view textOf(const Document& document, const Location& range) {
  const std::string_view text = document.text();
  const auto offsetOf = [&](Position at) {
    const std::string_view line = document.lineText(at.line);
    return static_cast<std::size_t>(line.data() - text.data()) + offsetInLine(line, at.column);
  };
  const std::size_t begin = offsetOf(range.start);
  const std::size_t end = offsetOf(range.end);
  return end > begin ? text.substr(begin, end - begin) : std::string_view();
}

Position placeOf(const Document& document, Node node) {
  const auto located = document.locate(node);
  return located ? located->start : Position{node.line(), 0};
}

}  // namespace carbonfix
