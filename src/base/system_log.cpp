#include "carbonfix/base/system_log.h"

#include <sys/stat.h>
#include <syslog.h>

#include <fmt/format.h>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr const char* kSocket = "/dev/log";
// Daemons cut off what is longer, and some split it into lines of their own.
constexpr std::size_t kMaxValue = 800;

bool isPlain(std::string_view value) {
  return value.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:@,+-") ==
         std::string_view::npos;
}

std::string quoted(std::string_view value) {
  // printable() leaves backslashes as they are, and its own are to be told from them.
  std::string text = replaceAll(std::string(value), "\\", "\\\\");
  return fmt::format("\"{}\"", printable(replaceAll(std::move(text), "\"", "\\\"")));
}

std::string shortened(const std::string& value) {
  if (value.size() <= kMaxValue) return value;
  std::size_t end = kMaxValue;
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U) --end;
  return value.substr(0, end) + "...";
}

}  // namespace

std::string logLine(const std::vector<std::pair<std::string_view, std::string>>& fields) {
  std::string line;
  for (const auto& [name, whole] : fields) {
    if (whole.empty()) continue;
    const std::string value = shortened(whole);
    line += fmt::format("{}{}={}", line.empty() ? "" : " ", name, isPlain(value) ? value : quoted(value));
  }
  return line;
}

Status tellSystemLog(std::string_view line) {
  struct stat there {};
  if (stat(kSocket, &there) != 0) {
    return Error{.message = fmt::format("there is no system log here ({} is missing)", kSocket), .path = kSocket};
  }
  const std::string text(line);
  openlog("carbonfix", LOG_PID, LOG_USER);
  syslog(LOG_USER | LOG_NOTICE, "%s", text.c_str());
  closelog();
  return {};
}

}  // namespace carbonfix
