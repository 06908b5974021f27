#include "store/run_name.h"

#include <algorithm>
#include <charconv>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace carbonfix {
namespace {

constexpr std::string_view kTimeShape = "00000000T000000Z";

bool isTime(std::string_view text) {
  return std::ranges::equal(text, kTimeShape,
                            [](char c, char shape) { return shape == '0' ? c >= '0' && c <= '9' : c == shape; });
}

}  // namespace

std::string RunName::text() const { return fmt::format("{}-{}", time, number); }

std::optional<RunName> parseRunName(std::string_view text) {
  const std::size_t dash = text.rfind('-');
  if (dash == std::string_view::npos || !isTime(text.substr(0, dash))) return std::nullopt;
  RunName name{.time = std::string(text.substr(0, dash))};
  const std::string_view digits = text.substr(dash + 1);
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), name.number);
  if (code != std::errc() || end != digits.data() + digits.size() || name.text() != text) return std::nullopt;
  return name;
}

RunName nextRunName(std::time_t now, const std::vector<RunName>& existing) {
  RunName name{.time = fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(now)), .number = 1};
  const auto newest = std::ranges::max_element(existing);
  if (newest != existing.end() && *newest >= name) name = {.time = newest->time, .number = newest->number + 1};
  return name;
}

}  // namespace carbonfix
