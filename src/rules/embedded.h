// The shipped rule files as they lie in rules/, put into the binary by the build (src/tools/embed.cpp).
#pragma once

#include <span>
#include <string_view>

namespace carbonfix {

struct EmbeddedFile {
  std::string_view name;  // relative to rules/: "lint/clustering.xml"
  std::string_view text;
};

// The lint packs without what lint never looks at: examples, prose and comments. By name.
std::span<const EmbeddedFile> embeddedLean();

// Every lint pack, recipe and schema, byte for byte. By name.
std::span<const EmbeddedFile> embeddedFull();

}  // namespace carbonfix
