#include "base/replaceable.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/fs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <iostream>

#include "carbonfix/base/process.h"
#include "child_process.h"
#include "disk_test.h"

namespace carbonfix {
namespace {

class ReplaceableTest : public DiskTest {
 protected:
  // 7: refused, with these words in its message and a hint.
  int refuses(const std::string& name, const std::string& words) const {
    const Status done = disk_.checkReplaceable(path(name));
    if (done) return 0;
    const Error& error = done.error();
    const bool isAsExpected = error.message.find(words) != std::string::npos && error.path == path(name) &&
                              error.hint.find("carbonfix apply --output DIR") != std::string::npos;
    if (!isAsExpected) std::cerr << describe(error) << '\n';
    return isAsExpected ? 7 : 1;
  }

  // In a child: mounts of its own, that end with it.
  bool haveOwnMounts() const {
    return ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
  }
  bool bind(const std::string& from, const std::string& to) const {
    return ::mount(path(from).c_str(), path(to).c_str(), nullptr, MS_BIND, nullptr) == 0;
  }
};

TEST_F(ReplaceableTest, filesThereAndFilesToBe) {
  write("there", "x");
  EXPECT_TRUE(disk_.checkReplaceable(path("there")));
  EXPECT_TRUE(disk_.checkReplaceable(path("new")));
  EXPECT_TRUE(disk_.checkReplaceable(path("new/folder/file")));
  EXPECT_EQ(disk_.list(folder_)->size(), 1U) << "nothing was made";
  EXPECT_EQ(inChild([this] { return ::chdir(folder_.c_str()) == 0 && disk_.checkReplaceable("there") ? 7 : 1; }), 7);
  EXPECT_FALSE(disk_.checkReplaceable(""));
}

TEST_F(ReplaceableTest, whatStandsInTheWayOfAFolderIsNamed) {
  write("file", "x");
  std::filesystem::create_symlink("nowhere", path("dangling"));
  EXPECT_EQ(refuses("file/below", path("file") + " is not a folder"), 7);
  EXPECT_EQ(refuses("file/far/below", path("file") + " is not a folder"), 7);
  EXPECT_EQ(refuses("dangling/below", path("dangling") + " is not a folder"), 7);
}

TEST_F(ReplaceableTest, aFolderWithoutTheRightToWrite) {
  ASSERT_TRUE(disk_.makeFolder(path("d"), 0755));
  write("d/f", "x");
  ASSERT_EQ(::chmod(path("d").c_str(), 0555), 0);
  ASSERT_EQ(::chmod(folder_.c_str(), 0755), 0);
  const auto child = [this] {
    if (::geteuid() == 0 && !becomeSomebody()) return 2;
    return refuses("d/f", "may not write to the folder " + path("d"));
  };
  EXPECT_EQ(inChild(child), 7);
  ASSERT_EQ(::chmod(path("d").c_str(), 0755), 0);
}

TEST_F(ReplaceableTest, itIsTheEffectiveUserWhoAsks) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can act as somebody else";
  write("f", "x");
  ASSERT_EQ(::chmod(folder_.c_str(), 0755), 0);
  const auto child = [this] {
    const auto acting = ActingAs::owner(kSomebody, kSomebody);
    return acting ? refuses("f", "may not write to the folder " + folder_) : 2;
  };
  EXPECT_EQ(inChild(child), 7);
  EXPECT_TRUE(disk_.checkReplaceable(path("f")));
}

TEST_F(ReplaceableTest, anothersFileInAStickyFolder) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can make files of two users";
  write("f", "x");
  write("own", "x");
  ASSERT_EQ(::chmod(folder_.c_str(), 01777), 0);
  ASSERT_EQ(::chown(path("own").c_str(), kSomebody, kSomebody), 0);
  const auto child = [this] {
    if (!becomeSomebody()) return 2;
    return disk_.checkReplaceable(path("own")) ? refuses("f", "sticky") : 3;
  };
  EXPECT_EQ(inChild(child), 7);
  EXPECT_TRUE(disk_.checkReplaceable(path("f"))) << "root may";
}

