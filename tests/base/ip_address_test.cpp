#include "base/ip_address.h"

#include <gtest/gtest.h>

namespace carbonfix {
namespace {

TEST(IpAddress, KindsOfBothFamilies) {
  EXPECT_EQ(ipKind("127.0.0.1"), "loopback");
  EXPECT_EQ(ipKind(" 127.3.2.1 "), "loopback");
  EXPECT_EQ(ipKind("::1"), "loopback");
  EXPECT_EQ(ipKind("[::1]"), "loopback");
  EXPECT_EQ(ipKind("::ffff:127.0.0.1"), "loopback");
  EXPECT_EQ(ipKind("0.0.0.0"), "any");
  EXPECT_EQ(ipKind("::"), "any");
  EXPECT_EQ(ipKind("10.1.2.3"), "private");
  EXPECT_EQ(ipKind("172.31.255.255"), "private");
  EXPECT_EQ(ipKind("172.32.0.0"), "public");
  EXPECT_EQ(ipKind("192.168.0.1"), "private");
  EXPECT_EQ(ipKind("fd12::1"), "private");
  EXPECT_EQ(ipKind("169.254.1.1"), "link-local");
  EXPECT_EQ(ipKind("fe80::1%eth0"), "link-local");
  EXPECT_EQ(ipKind("228.0.0.4"), "multicast");
  EXPECT_EQ(ipKind("ff02::1"), "multicast");
  EXPECT_EQ(ipKind("255.255.255.255"), "reserved");
  EXPECT_EQ(ipKind("192.0.2.7"), "reserved");
  EXPECT_EQ(ipKind("2001:db8::7"), "reserved");
  EXPECT_EQ(ipKind("8.8.8.8"), "public");
  EXPECT_EQ(ipKind("2606:4700::1"), "public");
}

TEST(IpAddress, NamesAndSlipsAreNone) {
  for (const char* text : {"", "localhost", "10.0.0", "10.0.0.256", "10.0.0.1.2", "010.0.0.1.", "[::1", "::1::", "db1",
                           "10.0.0.1:9443", "${ip}"}) {
    EXPECT_EQ(ipKind(text), "") << text;
  }
}

TEST(IpAddress, Ranges) {
  EXPECT_EQ(isIpIn("10.0.3.4", "10.0.0.0/16"), true);
  EXPECT_EQ(isIpIn("10.1.3.4", "10.0.0.0/16"), false);
  EXPECT_EQ(isIpIn("10.0.3.255", "10.0.3.128/25"), true);
  EXPECT_EQ(isIpIn("10.0.3.127", "10.0.3.128/25"), false);
  EXPECT_EQ(isIpIn("1.2.3.4", "0.0.0.0/0"), true);
  EXPECT_EQ(isIpIn("10.0.3.4", "10.0.3.4"), true);
  EXPECT_EQ(isIpIn("10.0.3.5", "10.0.3.4"), false);
  EXPECT_EQ(isIpIn("2001:db8::1", "2001:db8::/32"), true);
  EXPECT_EQ(isIpIn("10.0.0.1", "::/0"), false);
  EXPECT_EQ(isIpIn("::ffff:10.0.0.1", "10.0.0.0/8"), true);
  EXPECT_EQ(isIpIn("das1", "10.0.0.0/8"), false);
}

TEST(IpAddress, ARangeThatCannotBeReadIsNoAnswer) {
  for (const char* range : {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "10.0.0/8", "here/8", "::/129"}) {
    EXPECT_EQ(isIpIn("10.0.0.1", range), std::nullopt) << range;
  }
}

}  // namespace
}  // namespace carbonfix
