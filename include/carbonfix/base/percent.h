// Text that may hold any byte, such as a file's name, as plain ASCII that can stand in an attribute of XML: what XML
// could not hold, or would change when it reads it, is written as %XX.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace carbonfix {

std::string percentEncoded(std::string_view bytes);

// Nothing: a "%" without two hex digits behind it.
std::optional<std::string> percentDecoded(std::string_view text);

}  // namespace carbonfix
