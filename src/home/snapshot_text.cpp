#include "home/snapshot_text.h"

#include <optional>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";

unsigned char byteAt(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

std::string textOfLatin1(std::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) appendUtf8(text, byteAt(bytes, i));
  return text;
}

char32_t unitAt(std::string_view bytes, std::size_t at, bool isBig) {
  const unsigned first = byteAt(bytes, at);
  const unsigned second = byteAt(bytes, at + 1);
  return isBig ? first << 8U | second : second << 8U | first;
}

// Nothing: it is not well-formed.
std::optional<std::string> textOfUtf16(std::string_view bytes, bool isBig) {
  if (bytes.size() % 2 != 0) return std::nullopt;
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    char32_t unit = unitAt(bytes, at, isBig);
    if (unit >= 0xDC00 && unit < 0xE000) return std::nullopt;
    if (unit >= 0xD800 && unit < 0xDC00) {
      at += 2;
      const char32_t low = at < bytes.size() ? unitAt(bytes, at, isBig) : 0;
      if (low < 0xDC00 || low >= 0xE000) return std::nullopt;
      unit = 0x10000 + ((unit - 0xD800) << 10U) + (low - 0xDC00);
    }
    appendUtf8(text, unit);
  }
  return text;
}

void appendUnit(std::string& bytes, char32_t unit, bool isBig) {
  const char high = static_cast<char>(unit >> 8U & 0xFFU);
  const char low = static_cast<char>(unit & 0xFFU);
  bytes += isBig ? high : low;
  bytes += isBig ? low : high;
}

void appendUtf16(std::string& bytes, char32_t codePoint, bool isBig) {
  if (codePoint < 0x10000) return appendUnit(bytes, codePoint, isBig);
  appendUnit(bytes, 0xD800 + ((codePoint - 0x10000) >> 10U), isBig);
  appendUnit(bytes, 0xDC00 + ((codePoint - 0x10000) & 0x3FFU), isBig);
}

}  // namespace

SnapshotText textOfBytes(std::string_view bytes) {
  // A byte order mark, or the "<" that XML without one begins with.
  const bool isBig = bytes.starts_with("\xFE\xFF") || bytes.starts_with(std::string_view("\0<", 2));
  const bool isLittle = bytes.starts_with("\xFF\xFE") || bytes.starts_with(std::string_view("<\0", 2));
  if (isBig || isLittle) {
    if (auto text = textOfUtf16(bytes, isBig)) {
      return {
          .text = std::move(*text), .encoding = isBig ? TextEncoding::utf16be : TextEncoding::utf16le, .secrets = {}};
    }
  }
  if (isValidUtf8(bytes)) return {.text = std::string(bytes), .encoding = TextEncoding::utf8, .secrets = {}};
  return {.text = textOfLatin1(bytes), .encoding = TextEncoding::latin1, .secrets = {}};
}

std::string bytesOfText(std::string_view text, TextEncoding encoding) {
  if (encoding == TextEncoding::utf8) return std::string(text);
  std::string bytes;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t codePoint = nextCodePoint(text, at);
    if (encoding == TextEncoding::latin1) {
      bytes += static_cast<char>(codePoint & 0xFFU);
    } else {
      appendUtf16(bytes, codePoint, encoding == TextEncoding::utf16be);
    }
  }
  return bytes;
}

std::string_view encodingName(TextEncoding encoding) {
  switch (encoding) {
    case TextEncoding::utf8:
      return "utf-8";
    case TextEncoding::latin1:
      return "iso-8859-1";
    case TextEncoding::utf16le:
      return "utf-16le";
    case TextEncoding::utf16be:
      break;
  }
  return "utf-16be";
}

std::size_t lengthOfMark(std::string_view text) { return text.starts_with(kMark) ? kMark.size() : 0; }

}  // namespace carbonfix
