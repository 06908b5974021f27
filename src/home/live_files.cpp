// Paths of the machine, in the home and outside of it.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/text.h"
#include "home/live_answers.h"
#include "home/server_user.h"

namespace carbonfix {
namespace {

constexpr std::uint64_t kMegabyte = std::uint64_t{1} << 20;
constexpr std::size_t kMostOfRelease = std::size_t{1} << 16;

std::string pathOf(const LiveQuestion& question) {
  constexpr std::string_view kConf = "conf/";
  const std::string& path = question.arguments.front();
  if (path.starts_with('/')) return path;
  if (!path.starts_with(kConf) || question.confRoot.empty()) return question.home + "/" + path;
  return fmt::format("{}/{}/{}", question.home, question.confRoot, path.substr(kConf.size()));
}

Error noAnswer(const std::string& path, int code) {
  return Error{fmt::format("{}: {}", path, std::generic_category().message(code))};
}

bool isAbsent(int code) { return code == ENOENT || code == ENOTDIR || code == ELOOP; }

bool mayAccess(const std::string& path, int how) { return faccessat(AT_FDCWD, path.c_str(), how, AT_EACCESS) == 0; }

std::optional<std::string> textOfRelease(const std::string& javaHome) {
  for (const char* const place : {"/release", "/jre/release"}) {
    if (auto text = diskFileSystem().read(javaHome + place, kMostOfRelease)) return std::move(*text);
  }
  return std::nullopt;
}

}  // namespace

Result<Value> pathExists(const LiveQuestion& question) {
  struct stat status {};
  const std::string path = pathOf(question);
  if (stat(path.c_str(), &status) == 0) return Value(true);
  if (isAbsent(errno)) return Value(false);
  return noAnswer(path, errno);
}

Result<Value> pathReadable(const LiveQuestion& question) {
  const RightsOf rights(serverUser(question.home));
  const std::string path = pathOf(question);
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return Value(false);
  // A folder is of use to whoever may go through it, too.
  return Value(mayAccess(path, S_ISDIR(status.st_mode) ? R_OK | X_OK : R_OK));
}

Result<Value> pathWritable(const LiveQuestion& question) {
  const RightsOf rights(serverUser(question.home));
  const std::string path = pathOf(question);
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return Value(false);
  return Value(mayAccess(path, S_ISDIR(status.st_mode) ? W_OK | X_OK : W_OK));
}

Result<Value> fileMode(const LiveQuestion& question) {
  const std::string path = pathOf(question);
  struct stat status {};
  if (stat(path.c_str(), &status) == 0) return Value(fmt::format("{:04o}", status.st_mode & 07777U));
  if (isAbsent(errno)) return Value(std::string());
  return noAnswer(path, errno);
}

Result<Value> linkTarget(const LiveQuestion& question) {
  std::string path = pathOf(question);
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  std::string target(4096, '\0');
  const ssize_t length = readlink(path.c_str(), target.data(), target.size());
  if (length < 0) {
    if (errno == EINVAL || isAbsent(errno)) return Value(std::string());
    return noAnswer(path, errno);
  }
  target.resize(static_cast<std::size_t>(length));
  return Value(printable(target));
}

Result<Value> realPath(const LiveQuestion& question) {
  const std::string path = pathOf(question);
  const std::unique_ptr<char, decltype(&std::free)> real(realpath(path.c_str(), nullptr), &std::free);
  if (real != nullptr) return Value(printable(real.get()));
  if (isAbsent(errno)) return Value(std::string());
  return noAnswer(path, errno);
}

Result<Value> diskFree(const LiveQuestion& question) {
  const std::string path = pathOf(question);
  struct statvfs status {};
  if (statvfs(path.c_str(), &status) != 0) return noAnswer(path, errno);
  const std::uint64_t block = status.f_frsize;
  // What others than root may still fill. An overlay or a share that says nothing of its size has no blocks at all.
  if (status.f_blocks == 0) return Error{fmt::format("{}: its file system does not say how much is free", path)};
  const std::uint64_t megabytes = status.f_bavail * block / kMegabyte;
  return Value(static_cast<double>(megabytes));
}

Result<Value> javaVersion(const LiveQuestion& question) {
  const std::string path = pathOf(question);
  const auto text = textOfRelease(path);
  if (!text) return Error{fmt::format("{} does not say which Java it is", path)};
  constexpr std::string_view kKey = "JAVA_VERSION=\"";
  const std::size_t start = text->find(kKey);
  if (start == std::string::npos) return Error{fmt::format("{} does not say which Java it is", path)};
  const std::string_view rest = std::string_view(*text).substr(start + kKey.size());
  return Value(printable(rest.substr(0, rest.find('"'))));
}

}  // namespace carbonfix
