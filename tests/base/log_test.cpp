#include "carbonfix/base/log.h"

#include <gtest/gtest.h>

#include <string>

namespace carbonfix {
namespace {

std::string written(int verbosity) {
  setLogVerbosity(verbosity);
  testing::internal::CaptureStderr();
  logDebug("reading a");
  logInfo("wrote b");
  logWarning("lock \x1B[31m");
  setLogVerbosity(0);
  return testing::internal::GetCapturedStderr();
}

TEST(Log, verbosityDecidesWhatIsTold) {
  const std::string warning = "carbonfix: warning: lock \\x1b[31m\n";
  EXPECT_EQ(written(0), warning);
  EXPECT_EQ(written(1), "carbonfix: info: wrote b\n" + warning);
  EXPECT_EQ(written(2), "carbonfix: debug: reading a\ncarbonfix: info: wrote b\n" + warning);
}

}  // namespace
}  // namespace carbonfix
