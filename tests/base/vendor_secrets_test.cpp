#include "carbonfix/base/vendor_secrets.h"

#include <gtest/gtest.h>

namespace carbonfix {
namespace {

TEST(VendorSecrets, HaveIds) {
  EXPECT_EQ(vendorSecret(vendorSecretId("wso2carbon")), "wso2carbon");
  EXPECT_EQ(vendorSecretId("Kq7x00000Zv"), "");
  EXPECT_EQ(vendorSecret("ffffffff"), "");
  EXPECT_EQ(vendorSecret(""), "");
}

}  // namespace
}  // namespace carbonfix
