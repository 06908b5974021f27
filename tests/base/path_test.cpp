#include "carbonfix/base/path.h"

#include <gtest/gtest.h>

namespace carbonfix {
namespace {

TEST(Path, FolderAndName) {
  EXPECT_EQ(folderOf("/a/b"), "/a");
  EXPECT_EQ(folderOf("/a"), "/");
  EXPECT_EQ(folderOf("a/b"), "a");
  EXPECT_EQ(folderOf("a"), ".");
  EXPECT_EQ(nameOf("/a/b"), "b");
  EXPECT_EQ(nameOf("b"), "b");
}

TEST(Path, OfAHomeTheFolderIsEmpty) {
  EXPECT_EQ(relativeFolderOf("a/b/c"), "a/b");
  EXPECT_EQ(relativeFolderOf("a"), "");
}

}  // namespace
}  // namespace carbonfix
