// A unified diff in colour, as git shows it.
#pragma once

#include <string>

namespace carbonfix {

std::string coloredDiff(const std::string& diff);

}  // namespace carbonfix
