#include "home/jar.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "home/temporary_folder.h"

namespace carbonfix {
namespace {

std::string little(std::size_t number, std::size_t size) {
  std::string bytes;
  for (; size > 0; --size, number >>= 8U) bytes += static_cast<char>(number & 0xffU);
  return bytes;
}

// An archive whose files are empty; `before`: what stands in front of its table of contents.
std::string jar(const std::vector<std::string>& names, std::string_view before = {}, std::string_view comment = {}) {
  std::string directory;
  for (const std::string& name : names) {
    directory += std::string("PK\x01\x02", 4) + std::string(24, '\0') + little(name.size(), 2) + little(3, 2) +
                 little(2, 2) + std::string(12, '\0') + name + "XXXcc";
  }
  return std::string(before) + directory + std::string("PK\x05\x06", 4) + std::string(4, '\0') +
         little(names.size(), 2) + little(names.size(), 2) + little(directory.size(), 4) + little(before.size(), 4) +
         little(comment.size(), 2) + std::string(comment);
}

class Jar : public testing::Test {
 protected:
  bool holds(const std::string& bytes, std::string_view name) { return jarHolds(folder_.write("x.jar", bytes), name); }
  test::TemporaryFolder folder_;
};

TEST_F(Jar, HoldsWhatItsTableNames) {
  const std::string bytes = jar({"META-INF/", "com/mysql/jdbc/Driver.class", "b"}, "the files", "a comment");
  EXPECT_TRUE(holds(bytes, "com/mysql/jdbc/Driver.class"));
  EXPECT_TRUE(holds(bytes, "b"));
  EXPECT_FALSE(holds(bytes, "com/mysql/jdbc/Driver"));
  EXPECT_FALSE(holds(bytes, "com/mysql/jdbc/Driver.class2"));
}

TEST_F(Jar, WhatIsNoArchiveHoldsNothing) {
  EXPECT_FALSE(holds("", "b"));
  EXPECT_FALSE(holds("com/mysql/jdbc/Driver.class", "com/mysql/jdbc/Driver.class"));
  EXPECT_FALSE(jarHolds(folder_.path(), "b"));
  EXPECT_FALSE(jarHolds(folder_.path("absent.jar"), "b"));
}

TEST_F(Jar, OneThatIsCutOffOrLiesHoldsNothing) {
  const std::string bytes = jar({"a", "b"}, "the files");
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(holds(bytes.substr(0, length), "b")) << length;
  }
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = '\xff';
    holds(damaged, "c");  // nothing is read beyond its end
  }
}

}  // namespace
}  // namespace carbonfix
