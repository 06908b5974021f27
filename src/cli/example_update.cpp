#include "cli/example_update.h"

#include <algorithm>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr std::string_view kSpace = " \t";

std::string_view indentationOf(std::string_view line) {
  return line.substr(0, std::min(line.find_first_not_of(kSpace), line.size()));
}

// What all lines that hold something begin with.
std::string_view commonIndentation(std::string_view text) {
  std::string_view common;
  bool isFirst = true;
  for (const std::string_view line : splitLines(text)) {
    if (isBlank(line)) continue;
    const std::string_view here = indentationOf(line);
    if (isFirst) common = here;
    isFirst = false;
    const auto differs = std::ranges::mismatch(common, here);
    common = common.substr(0, static_cast<std::size_t>(differs.in1 - common.begin()));
  }
  return common;
}

}  // namespace

Result<Edit> snippetEdit(std::string_view ruleFile, const Example::Snippet& snippet, std::string_view text) {
  if (snippet.cdata && text.find("]]>") != std::string_view::npos) {
    return Error{.message = "a CDATA section can't hold \"]]>\"", .hint = "write this snippet as markup"};
  }
  const std::string_view old = ruleFile.substr(snippet.offset, snippet.length);
  const std::string_view indentation = commonIndentation(old);
  const std::size_t head = old.find_first_not_of(" \t\r\n");
  const std::size_t firstLine =
      head == std::string_view::npos ? 0 : head - indentationOf(old.substr(old.rfind('\n', head) + 1)).size();
  const std::size_t tail = old.find_last_not_of(" \t\r\n") + 1;

  std::string fresh(old.substr(0, firstLine));
  for (const std::string_view line : splitLines(text)) {
    if (!isBlank(line)) fresh += indentation;
    fresh += line;
  }
  // The last line's end is the snippet's own, or what stood before the end tag.
  const std::string_view behind = old.substr(tail);
  if (!fresh.ends_with('\n')) {
    fresh += behind;
  } else {
    const std::size_t line = behind.find('\n');
    if (line != std::string_view::npos) fresh += behind.substr(line + 1);
  }
  if (dedent(fresh) != text) {
    return Error{.message = "what came out can't be written back with the snippet's indentation",
                 .hint = "write it by hand"};
  }
  return Edit{.offset = snippet.offset, .length = snippet.length, .text = std::move(fresh)};
}

}  // namespace carbonfix
