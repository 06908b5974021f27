// The version of this program, as --version and every report say it.
#pragma once

#include <string_view>

namespace carbonfix {

std::string_view toolVersion();

}  // namespace carbonfix
