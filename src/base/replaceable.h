// Could another file be put in the place of this one? Asked before a run begins, so that it does not end half-way.
#pragma once

#include <string>
#include <string_view>

#include "carbonfix/base/result.h"

namespace carbonfix {

// FileSystem::checkReplaceable
Status checkFileReplaceable(const std::string& path);

// Is something mounted at exactly this path, by the kernel's table (/proc/self/mountinfo)? Absolute, without links.
bool isInMountTable(std::string_view table, std::string_view path);

}  // namespace carbonfix
