// A lock file that one process holds at a time, on every file system that can do flock.
#pragma once

#include <memory>
#include <string>

#include "carbonfix/base/file_system.h"

namespace carbonfix {

// FileSystem::lock. `sync`: so that other machines see the holder at once.
Result<std::unique_ptr<FileLock>> lockFile(const std::string& path, const std::string& holder, bool sync);

}  // namespace carbonfix
