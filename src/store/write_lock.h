// One writer a home: its lock, and those of folders that it shares with other homes.
#pragma once

#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/result.h"

namespace carbonfix {

// What the lock's file tells of who holds it.
struct LockHolder {
  long pid = 0;
  std::string host;
  std::string since;  // "2026-11-21 15:53:00 UTC"

  std::string text() const;  // "pid 42 on das1, since …"
  // Of another machine nobody can tell, so its holder counts as being at it.
  bool isAtIt() const;
};

// Nothing when nobody holds it, or it can't be read.
std::optional<LockHolder> lockHolder(const FileSystem& fs, const std::string& lockPath);

class WriteLock {
 public:
  // `what` is what would be changed, for the message. Error: someone else is at it, and who.
  static Result<WriteLock> take(FileSystem& fs, const std::string& lockPath, std::string_view what);
  // A lock more, in the folder that is shared.
  Status add(FileSystem& fs, const std::string& lockPath, std::string_view what);
  // The same where the file system may be one that can't lock: only who holds it already is an Error.
  Status addWherePossible(FileSystem& fs, const std::string& lockPath, std::string_view what);

 private:
  Status keep(std::unique_ptr<FileLock> lock, const FileSystem& fs, const std::string& lockPath, std::string_view what);

  std::vector<std::unique_ptr<FileLock>> locks_;
};

}  // namespace carbonfix
