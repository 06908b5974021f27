#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <iostream>
#include <optional>

#include "child_process.h"
#include "disk_test.h"

namespace carbonfix {
namespace {

constexpr const char* kAcl = "system.posix_acl_access";
constexpr const char* kDefaultAcl = "system.posix_acl_default";

// The bytes of an ACL: version 2, then tag, permissions and id of each entry, least byte first.
class Acl {
 public:
  Acl& entry(unsigned tag, unsigned permissions, std::uint32_t id = 0xFFFFFFFFU) {
    number(tag, 2);
    number(permissions, 2);
    number(id, 4);
    return *this;
  }
  operator std::string() const { return bytes_; }  // NOLINT(google-explicit-constructor)

 private:
  void number(std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) bytes_ += static_cast<char>(value >> (8U * static_cast<unsigned>(i)) & 0xFFU);
  }
  std::string bytes_ = std::string("\2\0\0\0", 4);
};

constexpr unsigned kUserObject = 0x01;
constexpr unsigned kUser = 0x02;
constexpr unsigned kGroupObject = 0x04;
constexpr unsigned kMask = 0x10;
constexpr unsigned kOther = 0x20;

// user::rw- user:12:r-- group::--- mask::r-- other::---
std::string aclForOneMore() {
  return Acl().entry(kUserObject, 6).entry(kUser, 4, 12).entry(kGroupObject, 0).entry(kMask, 4).entry(kOther, 0);
}

class FileAttributesTest : public DiskTest {
 protected:
  void SetUp() override {
    DiskTest::SetUp();
    write("from", "a");
    ASSERT_TRUE(disk_.createFile(path("to"), "b", 0600));
  }

  // False: this file system, or this user, can't.
  bool set(const std::string& name, const std::string& attribute, const std::string& value) {
    return ::setxattr(path(name).c_str(), attribute.c_str(), value.data(), value.size(), 0) == 0;
  }
  std::optional<std::string> get(const std::string& name, const std::string& attribute) const {
    std::string value(1000, '\0');
    const ssize_t size = ::getxattr(path(name).c_str(), attribute.c_str(), value.data(), value.size());
    if (size < 0) return std::nullopt;
    value.resize(static_cast<std::size_t>(size));
    return value;
  }
  Status copy() { return disk_.copyAttributes(path("from"), path("to")); }
  FileStatus statusOf(const std::string& name) const { return disk_.linkStatus(path(name)).value(); }

  // Copies as somebody who owns both files; 7 means that it was refused with these words in the message.
  int refusesSomebody(const std::string& words) {
    return inChild([&] {
      if (!becomeSomebody()) return 2;
      const Status done = copy();
      if (done) return 0;
      if (done.error().message.find(words) != std::string::npos && !done.error().hint.empty()) return 7;
      std::cerr << done.error().message << '\n';
      return 1;
    });
  }
  void giveToSomebody() {
    for (const char* name : {"", "from", "to"}) ASSERT_EQ(::chown(path(name).c_str(), kSomebody, kSomebody), 0);
  }
};

TEST_F(FileAttributesTest, keepsTheModeAndNotTheBytes) {
  for (const mode_t mode : {0400U, 0604U, 0640U, 01644U, 06755U}) {
    ASSERT_EQ(::chmod(path("from").c_str(), mode), 0);
    ASSERT_TRUE(copy());
    EXPECT_EQ(statusOf("to").mode, mode);
    EXPECT_EQ(statusOf("from").mode, mode);
  }
  ASSERT_EQ(::chmod(path("from").c_str(), 0600), 0);
  EXPECT_TRUE(copy());
  EXPECT_EQ(disk_.read(path("to"), kLimit).value(), "b");
}

TEST_F(FileAttributesTest, keepsOwnerAndGroupWithTheSetIdBits) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  ASSERT_EQ(::chown(path("from").c_str(), 12345, 23456), 0);
  ASSERT_EQ(::chmod(path("from").c_str(), 06755), 0);
  ASSERT_TRUE(copy());
  EXPECT_EQ(statusOf("to").owner, 12345U);
  EXPECT_EQ(statusOf("to").group, 23456U);
  EXPECT_EQ(statusOf("to").mode, 06755U);
}

TEST_F(FileAttributesTest, keepsExtendedAttributesAndNoOthers) {
  const std::string odd("\0\xFFx\0", 4);
  if (!set("from", "user.odd", odd)) GTEST_SKIP() << "no user attributes on this file system";
  ASSERT_TRUE(set("from", "user.empty", ""));
  ASSERT_TRUE(set("from", "user.both", "new"));
  ASSERT_TRUE(set("to", "user.both", "old"));
  ASSERT_TRUE(set("to", "user.surplus", "x"));
  ASSERT_TRUE(copy());
  EXPECT_EQ(get("to", "user.odd"), odd);
  EXPECT_EQ(get("to", "user.empty"), "");
  EXPECT_EQ(get("to", "user.both"), "new");
  EXPECT_EQ(get("to", "user.surplus"), std::nullopt);
}

TEST_F(FileAttributesTest, keepsTheAcl) {
  if (!set("from", kAcl, aclForOneMore())) GTEST_SKIP() << "no ACLs on this file system";
  ASSERT_EQ(statusOf("from").mode, 0640U) << "the mask stands in the place of the group";
  ASSERT_TRUE(copy());
  EXPECT_EQ(get("to", kAcl), aclForOneMore());
  EXPECT_EQ(statusOf("to").mode, 0640U);
}

