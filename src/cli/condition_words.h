// Which products and versions a condition means, in words.
#pragma once

#include <string>
#include <string_view>

namespace carbonfix {

// "not (product das and version 3.0*)"; empty where the expression says more than words for products and versions do.
std::string conditionInWords(std::string_view expression);

}  // namespace carbonfix
