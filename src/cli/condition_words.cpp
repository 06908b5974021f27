#include "cli/condition_words.h"

#include <optional>
#include <vector>

#include <fmt/format.h>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

// Cut at a word that stands outside of brackets and quotes.
std::vector<std::string_view> splitOutside(std::string_view text, std::string_view word) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  int depth = 0;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '(' || c == '[') {
      ++depth;
    } else if (c == ')' || c == ']') {
      --depth;
    } else if (depth == 0 && text.substr(i).starts_with(word)) {
      parts.push_back(trim(text.substr(begin, i - begin)));
      begin = i + word.size();
      i = begin - 1;
    }
  }
  parts.push_back(trim(text.substr(begin)));
  return parts;
}

// What stands between the two, when the text is no more than that; no quote or bracket in it unless `open`.
std::optional<std::string_view> between(std::string_view text, std::string_view before, std::string_view behind,
                                        bool open = false) {
  if (text.size() < before.size() + behind.size() || !text.starts_with(before) || !text.ends_with(behind)) return {};
  const std::string_view inside = text.substr(before.size(), text.size() - before.size() - behind.size());
  if (!open && inside.find_first_of("'\"()") != std::string_view::npos) return {};
  return inside;
}

// Does the bracket that the text begins with close at its end?
bool isBracketed(std::string_view text) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) return i + 1 == text.size();
  }
  return false;
}

std::string oneInWords(std::string_view text) {
  if (const auto name = between(text, "$product = '", "'")) return fmt::format("product {}", *name);
  if (const auto names = between(text, "contains-token('", "', $product)")) {
    return fmt::format("product {}", fmt::join(splitSpace(*names), ", "));
  }
  if (const auto begin = between(text, "starts-with($version, '", "')")) return fmt::format("version {}*", *begin);
  if (const auto begin = between(text, "starts-with($kernel, '", "')")) return fmt::format("Carbon kernel {}*", *begin);
  if (text == "$version != ''") return "version known";
  if (text == "$kernel = ''") return "Carbon kernel not known";
  if (text == "$self") return "run with an inventory";
  return {};
}

std::string inWords(std::string_view text);

std::string joined(const std::vector<std::string_view>& parts, std::string_view word) {
  std::string out;
  for (const std::string_view part : parts) {
    std::string words = inWords(part);
    if (words.empty()) return {};
    // "and" binds closer than "or".
    if (word == " and " && splitOutside(words, " or ").size() > 1) words = fmt::format("({})", words);
    out += (out.empty() ? "" : std::string(word)) + words;
  }
  return out;
}

std::string inWords(std::string_view text) {
  for (const std::string_view word : {std::string_view(" or "), std::string_view(" and ")}) {
    if (const auto parts = splitOutside(text, word); parts.size() > 1) return joined(parts, word);
  }
  if (isBracketed(text) && text.starts_with('(')) return inWords(trim(text.substr(1, text.size() - 2)));
  if (const auto inside = between(text, "not(", ")", true)) {
    const std::string words = inWords(trim(*inside));
    const bool isOne = splitOutside(words, " or ").size() == 1 && splitOutside(words, " and ").size() == 1;
    if (words.empty()) return {};
    return isOne ? "not " + words : fmt::format("not ({})", words);
  }
  return oneInWords(text);
}

}  // namespace

std::string conditionInWords(std::string_view expression) { return inWords(normalizeSpace(expression)); }

}  // namespace carbonfix
