// Files that can't be replaced, and what is seen of the new bytes before they are in place.
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include "base/child_process.h"
#include "store/failing_file_system.h"
#include "store/store_fixture.h"

namespace carbonfix {
namespace {

class Protection : public test::StoreTest {};

TEST_F(Protection, AFileThatSomethingIsMountedOnRefusesTheRunBeforeItBegins) {
  put("elsewhere.xml", "<Server>1</Server>\n");
  const auto before = tree();
  const int ended = inChild([&] {
    const std::string carbon = homePath(test::kCarbon);
    const bool mounted = ::unshare(CLONE_NEWNS) == 0 &&
                         ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                         ::mount(homePath("elsewhere.xml").c_str(), carbon.c_str(), nullptr, MS_BIND, nullptr) == 0;
    if (!mounted) return kNotAllowedHere;
    const auto run = test::commit(open(), bothFiles());
    if (run) return 1;
    const bool told = run.error().message.find("something is mounted on it") != std::string::npos &&
                      run.error().hint.find("--output DIR") != std::string::npos &&
                      run.error().hint.find("Nothing was changed.") != std::string::npos;
    return told ? 7 : 2;
  });
  if (ended == kNotAllowedHere) GTEST_SKIP() << "nothing can be mounted here";
  EXPECT_EQ(ended, 7);
  EXPECT_EQ(test::withoutEmptyStore(tree()), before);
}

// Its mode alone would open it to the group of whoever runs us, and to those of an ACL that the folder hands down.
TEST_F(Protection, NobodyElseReadsTheNewBytesBeforeTheyHaveTheirOwner) {
  std::vector<mode_t> modes;
  const auto look = [&](std::string_view operation, const std::string& path) {
    struct stat status {};
    if (operation == "attributes" && ::stat(path.c_str(), &status) == 0) modes.push_back(status.st_mode & 07777U);
    // Once it has replaced the first file, the run is undone.
    return operation == "rename" && path.ends_with("conf/carbon.xml");
  };
  test::FailingFileSystem fs(diskFileSystem(), look);
  ASSERT_EQ(::chmod(homePath(test::kAxis2).c_str(), 0664), 0);
  EXPECT_FALSE(test::commit(open(fs), bothFiles()));
  EXPECT_EQ(modes, (std::vector<mode_t>{0600, 0600, 0600})) << "two new files, and one that was put back";
  struct stat status {};
  ASSERT_EQ(::stat(homePath(test::kAxis2).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0664U);
}

// user::rw-, user:12:r--, group::---, mask::r--, other::---
const std::string kAcl = std::string("\2\0\0\0", 4) + std::string("\1\0\6\0\xFF\xFF\xFF\xFF", 8) +
                         std::string("\2\0\4\0\x0C\0\0\0", 8) + std::string("\4\0\0\0\xFF\xFF\xFF\xFF", 8) +
                         std::string("\x10\0\4\0\xFF\xFF\xFF\xFF", 8) + std::string("\x20\0\0\0\xFF\xFF\xFF\xFF", 8);

TEST_F(Protection, AclAndAttributesStayThroughARunAndItsUndoing) {
  const std::string path = homePath(test::kCarbon);
  if (::setxattr(path.c_str(), "system.posix_acl_access", kAcl.data(), kAcl.size(), 0) != 0 ||
      ::setxattr(path.c_str(), "user.note", "x", 1, 0) != 0) {
    GTEST_SKIP() << "no ACLs or no user attributes on this file system";
  }
  const auto isKept = [&] {
    std::string acl(200, '\0');
    const ssize_t size = ::getxattr(path.c_str(), "system.posix_acl_access", acl.data(), acl.size());
    char note = 0;
    return size >= 0 && acl.substr(0, static_cast<std::size_t>(size)) == kAcl &&
           ::getxattr(path.c_str(), "user.note", &note, 1) == 1 && note == 'x';
  };
  mustCommit(bothFiles());
  EXPECT_EQ(bytesOf(test::kCarbon), "<Server>2</Server>\n");
  EXPECT_TRUE(isKept());
  ASSERT_TRUE(test::restoreRun(open(), ""));
  EXPECT_EQ(bytesOf(test::kCarbon), "<Server>1</Server>\n");
  EXPECT_TRUE(isKept());
}

}  // namespace
}  // namespace carbonfix
