// The part of base/text.h that knows UTF-8 and terminals.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <iterator>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Range {
  char32_t first;
  char32_t last;
};

// Blocks, not single code points: enough to set a caret under what configuration files hold.
constexpr std::array kZeroWidth = {
    Range{0x0300, 0x036F}, Range{0x0483, 0x0489}, Range{0x0591, 0x05BD}, Range{0x0610, 0x061A},   Range{0x064B, 0x065F},
    Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF}, Range{0x200B, 0x200F}, Range{0x20D0, 0x20FF},   Range{0x3099, 0x309A},
    Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}, Range{0xFEFF, 0xFEFF}, Range{0xE0100, 0xE01EF},
};
constexpr std::array kWide = {
    Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0x3098},   Range{0x309B, 0x4DBF},
    Range{0x4E00, 0xA4CF},   Range{0xA960, 0xA97F},   Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},
    Range{0xFE30, 0xFE6F},   Range{0xFF01, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x1F300, 0x1F64F},
    Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1F9FF}, Range{0x1FA70, 0x1FAFF}, Range{0x20000, 0x3FFFD},
};
// Controls, and what changes the direction of text.
constexpr std::array kUnprintable = {
    Range{0x00, 0x1F}, Range{0x7F, 0x9F}, Range{0x200E, 0x200F}, Range{0x2028, 0x202E}, Range{0x2066, 0x2069},
};

template <class Ranges>
bool isIn(char32_t c, const Ranges& ranges) {
  const auto above = std::upper_bound(ranges.begin(), ranges.end(), c, [](char32_t v, Range r) { return v < r.first; });
  return above != ranges.begin() && c <= std::prev(above)->last;
}

char32_t byteAt(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

// Bytes of the sequence that starts at `at` and its code point; 0 bytes when it is not valid UTF-8.
std::size_t decode(std::string_view text, std::size_t at, char32_t& codePoint) {
  const char32_t lead = byteAt(text, at);
  codePoint = lead;
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() - at < length) return 0;
  codePoint = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const char32_t next = byteAt(text, at + i);
    if ((next & 0xC0U) != 0x80U) return 0;
    codePoint = (codePoint << 6U) | (next & 0x3FU);
  }
  constexpr std::array<char32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
  return codePoint < kSmallest[length] || codePoint > 0x10FFFF || surrogate ? 0 : length;
}

// Length of the ASCII that `text` begins with, eight bytes at a time: nearly all text is nothing else, and columns are
// counted from the start of lines that may be very long.
std::size_t asciiLength(std::string_view text) {
  std::size_t at = 0;
  for (std::uint64_t block = 0; text.size() - at >= sizeof block; at += sizeof block) {
    std::memcpy(&block, text.data() + at, sizeof block);
    if ((block & 0x8080808080808080U) != 0) break;
  }
  while (at < text.size() && byteAt(text, at) < 0x80) ++at;
  return at;
}

}  // namespace

char32_t nextCodePoint(std::string_view utf8, std::size_t& at) {
  char32_t codePoint = 0;
  const std::size_t length = decode(utf8, at, codePoint);
  at += std::max<std::size_t>(length, 1);
  return length == 0 ? kReplacement : codePoint;
}

bool isAscii(std::string_view text) { return asciiLength(text) == text.size(); }

std::size_t countCodePoints(std::string_view utf8) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const std::size_t ascii = asciiLength(utf8.substr(at));
    count += ascii;
    at += ascii;
    if (at == utf8.size()) break;
    nextCodePoint(utf8, at);
    ++count;
  }
  return count;
}

std::size_t displayWidth(std::string_view utf8) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t c = nextCodePoint(utf8, at);
    if (isIn(c, kZeroWidth)) continue;
    width += isIn(c, kWide) ? 2U : 1U;
  }
  return width;
}

void appendUtf8(std::string& out, char32_t codePoint) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (codePoint > 0x10FFFF || (codePoint >= 0xD800 && codePoint <= 0xDFFF)) codePoint = kReplacement;
  if (codePoint < 0x80) {
    put(codePoint);
  } else if (codePoint < 0x800) {
    put(0xC0U | (codePoint >> 6U));
    put(0x80U | (codePoint & 0x3FU));
  } else if (codePoint < 0x10000) {
    put(0xE0U | (codePoint >> 12U));
    put(0x80U | ((codePoint >> 6U) & 0x3FU));
    put(0x80U | (codePoint & 0x3FU));
  } else {
    put(0xF0U | (codePoint >> 18U));
    put(0x80U | ((codePoint >> 12U) & 0x3FU));
    put(0x80U | ((codePoint >> 6U) & 0x3FU));
    put(0x80U | (codePoint & 0x3FU));
  }
}

bool isValidUtf8(std::string_view text) {
  char32_t codePoint = 0;
  for (std::size_t at = asciiLength(text); at < text.size(); at += asciiLength(text.substr(at))) {
    const std::size_t length = decode(text, at, codePoint);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

std::string printable(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    char32_t codePoint = 0;
    const std::size_t length = decode(text, at, codePoint);
    const std::string_view bytes = text.substr(at, std::max<std::size_t>(length, 1));
    at += bytes.size();
    if (length > 0 && !isIn(codePoint, kUnprintable)) {
      out += bytes;
      continue;
    }
    for (const char c : bytes) {
      const auto byte = static_cast<unsigned char>(c);
      out += {'\\', 'x', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return out;
}

}  // namespace carbonfix
