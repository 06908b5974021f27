#include "posix.h"

#include <fmt/format.h>

#include <system_error>

namespace carbonfix {

Error failed(const std::string& tried, const std::string& path, int code) {
  return {.message = fmt::format("cannot {} {}: {}", tried, path, std::generic_category().message(code)), .path = path};
}

Error refused(const std::string& path, const std::string& message, const std::string& hint) {
  return {.message = message, .path = path, .hint = hint};
}

Status checkPath(const std::string& path) {
  if (path.empty()) return refused(path, "an empty path names no file");
  if (path.find('\0') != std::string::npos) return refused(path, "a path cannot hold a NUL byte");
  return {};
}

}  // namespace carbonfix
