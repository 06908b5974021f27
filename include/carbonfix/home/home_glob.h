// Where a home is when its place is told with wildcards: /opt/wso2das-*.
#pragma once

#include <string>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/result.h"

namespace carbonfix {

// The one path that the glob matches ("*" and "?" within a name); without a wildcard the text itself. Error: none does,
// or several do.
Result<std::string> theOnePath(const FileSystem& fs, const std::string& glob);

}  // namespace carbonfix
