// A folder of its own on the real disk for each test.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "carbonfix/base/file_system.h"

namespace carbonfix {

class DiskTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "carbonfix-disk-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  void write(const std::string& name, std::string_view bytes) {
    ASSERT_TRUE(disk_.createFile(path(name), bytes, 0644));
  }

  static constexpr std::size_t kLimit = 1000;
  FileSystem& disk_ = diskFileSystem();
  std::string folder_;
};

}  // namespace carbonfix
