// White space as the neighbours have it: line ends, indentation, and how pasted text takes them on.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "document/impl.h"

namespace carbonfix {

// "\n", "\r\n" or "\r", as the nearest line before (else after) the piece ends.
std::string lineEndNear(const Piece* piece);
// The same for a text to be put there; a text of one line needs no search.
std::string lineEndFor(std::string_view text, const Piece* piece);

// The blanks that the line of `piece` begins with; none when its parent's content has no line break before it, or none
// near: a line of thousands of tags has no layout to follow.
std::optional<std::string> lineIndent(const Piece* piece);

// Is there only white space before the piece on its line / behind the piece up to the line's end?
bool beginsLine(const Piece* piece);
bool endsLine(const Piece* piece);

// One level of indentation around `open` (an element's first piece), e.g. "\t" or "    ".
std::string indentUnit(Document::Impl& impl, const Piece* open);

// Pasted text: blank ends cut off, the author's common indentation replaced by `indent` (but for the first line), each
// further level by `unit`, line ends by `lineEnd`. Text values and CDATA keep their own white space.
Result<std::string> relayout(std::string_view pasted, const std::string& indent, const std::string& unit,
                             const std::string& lineEnd);

}  // namespace carbonfix
