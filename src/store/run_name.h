// Names of runs: "20261121T091500Z-1", UTC time and a number that tells runs of one second apart.
#pragma once

#include <compare>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace carbonfix {

struct RunName {
  std::string time;
  unsigned number = 0;

  std::string text() const;
  friend auto operator<=>(const RunName&, const RunName&) = default;  // NOLINT(modernize-use-nullptr)
};

// Nothing when it is no run's name.
std::optional<RunName> parseRunName(std::string_view text);

// A name that sorts behind all of `existing`, even when the clock was set back.
RunName nextRunName(std::time_t now, const std::vector<RunName>& existing);

}  // namespace carbonfix
