#include "carbonfix/base/base64.h"

#include <cstddef>
#include <cstdint>

namespace carbonfix {
namespace {

constexpr std::string_view kCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t kLine = 76;

}  // namespace

std::string base64Encoded(std::string_view bytes) {
  std::string out;
  std::size_t inLine = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::string_view group = bytes.substr(at, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8U | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
    }
    if (inLine == kLine) {
      out += '\n';
      inLine = 0;
    }
    for (std::size_t i = 0; i < 4; ++i) out += i <= group.size() ? kCharacters[bits >> (18 - 6 * i) & 63U] : '=';
    inLine += 4;
  }
  return out;
}

std::optional<std::string> base64Decoded(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0;
  unsigned held = 0;  // bits of `bits` that are not out yet
  std::size_t count = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    ++count;
    if (c == '=') {
      ++padding;
      continue;
    }
    const std::size_t value = kCharacters.find(c);
    if (value == std::string_view::npos || padding > 0) return std::nullopt;
    bits = (bits << 6U | static_cast<std::uint32_t>(value)) & 0xFFFFU;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>(bits >> held & 0xFFU);
  }
  if (count % 4 != 0 || padding > 2) return std::nullopt;
  return out;
}

}  // namespace carbonfix
