// "Did you mean …": the known word nearest to a mistyped one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace carbonfix {

// Damerau-Levenshtein (adjacent swap counts one), on bytes.
std::size_t editDistance(std::string_view a, std::string_view b);

// The nearest of `known`, or empty when none is near enough (a third of the length, at least 1, at most 3).
// Equal distances: the first in `known`.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

// " (did you mean \"x\"?)" or empty.
std::string didYouMean(std::string_view word, const std::vector<std::string>& known);

}  // namespace carbonfix
