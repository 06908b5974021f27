#include "carbonfix/base/digest.h"

#include <sha2.h>

#include <array>
#include <cstdint>

namespace carbonfix {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

using Digest = std::array<std::uint8_t, SHA256_DIGEST_LENGTH>;

void add(SHA2_CTX& context, std::string_view bytes) {
  SHA256Update(&context, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

// Of both, one after the other.
Digest digestOf(std::string_view first, std::string_view second) {
  SHA2_CTX context;
  SHA256Init(&context);
  add(context, first);
  add(context, second);
  Digest digest{};
  SHA256Final(digest.data(), &context);
  return digest;
}

std::string_view bytesOf(const Digest& digest) { return {reinterpret_cast<const char*>(digest.data()), digest.size()}; }

std::string hexOf(const Digest& digest) {
  std::string out;
  out.reserve(2 * digest.size());
  for (const std::uint8_t byte : digest) {
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

}  // namespace

std::string sha256(std::string_view bytes) { return hexOf(digestOf(bytes, {})); }

bool isSha256(std::string_view text) {
  return text.size() == std::size_t{2} * SHA256_DIGEST_LENGTH &&
         text.find_first_not_of(kDigits) == std::string_view::npos;
}

std::string hmacSha256(std::string_view key, std::string_view bytes) {
  constexpr std::uint8_t kInner = 0x36;
  constexpr std::uint8_t kOuter = 0x5c;
  const Digest shortened = digestOf(key, {});
  if (key.size() > SHA256_BLOCK_LENGTH) key = bytesOf(shortened);
  std::string inner(SHA256_BLOCK_LENGTH, static_cast<char>(kInner));
  std::string outer(SHA256_BLOCK_LENGTH, static_cast<char>(kOuter));
  for (std::size_t i = 0; i < key.size(); ++i) {
    const auto byte = static_cast<std::uint8_t>(key[i]);
    inner[i] = static_cast<char>(byte ^ kInner);
    outer[i] = static_cast<char>(byte ^ kOuter);
  }
  return hexOf(digestOf(outer, bytesOf(digestOf(inner, bytes))));
}

}  // namespace carbonfix
