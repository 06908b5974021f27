#include "carbonfix/base/percent.h"

#include <gtest/gtest.h>

namespace carbonfix {
namespace {

TEST(Percent, PlainTextStaysReadable) {
  EXPECT_EQ(percentEncoded("repository/conf/carbon.xml"), "repository/conf/carbon.xml");
  EXPECT_EQ(percentEncoded(""), "");
}

TEST(Percent, WhatXmlCannotHoldOrWouldChangeIsEncoded) {
  EXPECT_EQ(percentEncoded("a%\"'<>&b"), "a%25%22%27%3C%3E%26b");
  EXPECT_EQ(percentEncoded("\t\r\n\x7F\xFF\xC3\xA9"), "%09%0D%0A%7F%FF%C3%A9");
}

TEST(Percent, EveryByteComesBack) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(percentDecoded(percentEncoded(all)), all);
  EXPECT_EQ(percentDecoded("%c3%A9"), "\xC3\xA9");
}

TEST(Percent, ABrokenEscapeIsNoText) {
  for (const std::string text : {"%", "%4", "a%4", "%4g", "%g4", "%-1", "%+1", "% 1", "%%41"}) {
    EXPECT_EQ(percentDecoded(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace carbonfix
