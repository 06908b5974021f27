#include "lint/dates.h"

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace carbonfix {
namespace {

unsigned numberIn(std::string_view digits) {
  unsigned number = 0;
  for (const char c : digits) number = number * 10 + static_cast<unsigned>(c - '0');
  return number;
}

bool isDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool isDay(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd-dd";
  const auto fits = [](char form, char c) { return form == 'd' ? isDigit(c) : c == form; };
  if (!std::ranges::equal(kForm, text, fits)) return false;
  const std::chrono::year_month_day day{std::chrono::year(static_cast<int>(numberIn(text.substr(0, 4)))),
                                        std::chrono::month(numberIn(text.substr(5, 2))),
                                        std::chrono::day(numberIn(text.substr(8, 2)))};
  return day.ok();
}

}  // namespace carbonfix
