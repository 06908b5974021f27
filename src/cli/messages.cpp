#include "cli/messages.h"

#include <ostream>

#include <fmt/format.h>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

// What can't be shown as it is, in the way that bash, ksh and zsh know.
std::string shellEscaped(std::string_view word) {
  std::string out = "$'";
  for (const char c : word) {
    if (c == '\'' || c == '\\') {
      out += {'\\', c};
    } else if (c >= ' ' && c <= '~') {
      out += c;
    } else {
      out += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
    }
  }
  return out + "'";
}

}  // namespace

std::string shellQuoted(const std::string& word) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+:@%=-";
  if (word.starts_with('-')) return shellQuoted("./" + word);  // no option
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  if (printable(word) != word) return shellEscaped(word);
  return "'" + replaceAll(word, "'", "'\\''") + "'";
}

void printError(Console& console, const Error& error) {
  Error shown = error;
  // A failure of the disk names its path in the sentence already.
  if (shown.at.line == 0 && shown.message.find(shown.path) != std::string::npos) shown.path.clear();
  console.err << "carbonfix: error: " << describe(shown) << '\n';
}

void printErrors(Console& console, const Errors& errors) {
  for (std::size_t i = 0; i < errors.size(); ++i) {
    Error error = errors[i];
    // What helps with all of a row is said once, behind the last.
    if (i + 1 < errors.size() && errors[i + 1].hint == error.hint) error.hint.clear();
    printError(console, error);
  }
}

void printWarning(Console& console, std::string_view text, std::string_view hint) {
  console.err << fmt::format("carbonfix: warning: {}\n", printable(text));
  if (!hint.empty()) console.err << fmt::format("  {}\n", printable(hint));
}

void printNote(Console& console, std::string_view text) {
  console.err << fmt::format("carbonfix: note: {}\n", printable(text));
}

}  // namespace carbonfix
