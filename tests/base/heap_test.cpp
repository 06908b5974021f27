#include "carbonfix/base/heap.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "base/sanitized.h"

namespace carbonfix {
namespace {

// May some of the heap be of huge pages?
bool isAdvised(const std::string& maps) {
  bool inHeap = false;
  std::istringstream lines(maps);
  for (std::string line; std::getline(lines, line);) {
    if (line.find('-') < line.find(' ')) inHeap = line.ends_with("[heap]");
    if (inHeap && line.starts_with("VmFlags:") && line.find(" hg") != std::string::npos) return true;
  }
  return false;
}

TEST(Heap, GrowsInStepsOfHugePages) {
  growHeapInBulk();
  if (kSanitized) GTEST_SKIP() << "the heap is the sanitizer's";
  std::ifstream offered("/sys/kernel/mm/transparent_hugepage/enabled");
  std::ifstream maps("/proc/self/smaps");
  if (!offered || !maps) GTEST_SKIP() << "there are no huge pages here";
  std::ostringstream all;
  all << maps.rdbuf();
  EXPECT_TRUE(isAdvised(all.str()));
}

}  // namespace
}  // namespace carbonfix
