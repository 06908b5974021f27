// The machine's own log, for whoever audits what was done to it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "carbonfix/base/result.h"

namespace carbonfix {

// `name=value name="with \"quotes\""`: on one line whatever the values hold, and none of them can pass for a name.
// Empty ones are left out.
std::string logLine(const std::vector<std::pair<std::string_view, std::string>>& fields);

// As notice of the facility "user", from "carbonfix". Error: there is no log on this machine.
Status tellSystemLog(std::string_view line);

}  // namespace carbonfix
