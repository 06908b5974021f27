// Running text in lines of a width.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace carbonfix {

// Words of `text` in lines of at most `width` cells, each behind `indent` blanks; a word that is wider has a line of
// its own. Every line has its end.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

}  // namespace carbonfix
