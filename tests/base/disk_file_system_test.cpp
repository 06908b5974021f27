#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "child_process.h"
#include "disk_test.h"

namespace carbonfix {
namespace {

TEST_F(DiskTest, readsBackEveryByte) {
  std::string bytes("a\r\n\0b", 5);
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  write("f", bytes);
  EXPECT_EQ(disk_.read(path("f"), kLimit).value(), bytes);
  write("empty", "");
  EXPECT_EQ(disk_.read(path("empty"), kLimit).value(), "");
}

TEST_F(DiskTest, readsFilesThatDoNotKnowTheirSize) {
  const auto text = disk_.read("/proc/self/status", 100000);
  ASSERT_TRUE(text);
  EXPECT_TRUE(text->starts_with("Name:"));
  EXPECT_FALSE(disk_.read("/proc/self/status", 10));
}

TEST_F(DiskTest, limitNamesBothSizes) {
  write("f", std::string(kLimit + 1, 'x'));
  const auto result = disk_.read(path("f"), kLimit);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, path("f") + " has 1001 bytes, more than the limit of 1000 bytes");
  EXPECT_EQ(result.error().path, path("f"));
  EXPECT_TRUE(disk_.read(path("f"), kLimit + 1));
}

TEST_F(DiskTest, whatIsNoFileIsRefusedAtOnce) {
  EXPECT_EQ(disk_.read(folder_, kLimit).error().message, folder_ + " is a folder, not a file");
  ASSERT_EQ(::mkfifo(path("fifo").c_str(), 0600), 0);
  EXPECT_EQ(disk_.read(path("fifo"), kLimit).error().message,
            path("fifo") + " is not a regular file (a pipe, socket or device)");
  EXPECT_FALSE(disk_.read("/dev/zero", kLimit));
  EXPECT_EQ(disk_.read(path("none"), kLimit).error().message,
            "cannot read " + path("none") + ": No such file or directory");
  EXPECT_FALSE(disk_.read("", kLimit));
  write("f", "x");
  EXPECT_FALSE(disk_.read(path("f") + std::string(1, '\0') + "g", kLimit));
}

TEST_F(DiskTest, unreadableFileSaysWhy) {
  write("f", "x");
  ASSERT_EQ(::chmod(folder_.c_str(), 0755), 0);
  ASSERT_EQ(::chmod(path("f").c_str(), 0), 0);
  // Root may read everything, so the child becomes somebody else.
  const auto child = [this] {
    const bool changed = ::geteuid() != 0 || ::setuid(65534) == 0;
    const auto result = disk_.read(path("f"), kLimit);
    const std::string expected = "cannot read " + path("f") + ": Permission denied";
    ::_exit(changed && !result && result.error().message == expected ? 7 : 1);
  };
  EXPECT_EXIT(child(), testing::ExitedWithCode(7), "");
}

TEST_F(DiskTest, statusFollowsLinksAndLinkStatusDoesNot) {
  write("f", "abc");
  std::filesystem::create_symlink("f", path("link"));
  const FileStatus followed = disk_.status(path("link")).value();
  EXPECT_EQ(followed.kind, FileKind::file);
  EXPECT_EQ(followed.size, 3U);
  EXPECT_EQ(followed.mode, 0644U);
  EXPECT_EQ(followed.owner, ::geteuid());
  EXPECT_EQ(followed.inode, disk_.status(path("f"))->inode);
  EXPECT_EQ(disk_.linkStatus(path("link"))->kind, FileKind::symlink);
  EXPECT_EQ(disk_.status(folder_)->kind, FileKind::folder);
  EXPECT_EQ(disk_.status("/dev/null")->kind, FileKind::other);
}

TEST_F(DiskTest, whatIsMissingIsNoError) {
  EXPECT_EQ(disk_.status(path("none"))->kind, FileKind::missing);
  write("f", "");
  EXPECT_EQ(disk_.status(path("f/below"))->kind, FileKind::missing);
  std::filesystem::create_symlink("nowhere", path("dangling"));
  EXPECT_EQ(disk_.status(path("dangling"))->kind, FileKind::missing);
  EXPECT_EQ(disk_.linkStatus(path("dangling"))->kind, FileKind::symlink);
}

TEST_F(DiskTest, listIsSortedBytewise) {
  for (const char* name : {"b", "a", "Z", ".hidden"}) write(name, "");
  EXPECT_EQ(disk_.list(folder_).value(), (std::vector<std::string>{".hidden", "Z", "a", "b"}));
  EXPECT_EQ(disk_.list(path("a")).error().message, path("a") + " is not a folder");
  EXPECT_FALSE(disk_.list(path("none")));
}

TEST_F(DiskTest, entriesSayTheirKindAndLinksCountAsThemselves) {
  write("f", "");
  ASSERT_TRUE(disk_.makeFolder(path("b"), 0755));
  std::filesystem::create_symlink("b", path("a"));
  std::filesystem::create_symlink("nowhere", path("z"));
  ASSERT_EQ(::mkfifo(path("p").c_str(), 0600), 0);
  const auto entries = disk_.entries(folder_).value();
  std::string told;
  for (const FolderEntry& entry : entries) told += fmt::format("{} {}, ", entry.name, static_cast<int>(entry.kind));
  EXPECT_EQ(told, fmt::format("a {2}, b {1}, f {0}, p {3}, z {2}, ", static_cast<int>(FileKind::file),
                              static_cast<int>(FileKind::folder), static_cast<int>(FileKind::symlink),
                              static_cast<int>(FileKind::other)));
  EXPECT_EQ(disk_.entries(path("f")).error().message, path("f") + " is not a folder");
  EXPECT_FALSE(disk_.entries(path("none")));
  // What any file system says that knows no better.
  const auto asked = disk_.FileSystem::entries(folder_).value();
  EXPECT_TRUE(std::ranges::equal(
      entries, asked, [](const FolderEntry& a, const FolderEntry& b) { return a.name == b.name && a.kind == b.kind; }));
}

TEST_F(DiskTest, realPathGoesThroughLinks) {
  write("f", "");
  std::filesystem::create_symlink("f", path("link"));
  EXPECT_EQ(disk_.realPath(path("link")).value(), std::filesystem::canonical(path("f")).string());
  EXPECT_FALSE(disk_.realPath(path("none")));
}

TEST_F(DiskTest, createFileNeverTouchesWhatIsThere) {
  write("f", "old");
  EXPECT_EQ(disk_.createFile(path("f"), "new", 0600).error().message, "cannot create " + path("f") + ": File exists");
  EXPECT_EQ(disk_.read(path("f"), kLimit).value(), "old");
  std::filesystem::create_symlink("target", path("link"));
  EXPECT_FALSE(disk_.createFile(path("link"), "new", 0600));
  EXPECT_EQ(disk_.status(path("target"))->kind, FileKind::missing);
}

TEST_F(DiskTest, modesAreExactWhateverTheUmask) {
  const mode_t before = ::umask(077);
  const bool made = disk_.createFile(path("f"), "x", 0664).has_value() && disk_.makeFolder(path("d"), 0755).has_value();
  ::umask(before);
  ASSERT_TRUE(made);
  EXPECT_EQ(disk_.status(path("f"))->mode, 0664U);
  EXPECT_EQ(disk_.status(path("d"))->mode, 0755U);
}

TEST_F(DiskTest, aFullDiskLeavesNoFileBehind) {
  // A file that may not grow is the same to the writer as a full disk.
  const auto child = [this] {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{10, 10};
    const bool limited = ::setrlimit(RLIMIT_FSIZE, &limit) == 0;
    const Status status = disk_.createFile(path("f"), std::string(100, 'x'), 0600);
    const bool gone = disk_.status(path("f"))->kind == FileKind::missing;
    ::_exit(limited && !status && gone ? 7 : 1);
  };
  EXPECT_EXIT(child(), testing::ExitedWithCode(7), "");
}

TEST_F(DiskTest, makeFolderIsContentWithAnExistingOne) {
  EXPECT_TRUE(disk_.makeFolder(path("d"), 0700));
  EXPECT_EQ(disk_.status(path("d"))->mode, 0700U);
  EXPECT_TRUE(disk_.makeFolder(path("d"), 0755));
  EXPECT_EQ(disk_.status(path("d"))->mode, 0700U);
  write("f", "");
  EXPECT_EQ(disk_.makeFolder(path("f"), 0700).error().message,
            "cannot make the folder " + path("f") + ": something else has that name");
  EXPECT_FALSE(disk_.makeFolder(path("none/d"), 0700));
}

TEST_F(DiskTest, renameReplaces) {
  write("from", "new");
  write("to", "old");
  EXPECT_TRUE(disk_.rename(path("from"), path("to")));
  EXPECT_EQ(disk_.read(path("to"), kLimit).value(), "new");
  EXPECT_EQ(disk_.status(path("from"))->kind, FileKind::missing);
  EXPECT_EQ(disk_.rename(path("none"), path("to")).error().message,
            "cannot rename " + path("none") + " to " + path("to") + ": No such file or directory");
}

TEST_F(DiskTest, renameToNewNeverReplaces) {
  write("from", "new");
  write("to", "old");
  EXPECT_EQ(disk_.renameToNew(path("from"), path("to")).error().message,
            "cannot rename " + path("from") + " to " + path("to") + ": File exists");
  EXPECT_EQ(disk_.read(path("to"), kLimit).value(), "old");
  EXPECT_EQ(disk_.read(path("from"), kLimit).value(), "new");
  EXPECT_TRUE(disk_.renameToNew(path("from"), path("free")));
  EXPECT_EQ(disk_.read(path("free"), kLimit).value(), "new");
  EXPECT_EQ(disk_.status(path("from"))->kind, FileKind::missing);
  EXPECT_FALSE(disk_.renameToNew(path("from"), path("other")));
}

TEST_F(DiskTest, renameToNewDoesWithoutTheKernelsHelp) {
  const std::vector<std::pair<long, int>> noRename = {{SYS_renameat2, EINVAL}};
  std::vector<std::pair<long, int>> noLink = {{SYS_renameat2, ENOSYS}, {SYS_linkat, EPERM}};
#ifdef SYS_link
  noLink.emplace_back(SYS_link, EPERM);
#endif
  for (const auto& calls : {noRename, noLink}) {
    write("from", "new");
    write("to", "old");
    const int ended = inChild([&] {
      if (!failCalls(calls)) return kNotAllowedHere;
      const Status taken = disk_.renameToNew(path("from"), path("to"));
      const Status free = disk_.renameToNew(path("from"), path("free"));
      return !taken && taken.error().message.ends_with(": File exists") && free ? 7 : 1;
    });
    if (ended == kNotAllowedHere) GTEST_SKIP() << "system calls cannot be made to fail here";
    EXPECT_EQ(ended, 7);
    EXPECT_EQ(disk_.read(path("to"), kLimit).value(), "old");
    EXPECT_EQ(disk_.read(path("free"), kLimit).value(), "new");
    EXPECT_EQ(disk_.status(path("from"))->kind, FileKind::missing);
    std::filesystem::remove(path("to"));
    std::filesystem::remove(path("free"));
  }
}

TEST_F(DiskTest, theUnsyncedOneDoesTheSameWithoutFsync) {
  FileSystem& unsynced = unsyncedDiskFileSystem();
  const auto work = [this](FileSystem& files, const std::string& name) {
    return files.createFile(path(name), "x", 0640) && files.syncFolder(folder_);
  };
  const int ended = inChild([&] {
    if (!failCalls({{SYS_fsync, EIO}, {SYS_fdatasync, EIO}})) return kNotAllowedHere;
    return work(unsynced, "unsynced") && !work(disk_, "synced") ? 7 : 1;
  });
  if (ended == kNotAllowedHere) GTEST_SKIP() << "system calls cannot be made to fail here";
  EXPECT_EQ(ended, 7);
  EXPECT_EQ(disk_.status(path("unsynced"))->mode, 0640U);
  EXPECT_EQ(disk_.status(path("synced"))->kind, FileKind::missing);
}

TEST_F(DiskTest, removes) {
  write("f", "");
  EXPECT_TRUE(disk_.removeFile(path("f")));
  EXPECT_FALSE(disk_.removeFile(path("f")));
  ASSERT_TRUE(disk_.makeFolder(path("d"), 0700));
  write("d/f", "");
  EXPECT_FALSE(disk_.removeFolder(path("d")));
  EXPECT_TRUE(disk_.removeFile(path("d/f")));
  EXPECT_TRUE(disk_.removeFolder(path("d")));
}

TEST_F(DiskTest, syncFolder) {
  EXPECT_TRUE(disk_.syncFolder(folder_));
  EXPECT_FALSE(disk_.syncFolder(path("none")));
}

TEST_F(DiskTest, copyOwnerKeepsTheMode) {
  write("f", "");
  const FileStatus before = disk_.status(path("f")).value();
  EXPECT_TRUE(disk_.copyOwner(path("f"), before.owner, before.group));
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  ASSERT_EQ(::chmod(path("f").c_str(), 06755), 0);
  ASSERT_TRUE(disk_.copyOwner(path("f"), 12345, 23456));
  const FileStatus after = disk_.status(path("f")).value();
  EXPECT_EQ(after.owner, 12345U);
  EXPECT_EQ(after.group, 23456U);
  EXPECT_EQ(after.mode, 06755U);
  std::filesystem::create_symlink("f", path("link"));
  ASSERT_TRUE(disk_.copyOwner(path("link"), 1, 2));
  EXPECT_EQ(disk_.linkStatus(path("link"))->owner, 1U);
  EXPECT_EQ(disk_.status(path("f"))->owner, 12345U) << "the file behind the link";
}

// A thread that was left alone may use it while the program ends. (Seen where nothing has used it before.)
TEST(DiskFileSystemDeath, IsThereUntilTheVeryEnd) {
  EXPECT_EXIT(
      {
        std::atexit([] {
          if (!diskFileSystem().status("/")) std::abort();
        });
        static_cast<void>(diskFileSystem().status("/"));
        std::exit(0);
      },
      testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace carbonfix
