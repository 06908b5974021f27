#include "carbonfix/rules/names_in_xpath.h"

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

bool isNameByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.' || c == ':';
}

bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::size_t skipSpace(std::string_view text, std::size_t at) {
  while (at < text.size() && isSpace(text[at])) ++at;
  return at;
}

std::size_t nameEnd(std::string_view text, std::size_t at) {
  while (at < text.size() && isNameByte(text[at])) ++at;
  return at;
}

// Behind the closing quote of the literal that begins at `at`.
std::size_t literalEnd(std::string_view text, std::size_t at) {
  const std::size_t close = text.find(text[at], at + 1);
  return close == std::string_view::npos ? text.size() : close + 1;
}

NameInXPath named(std::string_view xpath, std::size_t begin, std::size_t end, std::size_t columnOffset) {
  return {std::string(xpath.substr(begin, end - begin)), countCodePoints(xpath.substr(0, columnOffset)) + 1};
}

}  // namespace

std::vector<KeyInXPath> keysIn(std::string_view xpath) {
  std::vector<KeyInXPath> found;
  for (std::size_t at = 0; at < xpath.size();) {
    if (xpath[at] == '"' || xpath[at] == '\'') {
      at = literalEnd(xpath, at);
    } else if (isNameByte(xpath[at])) {
      const std::size_t end = nameEnd(xpath, at);
      const std::string_view function = xpath.substr(at, end - at);
      const bool byGroup = function == "group" || function == "usual";
      at = end;
      const std::size_t open = skipSpace(xpath, end);
      if ((function != "key" && !byGroup) || open >= xpath.size() || xpath[open] != '(') continue;
      const std::size_t quote = skipSpace(xpath, open + 1);
      if (quote >= xpath.size() || (xpath[quote] != '"' && xpath[quote] != '\'')) continue;
      at = literalEnd(xpath, quote);
      found.push_back({named(xpath, quote + 1, at - 1, quote + 1), byGroup});
    } else {
      ++at;
    }
  }
  return found;
}

std::vector<NameInXPath> variablesIn(std::string_view xpath) {
  std::vector<NameInXPath> found;
  for (std::size_t at = 0; at < xpath.size();) {
    if (xpath[at] == '"' || xpath[at] == '\'') {
      at = literalEnd(xpath, at);
    } else if (xpath[at] == '$') {
      const std::size_t begin = skipSpace(xpath, at + 1);
      const std::size_t end = nameEnd(xpath, begin);
      found.push_back(named(xpath, begin, end, at));
      at = end > at ? end : at + 1;
    } else {
      ++at;
    }
  }
  return found;
}

}  // namespace carbonfix