TEST_F(ReplaceableTest, aFileThatSomethingIsMountedOn) {
  const std::string odd = "a \n\t\\040 name";
  write(odd, "x");
  write("other", "y");
  const auto child = [&](bool withStatx) {
    if (!haveOwnMounts() || !bind("other", odd)) return kNotAllowedHere;
    if (!withStatx && !failCalls({{SYS_statx, ENOSYS}})) return kNotAllowedHere;
    if (!disk_.checkReplaceable(path("other"))) return 2;
    return refuses(odd, "something is mounted on it");
  };
  const int ended = inChild([&] { return child(true); });
  if (ended == kNotAllowedHere) GTEST_SKIP() << "nothing can be mounted here";
  EXPECT_EQ(ended, 7);
  const int withoutStatx = inChild([&] { return child(false); });
  if (withoutStatx == kNotAllowedHere) GTEST_SKIP() << "system calls cannot be made to fail here";
  EXPECT_EQ(withoutStatx, 7);
}

TEST_F(ReplaceableTest, aReadOnlyFileSystem) {
  ASSERT_TRUE(disk_.makeFolder(path("d"), 0755));
  write("d/f", "x");
  const auto child = [this] {
    if (!haveOwnMounts() || !bind("d", "d")) return kNotAllowedHere;
    const std::string folder = path("d");
    if (::mount("none", folder.c_str(), nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr) != 0) return 2;
    if (refuses("d/new/f", "Read-only file system") != 7) return 3;
    return refuses("d/f", "Read-only file system");
  };
  const int ended = inChild(child);
  if (ended == kNotAllowedHere) GTEST_SKIP() << "nothing can be mounted here";
  EXPECT_EQ(ended, 7);
}

// Sets a flag of chattr; false where that can't be done.
bool setFlags(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = file >= 0 && ::ioctl(file, FS_IOC_SETFLAGS, &flags) == 0;
  ::close(file);
  return done;
}

TEST_F(ReplaceableTest, whatMayNotBeChanged) {
  write("f", "x");
  if (!setFlags(path("f"), FS_IMMUTABLE_FL)) GTEST_SKIP() << "no immutable files here";
  EXPECT_EQ(refuses("f", "immutable (chattr +i)"), 7);
  ASSERT_TRUE(setFlags(path("f"), FS_APPEND_FL));
  EXPECT_EQ(refuses("f", "append-only (chattr +a)"), 7);
  ASSERT_TRUE(setFlags(path("f"), 0));
  ASSERT_TRUE(setFlags(folder_, FS_APPEND_FL));
  EXPECT_EQ(refuses("f", "append-only (chattr +a)"), 7);
  ASSERT_TRUE(setFlags(folder_, 0));
  EXPECT_TRUE(disk_.checkReplaceable(path("f")));
}

TEST(MountTable, isReadWithItsEscapes) {
  const std::string table =
      "22 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n"
      "40 22 254:0 /a /srv/a\\040b\\011c\\012d\\134e rw shared:1 - ext4 /dev/vda rw\n"
      "41 22 254:0 /x /srv/caf\\303\\251 rw - ext4 /dev/vda rw\n"
      "42 22 254:0 /x /srv/not\\9escaped rw - ext4 /dev/vda rw";
  EXPECT_TRUE(isInMountTable(table, "/"));
  EXPECT_TRUE(isInMountTable(table, "/srv/a b\tc\nd\\e"));
  EXPECT_TRUE(isInMountTable(table, "/srv/caf\xC3\xA9"));
  EXPECT_TRUE(isInMountTable(table, "/srv/not\\9escaped"));
  EXPECT_FALSE(isInMountTable(table, "/srv"));
  EXPECT_FALSE(isInMountTable(table, "/a"));
  EXPECT_FALSE(isInMountTable("", ""));
}

}  // namespace
}  // namespace carbonfix
