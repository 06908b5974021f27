#include "carbonfix/base/memory_file_system.h"

#include <gtest/gtest.h>

namespace carbonfix {
namespace {

TEST(MemoryFileSystem, AddedFilesAreThereWithTheirFolders) {
  MemoryFileSystem files;
  files.add("/h/repository/conf/carbon.xml", "<a/>");
  EXPECT_EQ(files.status("/h/repository/conf")->kind, FileKind::folder);
  EXPECT_EQ(files.status("/h/repository/conf/carbon.xml")->size, 4U);
  EXPECT_EQ(files.status("/h/none")->kind, FileKind::missing);
  EXPECT_EQ(files.read("/h//repository/./conf/../conf/carbon.xml", 10).value_or(""), "<a/>");
}

TEST(MemoryFileSystem, ListsNamesSortedAndOneLevelDeep) {
  MemoryFileSystem files;
  files.add("/h/b/x", "");
  files.add("/h/a", "");
  files.add("/h/b-c", "");
  EXPECT_EQ(files.list("/h").value_or(std::vector<std::string>{}), (std::vector<std::string>{"a", "b", "b-c"}));
  EXPECT_EQ(files.list("/").value_or(std::vector<std::string>{}), (std::vector<std::string>{"h"}));
  EXPECT_FALSE(files.list("/h/a"));
  EXPECT_FALSE(files.list("/none"));
}

TEST(MemoryFileSystem, RefusesWhatADiskRefuses) {
  MemoryFileSystem files;
  files.add("/h/a", "12345");
  EXPECT_FALSE(files.read("/h/a", 4)) << "over the limit";
  EXPECT_FALSE(files.read("/h", 10)) << "a folder";
  EXPECT_FALSE(files.createFile("/h/a", "", 0644)) << "it exists";
  EXPECT_FALSE(files.createFile("/x/a", "", 0644)) << "no folder";
  EXPECT_FALSE(files.makeFolder("/h/a", 0755)) << "a file is in the way";
  EXPECT_FALSE(files.rename("/h/none", "/h/b"));
  EXPECT_FALSE(files.rename("/h/a", "/x/b")) << "no folder";
  EXPECT_FALSE(files.removeFile("/h/none"));
  EXPECT_FALSE(files.removeFolder("/h")) << "not empty";
  EXPECT_EQ(files.read("/h/a", 5).value_or(""), "12345");
}

TEST(MemoryFileSystem, RenameReplacesAndKeepsBytesAndMode) {
  MemoryFileSystem files;
  files.add("/h/a", "old", 0600);
  ASSERT_TRUE(files.createFile("/h/t", "new", 0640));
  ASSERT_TRUE(files.rename("/h/t", "/h/a"));
  EXPECT_EQ(files.contents().size(), 1U);
  EXPECT_EQ(files.contents().at("/h/a"), "new");
  EXPECT_EQ(files.status("/h/a")->mode, 0640U);
}

TEST(MemoryFileSystem, ALockIsHeldOnceAndKeepsTheHoldersLine) {
  MemoryFileSystem files;
  files.addFolder("/h");
  auto lock = files.lock("/h/lock", "pid 1");
  ASSERT_TRUE(lock && *lock);
  EXPECT_EQ(files.status("/h/lock")->mode, 0600U);
  const auto second = files.lock("/h/./lock", "pid 2");
  ASSERT_TRUE(second);
  EXPECT_EQ(*second, nullptr);
  EXPECT_EQ(files.contents().at("/h/lock"), "pid 1");
  lock->reset();
  EXPECT_EQ(files.contents().at("/h/lock"), "");
  EXPECT_NE(files.lock("/h/lock", "pid 3").value(), nullptr);
  EXPECT_FALSE(files.lock("/h", "pid 1")) << "a folder";
  EXPECT_FALSE(files.lock("/none/lock", "pid 1")) << "no folder";
}

TEST(MemoryFileSystem, NeverReplacesWhatIsThereUnlessToldTo) {
  MemoryFileSystem files;
  files.add("/h/a", "a", 0640);
  files.add("/h/b", "b");
  EXPECT_FALSE(files.renameToNew("/h/a", "/h/b"));
  EXPECT_EQ(files.contents().at("/h/b"), "b");
  EXPECT_TRUE(files.renameToNew("/h/a", "/h/c"));
  EXPECT_EQ(files.contents().at("/h/c"), "a");
  ASSERT_TRUE(files.copyAttributes("/h/c", "/h/b"));
  EXPECT_EQ(files.status("/h/b")->mode, 0640U);
  EXPECT_TRUE(files.checkReplaceable("/h/b"));
  EXPECT_TRUE(files.checkReplaceable("/h/new/folder/file"));
  EXPECT_FALSE(files.checkReplaceable("/h/b/file"));
}

TEST(MemoryFileSystem, RemembersWhatWasDone) {
  MemoryFileSystem files;
  files.add("/h/a", "x");
  ASSERT_TRUE(files.read("/h/a", 10));
  ASSERT_TRUE(files.makeFolder("/h/d", 0700));
  ASSERT_TRUE(files.createFile("/h/d/b", "y", 0600));
  ASSERT_TRUE(files.removeFile("/h/d/b"));
  ASSERT_TRUE(files.removeFolder("/h/d"));
  EXPECT_EQ(files.journal(),
            (std::vector<std::string>{"read /h/a", "mkdir /h/d", "create /h/d/b", "remove /h/d/b", "rmdir /h/d"}));
}

}  // namespace
}  // namespace carbonfix
