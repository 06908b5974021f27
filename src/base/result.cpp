#include "carbonfix/base/result.h"

#include <algorithm>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

// "path:line:column: ", as far as it is known.
std::string place(const Error& error) {
  if (error.path.empty() && error.at.line == 0) return {};
  std::string out = error.path.empty() ? "line " : printable(error.path) + (error.at.line > 0 ? ":" : "");
  if (error.at.line > 0) out += std::to_string(error.at.line);
  if (error.at.line > 0 && error.at.column > 0) out += ":" + std::to_string(error.at.column);
  return out + ": ";
}

// Spaces as wide as what stands before the column; what `printable` widens, it widens too.
std::string caretLine(std::string_view excerpt, std::size_t column) {
  std::size_t at = 0;
  for (std::size_t i = 1; i < column && at < excerpt.size(); ++i) nextCodePoint(excerpt, at);
  return std::string(displayWidth(printable(excerpt.substr(0, at))), ' ') + '^';
}

}  // namespace

std::string describe(const Error& error) {
  std::string out = place(error) + printable(error.message);
  if (!error.excerpt.empty()) {
    std::string excerpt = replaceAll(error.excerpt, "\t", " ");
    while (!excerpt.empty() && (excerpt.back() == '\n' || excerpt.back() == '\r')) excerpt.pop_back();
    out += "\n  " + printable(excerpt);
    if (error.at.column > 0) out += "\n  " + caretLine(excerpt, error.at.column);
  }
  for (const std::string_view line : splitLines(error.hint)) out += "\n  " + printable(trim(line));
  return out;
}

}  // namespace carbonfix
