// What functions of expressions do with texts, in a time that grows with the size of the texts alone.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace carbonfix {

std::string lowered(std::string_view text);  // A to Z only

// Rules ask the same of many things: each pattern is compiled once a thread.
std::shared_ptr<const re2::RE2> sharedRegex(std::string_view pattern);

// Where the part first stands in the text, or npos.
std::string_view::size_type placeOf(std::string_view part, std::string_view text);

// XPath's translate(): the characters of `from` become those of `to`, or vanish.
std::string translated(std::string_view text, std::string_view from, std::string_view to);

// A regular expression that comes out of a file may be as long as the file, and then it is none that someone wrote.
inline constexpr std::string_view::size_type kLongestPattern = 4'000;

}  // namespace carbonfix
