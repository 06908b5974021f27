#include "carbonfix/base/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_color_sinks.h>

#include <atomic>
#include <memory>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

std::atomic<int> verbosity{0};

// Made on first use: a run that has nothing to tell does not pay for it. Its own logger, not one of spdlog's registry.
spdlog::logger& logger() {
  static spdlog::logger instance = [] {
    spdlog::logger made("carbonfix", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    made.set_pattern("carbonfix: %^%l%$: %v");
    made.set_level(spdlog::level::debug);
    return made;
  }();
  return instance;
}

}  // namespace

void setLogVerbosity(int level) { verbosity = level; }

void logDebug(std::string_view message) {
  if (verbosity >= 2) logger().debug(printable(message));
}

void logInfo(std::string_view message) {
  if (verbosity >= 1) logger().info(printable(message));
}

void logWarning(std::string_view message) { logger().warn(printable(message)); }

}  // namespace carbonfix
