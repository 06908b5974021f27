#include "carbonfix/base/heap.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "base/sanitized.h"

namespace carbonfix {
namespace {

TEST(Heap, MayBeOfHugePages) {
  growHeapInBulk();
  if (kSanitized) GTEST_SKIP() << "the heap is the sanitizer's";
  std::ifstream offered("/sys/kernel/mm/transparent_hugepage/enabled");
  std::ifstream maps("/proc/self/smaps");
  if (!offered || !maps) GTEST_SKIP() << "there are no huge pages here";
  std::ostringstream all;
  all << maps.rdbuf();
  // A mapping that the kernel was told so of.
  EXPECT_NE(all.str().find(" hg"), std::string::npos);
}

}  // namespace
}  // namespace carbonfix
