// Days as the until= of suppressions and waivers writes them.
#pragma once

#include <string_view>

namespace carbonfix {

// Is it a day of the calendar, YYYY-MM-DD? Such texts compare as the days do.
bool isDay(std::string_view text);

}  // namespace carbonfix
