// Which of two versions is the later one, as Maven orders them: 4.4.9 < 4.4.11, 5.2.0-M1 < 5.2.0-SNAPSHOT < 5.2.0 <
// 5.2.0-wso2v1 < 5.2.1, 3.1 = 3.1.0.
#pragma once

#include <optional>
#include <string_view>

namespace carbonfix {

// -1, 0 or 1. Nothing: one of them does not begin with a digit, so it is no version.
std::optional<int> compareVersions(std::string_view a, std::string_view b);

}  // namespace carbonfix
