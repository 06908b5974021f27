// What the tool tells about itself (not results): to stderr, through spdlog, made on first use.
#pragma once

#include <string_view>

namespace carbonfix {

// 0 = warnings and errors only, 1 = what is done, 2 = every file and rule.
void setLogVerbosity(int level);
void logDebug(std::string_view message);
void logInfo(std::string_view message);
void logWarning(std::string_view message);

}  // namespace carbonfix
