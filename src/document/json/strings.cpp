#include "document/json/strings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "carbonfix/base/text.h"
#include "document/xml/references.h"

namespace carbonfix {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

struct Character {
  std::string utf8;
  std::size_t begin = 0;  // of its spelling, inside the quotes
  std::size_t end = 0;
};

char32_t hexAt(std::string_view text, std::size_t at) {
  unsigned value = 0;
  const std::string_view digits = text.substr(at, 4);
  std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return value;
}

// The escape at `at`, which moves behind it.
char32_t readEscape(std::string_view text, std::size_t& at) {
  const char kind = text[at + 1];
  at += 2;
  switch (kind) {
    case 'b':
      return U'\b';
    case 'f':
      return U'\f';
    case 'n':
      return U'\n';
    case 'r':
      return U'\r';
    case 't':
      return U'\t';
    case 'u':
      break;
    default:
      return static_cast<unsigned char>(kind);
  }
  char32_t codePoint = hexAt(text, at);
  at += 4;
  if (codePoint >= 0xD800 && codePoint < 0xDC00 && text.substr(at, 2) == "\\u") {
    codePoint = 0x10000 + ((codePoint - 0xD800) << 10U) + (hexAt(text, at + 2) - 0xDC00);
    at += 6;
  }
  return codePoint;
}

// Most strings are what they say.
bool saysItself(std::string_view text) { return text.find('\\') == std::string_view::npos && isXmlText(text); }

std::string_view inside(std::string_view quoted) { return quoted.substr(1, quoted.size() - 2); }

std::vector<Character> charactersOf(std::string_view text, bool escapes) {
  std::vector<Character> out;
  for (std::size_t at = 0; at < text.size();) {
    Character character;
    character.begin = at;
    const char32_t codePoint = escapes && text[at] == '\\' ? readEscape(text, at) : nextCodePoint(text, at);
    character.end = at;
    appendUtf8(character.utf8, codePoint);
    out.push_back(std::move(character));
  }
  return out;
}

void appendSpelled(std::string& out, const std::string& utf8) {
  switch (utf8.front()) {
    case '"':
    case '\\':
      out += '\\';
      out += utf8;
      break;
    case '\b':
      out += "\\b";
      break;
    case '\f':
      out += "\\f";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      out += utf8;
  }
}

}  // namespace

std::string readJsonString(std::string_view quoted) {
  if (saysItself(inside(quoted))) return std::string(inside(quoted));
  std::string out;
  for (const Character& character : charactersOf(inside(quoted), true)) {
    out += isXmlText(character.utf8) ? std::string_view(character.utf8) : kReplacement;
  }
  return out;
}

bool hidesCharacters(std::string_view quoted) {
  if (saysItself(inside(quoted))) return false;
  const std::vector<Character> characters = charactersOf(inside(quoted), true);
  return !std::ranges::all_of(characters, [](const Character& each) { return isXmlText(each.utf8); });
}

std::string spellJsonString(std::string_view value) { return respellJsonString("\"\"", value); }

std::string respellJsonString(std::string_view quoted, std::string_view value) {
  const std::string_view spelled = inside(quoted);
  const std::vector<Character> old = charactersOf(spelled, true);
  const std::vector<Character> wanted = charactersOf(value, false);
  const std::size_t most = std::min(old.size(), wanted.size());
  std::size_t head = 0;
  while (head < most && old[head].utf8 == wanted[head].utf8) ++head;
  std::size_t tail = 0;
  while (tail < most - head && old[old.size() - 1 - tail].utf8 == wanted[wanted.size() - 1 - tail].utf8) ++tail;
  std::string out = "\"";
  out += spelled.substr(0, head == 0 ? 0 : old[head - 1].end);
  for (std::size_t i = head; i < wanted.size() - tail; ++i) appendSpelled(out, wanted[i].utf8);
  if (tail > 0) out += spelled.substr(old[old.size() - tail].begin);
  out += '"';
  return out;
}

bool isJsonNumber(std::string_view text) {
  const auto digits = [&text] {
    const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(count);
    return count;
  };
  const auto take = [&text](std::string_view any) {
    if (text.empty() || any.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
  };
  take("-");
  if (!take("0") && digits() == 0) return false;
  if (take(".") && digits() == 0) return false;
  if (take("eE")) {
    take("+-");
    if (digits() == 0) return false;
  }
  return text.empty();
}

}  // namespace carbonfix
