// How a diff is shown: in colour, as git does, or not at all.
#pragma once

#include <string>
#include <string_view>

namespace carbonfix {

std::string coloredDiff(const std::string& diff);

// In place of the diff of a file with a secret that a run wrote, and that nothing else tells to be one.
std::string notShown(std::string_view oldName, std::string_view newName);

}  // namespace carbonfix
