#include "base/blocks.h"

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

#include "carbonfix/base/heap.h"

// A sanitizer has a heap of its own, and finds what this one would hide.
#if defined(__has_feature)  // clang
#define CARBONFIX_SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CARBONFIX_SANITIZED 1
#else
#define CARBONFIX_SANITIZED 0
#endif

namespace carbonfix {
namespace {

constexpr std::size_t kRegion = std::size_t{64} << 20U;
constexpr std::size_t kHugePage = std::size_t{2} << 20U;
constexpr std::size_t kShare = std::size_t{64} << 10U;  // what a thread takes out of the region at once
constexpr std::size_t kLargestShared = kShare / 16;     // larger blocks are taken one by one
constexpr std::size_t kLargest = std::size_t{256} << 10U;

// In front of each block.
struct Head {
  std::size_t bin;
};
struct Free {
  Free* next;
};
static_assert(sizeof(Free) <= sizeof(Head));

// Sizes with head: in steps of 16 up to 512, in four steps a doubling beyond.
constexpr std::size_t kStep = 16;
constexpr std::size_t kEven = 512;
constexpr std::size_t kBins = kEven / kStep + 1 + std::size_t{4} * 9;

constexpr std::size_t binOf(std::size_t size) {
  if (size <= kEven) return (size + kStep - 1) / kStep;
  const auto shift = static_cast<std::size_t>(std::bit_width(size - 1)) - 3;
  return kEven / kStep + 4 * (shift - 7) + ((size - 1) >> shift) - 3;
}
constexpr std::size_t sizeOf(std::size_t bin) {
  constexpr std::size_t kEvenBins = kEven / kStep;
  if (bin <= kEvenBins) return bin * kStep;
  const std::size_t beyond = bin - kEvenBins - 1;
  return (beyond % 4 + 5) << (beyond / 4 + 7);
}
static_assert(sizeOf(binOf(kEven)) == kEven && sizeOf(binOf(kEven + 1)) == 640 && sizeOf(binOf(1024)) == 1024);
static_assert(sizeOf(binOf(1025)) == 1280 && sizeOf(binOf(kLargest)) == kLargest && binOf(kLargest) < kBins);

struct Region {
  std::byte* begin = nullptr;
  std::size_t size = 0;
  std::atomic<std::size_t> taken = kStep;  // room for the first head
};
constinit Region region;

// What a thread has: blocks that were left, by bin, and the rest of its share.
struct Stock {
  std::array<Free*, kBins> left;
  std::byte* next;
  std::byte* end;
};
constinit thread_local Stock stock{};

bool isOurs(const void* block) {
  return reinterpret_cast<std::uintptr_t>(block) - reinterpret_cast<std::uintptr_t>(region.begin) < region.size;
}

Head* headOf(void* block) { return static_cast<Head*>(block) - 1; }

// Null: there is no more.
std::byte* takeFromRegion(std::size_t size) {
  const std::size_t before = region.taken.fetch_add(size, std::memory_order_relaxed);
  return before + size <= region.size ? region.begin + before : nullptr;
}

// A new one, which nobody had before.
[[gnu::noinline]] void* makeBlock(std::size_t size, std::size_t bin) {
  const std::size_t whole = sizeOf(bin);
  std::byte* at = nullptr;
  if (whole > kLargestShared) {
    at = takeFromRegion(whole);
  } else {
    if (static_cast<std::size_t>(stock.end - stock.next) < whole) {
      stock.next = takeFromRegion(kShare);
      stock.end = stock.next == nullptr ? nullptr : stock.next + kShare;
    }
    at = stock.next;
    if (at != nullptr) stock.next += whole;
  }
  if (at == nullptr) return std::malloc(size);
  // The last bytes of what is taken are the head of whatever comes next.
  return new (reinterpret_cast<Head*>(at) - 1) Head{bin} + 1;
}

}  // namespace

void growHeapInBulk() {
  if (CARBONFIX_SANITIZED || region.size != 0) return;
  std::size_t room = kRegion + kHugePage;
  void* begin = mmap(nullptr, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (begin == MAP_FAILED) return;
  std::align(kHugePage, kRegion, begin, room);
  madvise(begin, kRegion, MADV_HUGEPAGE);
  region.begin = static_cast<std::byte*>(begin);
  region.size = kRegion;
}

void* takeBlock(std::size_t size) noexcept {
  if (size > kLargest - sizeof(Head) || region.size == 0) return std::malloc(size);
  const std::size_t bin = binOf(size + sizeof(Head));
  Free* const left = stock.left[bin];
  if (left == nullptr) return makeBlock(size, bin);
  stock.left[bin] = left->next;
  return left;
}

void leaveBlock(void* block) noexcept {
  if (!isOurs(block)) {
    std::free(block);
    return;
  }
  Free*& left = stock.left[headOf(block)->bin];
  left = new (block) Free{left};
}

void* resizeBlock(void* block, std::size_t size) noexcept {
  if (block != nullptr && !isOurs(block)) return std::realloc(block, size);
  const std::size_t had = block == nullptr ? 0 : sizeOf(headOf(block)->bin) - sizeof(Head);
  if (block != nullptr && size <= had) return block;
  void* const larger = takeBlock(size);
  if (larger == nullptr || block == nullptr) return larger;
  std::memcpy(larger, block, std::min(had, size));
  leaveBlock(block);
  return larger;
}

}  // namespace carbonfix

#if !CARBONFIX_SANITIZED

void* operator new(std::size_t size) {
  void* const block = carbonfix::takeBlock(size);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

void operator delete(void* block) noexcept { carbonfix::leaveBlock(block); }
void operator delete(void* block, std::size_t /*size*/) noexcept { carbonfix::leaveBlock(block); }

#endif
