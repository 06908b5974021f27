// Globs as lists of path segments, and how one segment matches one name.
#pragma once

#include <string_view>
#include <vector>

namespace carbonfix {

inline constexpr std::string_view kAnyFolders = "**";
// Our own folder in a home: no wildcard ever matches it.
inline constexpr std::string_view kStoreFolder = ".carbonfix";

// The segments of a path or glob; empty ones and "." are left out.
std::vector<std::string_view> segmentsOf(std::string_view path);

bool hasWildcard(std::string_view segment);

// "*" matches any run of bytes, "?" one character.
bool nameMatches(std::string_view pattern, std::string_view name);

}  // namespace carbonfix
