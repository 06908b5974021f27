// What functions of expressions do with texts, in a time that grows with the size of the texts alone.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "document/short_pattern.h"

namespace re2 {
class RE2;
}

namespace carbonfix {

// What matches() holds texts against: RE2's syntax, unanchored, in a time that grows with the size of the text alone.
class TextPattern {
 public:
  explicit TextPattern(std::string_view pattern);
  ~TextPattern();
  TextPattern(const TextPattern&) = delete;
  TextPattern& operator=(const TextPattern&) = delete;
  // Rules ask the same of many things: each pattern is compiled once a thread.
  static std::shared_ptr<TextPattern> shared(std::string_view pattern);

  const std::string& text() const { return text_; }
  // Nothing: it is no regular expression.
  std::optional<bool> matches(std::string_view text);

 private:
  std::string text_;
  std::unique_ptr<ShortPattern> short_;   // null: for RE2 alone
  std::unique_ptr<const re2::RE2> full_;  // made when it is first needed
};

std::string lowered(std::string_view text);  // A to Z only
std::string uppered(std::string_view text);  // a to z only
// Is it one of the words of the text?
bool hasWord(std::string_view text, std::string_view word);
// XPath's substring(): characters, from the first, which is 1.
std::string_view partOf(std::string_view text, double start, std::optional<double> size);

// Where the part first stands in the text, or npos.
std::string_view::size_type placeOf(std::string_view part, std::string_view text);

// XPath's translate(): the characters of `from` become those of `to`, or vanish.
std::string translated(std::string_view text, std::string_view from, std::string_view to);

// A regular expression that comes out of a file may be as long as the file, and then it is none that someone wrote.
inline constexpr std::string_view::size_type kLongestPattern = 4'000;

}  // namespace carbonfix
