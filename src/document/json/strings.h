// How JSON spells strings and numbers, and what a view can show of them.
#pragma once

#include <string>
#include <string_view>

namespace carbonfix {

// What a string of the file says, without its quotes. `quoted` is a token that the parser took.
// What no XML document can hold stands as U+FFFD.
std::string readJsonString(std::string_view quoted);
// Does it say something that the view can't show?
bool hidesCharacters(std::string_view quoted);

// Escaped is only what has to be.
std::string spellJsonString(std::string_view value);
// `value` in the spelling that the old string had, where the two agree at their ends.
std::string respellJsonString(std::string_view quoted, std::string_view value);

bool isJsonNumber(std::string_view text);

}  // namespace carbonfix
