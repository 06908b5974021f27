// The format of java.util.Properties.load, lexically: its lines, and how characters are spelled in keys and values.
//
// As Java reads it: = : and white space separate, a backslash before the line end carries the line on, \t \n \r \f and
// \uXXXX are escapes (of UTF-16), and any other character behind a backslash is itself.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/result.h"

namespace carbonfix {

struct PropertyLine {
  enum class Kind { blank, comment, property };
  Kind kind = Kind::blank;
  // One behind the other they are the line's text, of all its lines when it is carried on.
  std::string_view lead;       // white space
  std::string_view key;        // as spelled; of a comment: its mark and its text
  std::string_view separator;  // the sign and white space around it
  std::string_view value;      // as spelled
  std::string_view tail;       // the line end, and what is dropped before it
};

// The line that begins at `at`, which moves behind it.
PropertyLine nextPropertyLine(std::string_view text, std::size_t& at);

// Does the line end here, so that what follows is a line of its own? `tail` is a property's.
// Gives the line ends that are missing: one behind a last line without one, two behind a backslash at its end.
std::size_t missingLineEnds(std::string_view tail);

struct SpelledCharacter {
  char32_t codePoint = 0;  // a surrogate when the file has half of a pair
  std::size_t begin = 0;   // of its spelling
  std::size_t end = 0;
};

// What a key or value says. The error is the offset of a malformed \uXXXX.
Result<std::vector<SpelledCharacter>, std::size_t> readSpelling(std::string_view spelled);

// As a view can hold it: what no XML document can hold stands as Java would escape it, e.g. \u0000.
std::string readable(char32_t codePoint);
std::string readable(const std::vector<SpelledCharacter>& characters);
// Printable ASCII, blanks and tabs: it is readable as it is.
bool isPlain(std::string_view text);
// The same for text that knows no escapes (a comment's).
std::string readableText(std::string_view text);
bool isReadable(char32_t codePoint);

// What stands before a value decides what at its start would be taken for a part of the separator.
enum class Before { sign, blank, text };

// Can the file's encoding hold this character?
using Holds = std::function<bool(char32_t)>;

// Escaped is only what has to be.
std::string spellKey(std::string_view key, const Holds& holds);
std::string spellValue(std::string_view value, Before before, const Holds& holds);

// `value` in the spelling that the old value had, where the two agree at their ends: escapes and continuation lines
// stay as they are.
std::string respellValue(std::string_view spelled, std::string_view value, Before before, const Holds& holds);

}  // namespace carbonfix
