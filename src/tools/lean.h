// A lint pack without what lint never looks at: <example>, <p> and comments.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace carbonfix {

// `pack` as it is, but for those elements and comments (and the lines that only they stood on). The content of add,
// replace, set and merge is pasted into files, so nothing in it is touched. For our own packs: the elements have no
// prefix. Empty when the markup does not close.
std::optional<std::string> leanPack(std::string_view pack);

}  // namespace carbonfix
