#include "carbonfix/base/process.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "carbonfix/base/file_system.h"
#include "users.h"

namespace carbonfix {
namespace {

// Empty when it is not set.
std::string environment(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody changes it
  return value != nullptr ? value : "";
}

// The kernel's own file on a process; nothing when there is none, or /proc is hidden from us.
std::optional<std::string> procFile(long pid, std::string_view name) {
  constexpr std::size_t kLimit = std::size_t{4} << 20U;
  auto bytes = diskFileSystem().read(fmt::format("/proc/{}/{}", pid, name), kLimit);
  if (!bytes) return std::nullopt;
  return std::move(bytes).value();
}

// "42 (a name) Z 1 …": the name may hold spaces and parentheses.
bool isZombie(long pid) {
  const auto stat = procFile(pid, "stat");
  if (!stat) return false;
  const std::size_t name = stat->rfind(") ");
  return name != std::string::npos && name + 2 < stat->size() && ((*stat)[name + 2] == 'Z' || (*stat)[name + 2] == 'X');
}

}  // namespace

Operator currentOperator() {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
  return {.user = userText(getuid()), .sudoUser = environment("SUDO_USER"), .host = host.data()};
}

bool isProcessAlive(long pid) {
  if (pid <= 0 || pid > std::numeric_limits<pid_t>::max()) return false;
  return (kill(static_cast<pid_t>(pid), 0) == 0 || errno == EPERM) && !isZombie(pid);
}

std::string processCommand(long pid) {
  std::string command = procFile(pid, "cmdline").value_or("");
  while (command.ends_with('\0')) command.pop_back();
  for (char& byte : command) {
    if (byte == '\0') byte = ' ';
  }
  return command;
}

}  // namespace carbonfix
