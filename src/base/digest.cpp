#include "carbonfix/base/digest.h"

#include <sha2.h>

#include <array>
#include <cstdint>

namespace carbonfix {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

}  // namespace

std::string sha256(std::string_view bytes) {
  SHA2_CTX context;
  SHA256Init(&context);
  SHA256Update(&context, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
  SHA256Final(digest.data(), &context);

  std::string out;
  out.reserve(2 * digest.size());
  for (const std::uint8_t byte : digest) {
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

bool isSha256(std::string_view text) {
  return text.size() == std::size_t{2} * SHA256_DIGEST_LENGTH &&
         text.find_first_not_of(kDigits) == std::string_view::npos;
}

}  // namespace carbonfix