TEST_F(FileAttributesTest, takesAnInheritedAclAway) {
  const std::string acl =
      Acl().entry(kUserObject, 7).entry(kUser, 7, 12).entry(kGroupObject, 5).entry(kMask, 7).entry(kOther, 5);
  if (!set("", kDefaultAcl, acl)) GTEST_SKIP() << "no ACLs on this file system";
  ASSERT_TRUE(disk_.removeFile(path("to")));
  ASSERT_TRUE(disk_.createFile(path("to"), "b", 0600));
  ASSERT_TRUE(get("to", kAcl)) << "the folder hands its ACL down";
  ASSERT_TRUE(copy());
  EXPECT_EQ(get("to", kAcl), std::nullopt);
  EXPECT_EQ(statusOf("to").mode, 0644U);
}

TEST_F(FileAttributesTest, whatBelongsToTheContentIsNotCopied) {
  if (!set("from", "security.ima", "\1hash")) GTEST_SKIP() << "only root may set the attributes of the system";
  ASSERT_TRUE(set("from", "trusted.note", "kept"));
  ASSERT_TRUE(set("from", "trusted.overlay.origin", "x"));
  ASSERT_TRUE(copy());
  EXPECT_EQ(get("to", "security.ima"), std::nullopt);
  EXPECT_EQ(get("to", "trusted.overlay.origin"), std::nullopt);
  EXPECT_EQ(get("to", "trusted.note"), "kept");
}

TEST_F(FileAttributesTest, whatIsEqualIsNotSetAgain) {
  if (!set("from", "security.note", "x")) GTEST_SKIP() << "only root may set the attributes of the system";
  giveToSomebody();
  EXPECT_EQ(refusesSomebody("cannot keep the extended attribute security.note of " + path("from")), 7);
  EXPECT_EQ(get("to", "security.note"), std::nullopt);
  ASSERT_TRUE(set("to", "security.note", "x"));
  EXPECT_EQ(refusesSomebody(""), 0);
}

TEST_F(FileAttributesTest, anOldLabelIsNoReasonToRefuseWhereSelinuxIsOff) {
  if (::access("/sys/fs/selinux/enforce", F_OK) == 0) GTEST_SKIP() << "SELinux is on";
  const std::string label("system_u:object_r:usr_t:s0\0", 27);
  if (!set("from", "security.selinux", label)) GTEST_SKIP() << "this user may not label files";
  const int ended = inChild([this] {
    if (!failCalls({{SYS_fsetxattr, EPERM}})) return kNotAllowedHere;
    return copy() ? 7 : 1;
  });
  if (ended == kNotAllowedHere) GTEST_SKIP() << "system calls cannot be made to fail here";
  EXPECT_EQ(ended, 7);
  ASSERT_TRUE(copy());
  EXPECT_EQ(get("to", "security.selinux"), label) << "where it can be kept, it is";
}

TEST_F(FileAttributesTest, anOwnerThatCannotBeKeptIsNamed) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  giveToSomebody();
  ASSERT_EQ(::chown(path("from").c_str(), 12345, kSomebody), 0);
  EXPECT_EQ(refusesSomebody("cannot keep the owner (uid 12345) of " + path("from")), 7);
  ASSERT_EQ(::chown(path("from").c_str(), kSomebody, 23456), 0);
  EXPECT_EQ(refusesSomebody("cannot keep the group (gid 23456) of " + path("from")), 7);
  EXPECT_EQ(statusOf("to").mode, 0600U);
}

TEST_F(FileAttributesTest, aChangeThatTheFileSystemSwallowsIsNoticed) {
  const int ended = inChild([this] {
    if (!failCalls({{SYS_fchmod, 0}})) return kNotAllowedHere;
    const Status done = copy();
    const std::string expected = "cannot keep the mode 0644 of " + path("from") + ": Operation not permitted";
    return !done && done.error().message == expected ? 7 : 1;
  });
  if (ended == kNotAllowedHere) GTEST_SKIP() << "system calls cannot be made to fail here";
  EXPECT_EQ(ended, 7);
}

TEST_F(FileAttributesTest, fileSystemsWithoutExtendedAttributesAreFine) {
  const int ended = inChild([this] {
    if (!failCalls({{SYS_flistxattr, ENOTSUP}})) return kNotAllowedHere;
    return copy() && statusOf("to").mode == 0644 ? 7 : 1;
  });
  if (ended == kNotAllowedHere) GTEST_SKIP() << "system calls cannot be made to fail here";
  EXPECT_EQ(ended, 7);
}

TEST_F(FileAttributesTest, isOnTheDiskWhenItReturns) {
  const int ended = inChild([this] {
    if (!failCalls({{SYS_fsync, EIO}})) return kNotAllowedHere;
    const Status unsynced = unsyncedDiskFileSystem().copyAttributes(path("from"), path("to"));
    ::chmod(path("to").c_str(), 0600);
    return unsynced && !copy() && copy() ? 7 : 1;  // the third time there is nothing to change
  });
  if (ended == kNotAllowedHere) GTEST_SKIP() << "system calls cannot be made to fail here";
  EXPECT_EQ(ended, 7);
}

TEST_F(FileAttributesTest, goesThroughNoLink) {
  std::filesystem::create_symlink("from", path("link"));
  EXPECT_EQ(disk_.copyAttributes(path("link"), path("to")).error().message, path("link") + " is a symbolic link");
  EXPECT_EQ(disk_.copyAttributes(path("to"), path("link")).error().message, path("link") + " is a symbolic link");
  EXPECT_EQ(statusOf("from").mode, 0644U);
  EXPECT_FALSE(disk_.copyAttributes(path("none"), path("to")));
  EXPECT_FALSE(disk_.copyAttributes(path("from"), path("none")));
}

}  // namespace
}  // namespace carbonfix
