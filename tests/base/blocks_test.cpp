#include "base/blocks.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/sanitized.h"
#include "carbonfix/base/heap.h"

namespace carbonfix {
namespace {

struct Filled {
  unsigned char* block;
  std::size_t size;
  unsigned char with;
};

Filled fill(std::size_t size, unsigned char with) {
  auto* const block = static_cast<unsigned char*>(takeBlock(size));
  if (size > 0) std::memset(block, with, size);
  return {block, size, with};
}

bool isIntact(const Filled& filled) {
  for (std::size_t i = 0; i < filled.size; ++i) {
    if (filled.block[i] != filled.with) return false;
  }
  return true;
}

std::vector<Filled> fillAll(std::size_t largest) {
  std::vector<Filled> all;
  for (std::size_t size = 0; size <= largest; size += size < 2000 ? 1 : 1 + size / 16) {
    all.push_back(fill(size, static_cast<unsigned char>(size % 251)));
  }
  return all;
}

// What others have written into theirs leaves a block as it is.
void expectIntact(const std::vector<Filled>& all) {
  for (const Filled& filled : all) {
    ASSERT_EQ(reinterpret_cast<std::uintptr_t>(filled.block) % alignof(std::max_align_t), 0U) << filled.size;
    ASSERT_TRUE(isIntact(filled)) << filled.size;
  }
}

TEST(Blocks, AreApartWhateverTheirSize) {
  growHeapInBulk();
  std::vector<Filled> all = fillAll(600000);
  expectIntact(all);
  for (std::size_t i = 0; i < all.size(); i += 2) leaveBlock(all[i].block);
  for (std::size_t i = 0; i < all.size(); i += 2) all[i] = fill(all[i].size, static_cast<unsigned char>(i % 241));
  expectIntact(all);
  for (const Filled& filled : all) leaveBlock(filled.block);
}

TEST(Blocks, AreUsedAgain) {
  if (kSanitized) GTEST_SKIP() << "the heap is the sanitizer's";
  growHeapInBulk();
  void* const first = takeBlock(200);
  leaveBlock(first);
  void* const second = takeBlock(193);  // of the same size, all in all
  EXPECT_EQ(first, second);
  leaveBlock(second);
}

TEST(Blocks, KeepWhatTheyHoldWhenTheyAreResized) {
  growHeapInBulk();
  std::string expected;
  auto* block = static_cast<char*>(resizeBlock(nullptr, 1));
  for (std::size_t size = 1; size < 1000000; size += 1 + size / 8) {
    block = static_cast<char*>(resizeBlock(block, size));
    while (expected.size() < size) expected += static_cast<char>('a' + expected.size() % 26);
    std::memcpy(block + size - 1, expected.data() + size - 1, 1);
    for (std::size_t i = 0; i < size; ++i) {
      if (i + 1 + size / 8 >= size) block[i] = expected[i];
    }
    ASSERT_EQ(std::string(block, size / 2), expected.substr(0, size / 2)) << size;
  }
  leaveBlock(block);
}

// One makes them, another leaves them, and both go on.
TEST(Blocks, MoveBetweenThreads) {
  growHeapInBulk();
  std::vector<Filled> here = fillAll(5000);
  std::vector<Filled> there;
  std::thread([&here, &there] {
    there = fillAll(5000);
    for (const Filled& filled : std::exchange(here, {})) leaveBlock(filled.block);
    const std::vector<Filled> again = fillAll(5000);
    expectIntact(again);
    expectIntact(there);
    for (const Filled& filled : again) leaveBlock(filled.block);
  }).join();
  expectIntact(there);
  for (const Filled& filled : there) leaveBlock(filled.block);
}

TEST(Blocks, AreThereWhenTheRegionIsUsedUp) {
  growHeapInBulk();
  std::vector<Filled> all;
  for (std::size_t i = 0; i < 5000; ++i) all.push_back(fill(16000, static_cast<unsigned char>(i % 251)));  // 80 MB
  expectIntact(all);
  for (const Filled& filled : all) leaveBlock(filled.block);
}

}  // namespace
}  // namespace carbonfix
