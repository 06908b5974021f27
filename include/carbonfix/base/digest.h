// SHA-256 of bytes, as 64 lower-case hex digits, with and without a key.
#pragma once

#include <string>
#include <string_view>

namespace carbonfix {

std::string sha256(std::string_view bytes);

// Could it be one?
bool isSha256(std::string_view text);

// HMAC-SHA-256 (RFC 2104), as 64 lower-case hex digits: only who has the key can make it.
std::string hmacSha256(std::string_view key, std::string_view bytes);

}  // namespace carbonfix
