#include "carbonfix/base/base64.h"

#include <gtest/gtest.h>

namespace carbonfix {
namespace {

TEST(Base64, ThereAndBack) {
  EXPECT_EQ(base64Encoded("Man"), "TWFu");
  EXPECT_EQ(base64Encoded("Ma"), "TWE=");
  EXPECT_EQ(base64Encoded("M"), "TQ==");
  const std::string bytes(1000, '\xF3');
  EXPECT_EQ(base64Decoded(base64Encoded(bytes)), bytes);
  EXPECT_EQ(base64Decoded(" TW\nE= "), "Ma");
  for (const char* const wrong : {"TWE", "TW=E", "T!E=", "T==="}) EXPECT_FALSE(base64Decoded(wrong)) << wrong;
}

}  // namespace
}  // namespace carbonfix
