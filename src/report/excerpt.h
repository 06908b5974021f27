// A source line with a caret line under it, made to fit.
//
// Tabs become spaces up to the next multiple of four, control characters become \xNN, wide characters count two cells,
// and a line wider than the room is cut around the marked part with "…".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace carbonfix {

struct Excerpt {
  std::string line;
  std::string carets;  // as many cells in as the marked part; empty when nothing is marked
};

// `column` is 1-based, `length` counts code points of `source`; column 0 marks nothing. `width` is in cells.
Excerpt makeExcerpt(std::string_view source, std::size_t column, std::size_t length, std::size_t width);

}  // namespace carbonfix
