// SHA-256 of bytes, as 64 lower-case hex digits.
#pragma once

#include <string>
#include <string_view>

namespace carbonfix {

std::string sha256(std::string_view bytes);

// Could it be one?
bool isSha256(std::string_view text);

}  // namespace carbonfix
