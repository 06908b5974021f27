// Small helpers for text: UTF-8, lines, white space. No locale, no allocation where a view will do.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace carbonfix {

std::string_view trim(std::string_view text);       // XML white space: space, tab, CR, LF
std::string normalizeSpace(std::string_view text);  // as XPath's normalize-space()
bool isBlank(std::string_view text);                // empty or XML white space only
std::vector<std::string_view> split(std::string_view text, char separator);
std::vector<std::string_view> splitSpace(std::string_view text);  // words
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string replaceAll(std::string text, std::string_view from, std::string_view to);

std::size_t countCodePoints(std::string_view utf8);  // invalid bytes count one each
bool isAscii(std::string_view text);
std::size_t displayWidth(std::string_view utf8);  // terminal cells: wide 2, combining 0
// The code point that starts at `at` and advances `at` behind it; invalid bytes give U+FFFD and advance one.
char32_t nextCodePoint(std::string_view utf8, std::size_t& at);
void appendUtf8(std::string& out, char32_t codePoint);
bool isValidUtf8(std::string_view text);

// Lines with their line ends (LF, CRLF or CR) kept; the last may have none.
std::vector<std::string_view> splitLines(std::string_view text);
// Takes the white space that all non-blank lines begin with off every line, and blank first and last lines off the
// whole.
std::string dedent(std::string_view text);

// For output to a terminal or a log: control characters as \xNN, so that a file cannot drive the terminal.
std::string printable(std::string_view text);

}  // namespace carbonfix
