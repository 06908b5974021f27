#include "carbonfix/home/home_glob.h"

#include <gtest/gtest.h>

#include <string>

#include "carbonfix/base/memory_file_system.h"

namespace carbonfix {
namespace {

std::string found(const std::string& glob) {
  MemoryFileSystem fs;
  for (const char* folder : {"/opt/das-3.1.0", "/opt/is-5.5.0", "/opt/is-5.7.0", "/opt/.is-old", "/srv/a/is"}) {
    fs.add(std::string(folder) + "/bin/version.txt", "");
  }
  const auto path = theOnePath(fs, glob);
  return path ? *path : path.error().message;
}

TEST(TheOnePath, IsTheTextWhereItHasNoWildcard) {
  EXPECT_EQ(found("/opt/das-3.1.0"), "/opt/das-3.1.0");
  EXPECT_EQ(found("nowhere"), "nowhere");
  EXPECT_EQ(found(""), "");
}

TEST(TheOnePath, IsTheOneThatMatches) {
  EXPECT_EQ(found("/opt/das-*"), "/opt/das-3.1.0");
  EXPECT_EQ(found("/*/a/is"), "/srv/a/is");
  EXPECT_EQ(found("/srv/*/*"), "/srv/a/is");
}

TEST(TheOnePath, IsToldWhereThereIsNotOne) {
  EXPECT_EQ(found("/opt/is-*"), "2 paths match /opt/is-*: /opt/is-5.5.0, /opt/is-5.7.0");
  EXPECT_EQ(found("/opt/ei-*"), "nothing matches /opt/ei-*");
  EXPECT_EQ(found("/opt/*/nothing"), "nothing matches /opt/*/nothing");
}

}  // namespace
}  // namespace carbonfix
