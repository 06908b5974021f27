// Places in a rule file, for messages about it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "carbonfix/base/result.h"
#include "carbonfix/document/document.h"

namespace carbonfix {

inline constexpr std::string_view kRulesNamespace = "urn:carbonfix:rules:1";
inline constexpr std::string_view kSchematronNamespace = "http://purl.oclc.org/dsdl/schematron";

// Where code point `column` (1-based) of an attribute's value stands; `at` is the place of the value's first character.
// References such as &lt; and line ends count as the one character that they stand for.
Position insideValue(const Document& document, Position at, std::size_t column);

// An error at a place of the file: with its path, and the line as excerpt unless that line holds a secret or is too
// long to be read.
Error ruleError(const Document& document, Position at, std::string message, std::string hint = {});

// The text of a range of the file, in UTF-8, as it stands there.
std::string_view textOf(const Document& document, const Location& range);

// Place of a node's name or value; line only when it has no bytes of its own.
Position placeOf(const Document& document, Node node);

}  // namespace carbonfix
