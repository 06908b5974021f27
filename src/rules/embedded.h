// The shipped rule files as they lie in rules/, put into the binary by the build (src/tools/embed.cpp).
#pragma once

#include <span>
#include <string_view>

namespace carbonfix {

// What the path of a shipped pack begins with: "builtin:lint/clustering.xml".
inline constexpr std::string_view kBuiltinPath = "builtin:";

struct EmbeddedFile {
  std::string_view name;  // relative to rules/: "lint/clustering.xml"
  std::string_view text;
};

// The lint packs loaded already, without what lint never looks at (see pack_image.h). By name.
std::span<const EmbeddedFile> embeddedImages();

// Every lint pack, recipe and schema, byte for byte. By name.
std::span<const EmbeddedFile> embeddedFull();

}  // namespace carbonfix
