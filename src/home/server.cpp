#include "carbonfix/home/server.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "carbonfix/base/process.h"
#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr std::string_view kPidFile = "wso2carbon.pid";
constexpr std::size_t kMaxPidFile = 4096;
constexpr std::size_t kMaxCommandLine = std::size_t{4} << 20;

std::optional<long> pidOf(const Home& home) {
  const auto bytes = home.files().read(home.absolute(std::string(kPidFile)), kMaxPidFile);
  if (!bytes) return std::nullopt;
  const std::string_view digits = trim(*bytes);
  long pid = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), pid);
  if (code != std::errc() || end != digits.data() + digits.size() || pid <= 0) return std::nullopt;
  return pid;
}

// The home that the start script gave to java, last where there are several, as java takes it.
std::string_view carbonHome(const std::vector<std::string_view>& words) {
  constexpr std::string_view kOption = "-Dcarbon.home=";
  const auto found = std::find_if(words.rbegin(), words.rend(), [&](auto word) { return word.starts_with(kOption); });
  return found == words.rend() ? std::string_view() : found->substr(kOption.size());
}

bool isSameFolder(const FileSystem& fs, const std::string& one, const std::string& other) {
  const auto a = fs.status(one);
  const auto b = fs.status(other);
  return a && b && a->device == b->device && a->inode == b->inode;
}

// Copies of homes carry the file with them, and in containers low numbers are soon given to others.
bool isServerOf(const Home& home, std::string_view commandLine) {
  const std::vector<std::string_view> words = split(commandLine, '\0');
  if (const std::string given(carbonHome(words)); !given.empty()) {
    const auto there = home.files().status(given);
    // Another container's or chroot's name of a folder says nothing here.
    if (!there || there->kind == FileKind::missing) return true;
    return isSameFolder(home.files(), given, home.path());
  }
  // Old kernels show only the start of a long command line: the class path, which is all of the home's files.
  const std::string_view program = words.front().substr(words.front().rfind('/') + 1);
  if (!program.starts_with("java")) return false;
  const auto real = home.files().realPath(home.path());
  return commandLine.find("carbon") != std::string_view::npos ||
         (real && commandLine.find(*real) != std::string_view::npos);
}

}  // namespace

std::optional<long> runningServer(const Home& home) {
  const std::optional<long> pid = pidOf(home);
  if (!pid || *pid == getpid() || !isProcessAlive(*pid)) return std::nullopt;
  const auto commandLine = home.files().read(fmt::format("/proc/{}/cmdline", *pid), kMaxCommandLine);
  if (!commandLine) return pid;
  return isServerOf(home, *commandLine) ? pid : std::nullopt;  // that of a dead child is empty
}

bool hasBeenStarted(const Home& home) {
  return home.exists(std::string(kPidFile)) || home.exists("repository/logs/wso2carbon.log");
}

}  // namespace carbonfix
