// Bytes as the 64 characters of RFC 4648, for what XML text can't hold.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace carbonfix {

// In lines of 76 characters.
std::string base64Encoded(std::string_view bytes);

// White space is passed over. Nothing: anything else is wrong with it.
std::optional<std::string> base64Decoded(std::string_view text);

}  // namespace carbonfix
