// Which lines two texts do not share: the shortest edit script, by Myers' algorithm.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace carbonfix {

// Lines [oldBegin, oldEnd) give way to lines [newBegin, newEnd); 0-based.
struct LineChange {
  std::size_t oldBegin = 0;
  std::size_t oldEnd = 0;
  std::size_t newBegin = 0;
  std::size_t newEnd = 0;
};

// Ascending; between two changes at least one line is the same. Texts that differ in more than `limit` lines are not
// worth the quadratic time: one change then covers all between the first and the last difference.
std::vector<LineChange> lineChanges(const std::vector<std::string_view>& before,
                                    const std::vector<std::string_view>& after, std::size_t limit = 2000);

}  // namespace carbonfix
