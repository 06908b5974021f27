// What the temporaries of runs are called: ".carbonfix-<n>.tmp", a name that no product loads and no glob of ours
// finds.
#pragma once

#include <string>
#include <string_view>

namespace carbonfix {

std::string temporaryName(unsigned number);
bool isTemporaryName(std::string_view name);

}  // namespace carbonfix
