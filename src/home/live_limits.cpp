// The user, the limits and the settings that a server would start with.
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "base/users.h"
#include "carbonfix/base/file_system.h"
#include "carbonfix/base/secrets.h"
#include "carbonfix/base/text.h"
#include "home/live_answers.h"
#include "home/server_user.h"

namespace carbonfix {
namespace {

constexpr std::array kLimits = {std::pair{std::string_view("nofile"), RLIMIT_NOFILE},
                                std::pair{std::string_view("nproc"), RLIMIT_NPROC},
                                std::pair{std::string_view("core"), RLIMIT_CORE}};
constexpr std::size_t kMostOfSetting = 4096;

bool isSettingName(std::string_view name) {
  return !name.empty() && name.find("..") == std::string_view::npos &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-") ==
             std::string_view::npos;
}

}  // namespace

Result<Value> runUser(const LiveQuestion& question) { return Value(userText(serverUser(question.home))); }

// Those of whoever asks; a server that root starts for another user may have others.
Result<Value> limitOf(const LiveQuestion& question) {
  const std::string& name = question.arguments.front();
  for (const auto& [known, resource] : kLimits) {
    if (known != name) continue;
    rlimit limit{};
    if (getrlimit(resource, &limit) != 0) break;
    if (limit.rlim_cur == RLIM_INFINITY) return Value(std::numeric_limits<double>::infinity());
    return Value(static_cast<double>(limit.rlim_cur));
  }
  return Error{fmt::format("this machine knows no limit \"{}\" (but nofile, nproc, core)", name)};
}

Result<Value> memorySize(const LiveQuestion& /*question*/) {
  struct sysinfo info {};
  if (sysinfo(&info) != 0) return Error{"the size of the memory is not known"};
  return Value(static_cast<double>(info.totalram) * info.mem_unit / (1024 * 1024));
}

// A secret is not shown, whatever a rule does with it.
Result<Value> environmentValue(const LiveQuestion& question) {
  const std::string& name = question.arguments.front();
  const char* const value = std::getenv(name.c_str());
  if (value == nullptr || *value == '\0') return Value(std::string());
  return Value(isSecretName(name) ? std::string("***") : printable(value));
}

Result<Value> kernelSetting(const LiveQuestion& question) {
  const std::string& name = question.arguments.front();
  if (!isSettingName(name)) return Error{fmt::format("\"{}\" is no setting of a kernel", printable(name))};
  // Older kernels have fewer settings; some of a container are root's.
  const auto text = diskFileSystem().read("/proc/sys/" + replaceAll(name, ".", "/"), kMostOfSetting);
  return Value(text ? printable(normalizeSpace(*text)) : std::string());
}

}  // namespace carbonfix
