#include "document/xpath_text.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

std::vector<std::string_view> charactersOf(std::string_view text) {
  std::vector<std::string_view> list;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    nextCodePoint(text, at);
    list.push_back(text.substr(start, at - start));
  }
  return list;
}

// Each byte is a character, and those that are not in `from` stay whatever they are part of.
std::string translatedBytes(std::string_view text, std::string_view from, std::string_view to) {
  std::array<bool, 0x80> isReplaced{};
  std::array<std::optional<char>, 0x80> by{};
  for (std::size_t i = 0; i < from.size(); ++i) {
    const auto byte = static_cast<unsigned char>(from[i]);
    if (isReplaced.at(byte)) continue;  // the first mention of a character is the one that counts
    isReplaced.at(byte) = true;
    if (i < to.size()) by.at(byte) = to[i];
  }
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= isReplaced.size() || !isReplaced.at(byte)) {
      out += c;
    } else if (by.at(byte)) {
      out += *by.at(byte);
    }
  }
  return out;
}

}  // namespace

TextPattern::TextPattern(std::string_view pattern) : text_(pattern), short_(ShortPattern::parse(pattern)) {}

TextPattern::~TextPattern() = default;

std::shared_ptr<TextPattern> TextPattern::shared(std::string_view pattern) {
  thread_local std::map<std::string, std::shared_ptr<TextPattern>, std::less<>> known;
  auto found = known.find(pattern);
  if (found == known.end()) found = known.emplace(pattern, std::make_shared<TextPattern>(pattern)).first;
  return found->second;
}

std::optional<bool> TextPattern::matches(std::string_view text) {
  if (short_ != nullptr) {
    if (const auto known = short_->matches(text)) return known;
  }
  if (full_ == nullptr) full_ = std::make_unique<const re2::RE2>(text_, re2::RE2::Quiet);
  if (!full_->ok()) return std::nullopt;
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *full_);
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string uppered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

bool hasWord(std::string_view text, std::string_view word) {
  const auto isSpace = [](char c) { return isBlank({&c, 1}); };
  if (word.empty() || std::ranges::any_of(word, isSpace)) return false;
  const auto isEdge = [&](std::size_t at) { return at >= text.size() || isSpace(text[at]); };
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t found = placeOf(word, text.substr(from));
    if (found == std::string_view::npos) return false;
    const std::size_t at = from + found;
    if ((at == 0 || isEdge(at - 1)) && isEdge(at + word.size())) return true;
    from = at + 1;
  }
  return false;
}

std::string_view partOf(std::string_view text, double start, std::optional<double> size) {
  // As libxml2 rounds; what is not a number takes nothing.
  const auto rounded = [](double value) {
    return value - std::floor(value) >= 0.5 ? std::floor(value) + 1 : std::floor(value);
  };
  const double first = rounded(start);
  const double end = size ? first + rounded(*size) : HUGE_VAL;
  const auto pass = [&text](std::size_t at, double& place, double until) {
    for (; at < text.size() && place < until; ++place) nextCodePoint(text, at);
    return at;
  };
  double place = 1;
  if (!(first < end)) return {};
  const std::size_t from = pass(0, place, first);
  return text.substr(from, size ? pass(from, place, end) - from : std::string_view::npos);
}

std::string_view::size_type placeOf(std::string_view part, std::string_view text) {
  if (part.empty()) return 0;
  if (text.size() < part.size()) return std::string_view::npos;
  // The search of std::string begins anew at each character.
  const void* found = memmem(text.data(), text.size(), part.data(), part.size());
  return found == nullptr ? std::string_view::npos
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

std::string translated(std::string_view text, std::string_view from, std::string_view to) {
  if (isAscii(from) && isAscii(to)) return translatedBytes(text, from, to);
  const auto by = charactersOf(to);
  std::unordered_map<std::string_view, std::string_view> replacements;
  const auto replaced = charactersOf(from);
  for (std::size_t i = 0; i < replaced.size(); ++i) {
    // The first mention of a character is the one that counts, but each takes a place.
    replacements.try_emplace(replaced[i], i < by.size() ? by[i] : std::string_view());
  }
  std::string out;
  for (const std::string_view each : charactersOf(text)) {
    const auto found = replacements.find(each);
    out += found == replacements.end() ? each : found->second;
  }
  return out;
}

}  // namespace carbonfix
