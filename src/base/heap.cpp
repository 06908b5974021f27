#include "carbonfix/base/heap.h"

#include <cstddef>
#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace carbonfix {

#ifdef __GLIBC__

void growHeapInBulk() {
  constexpr std::size_t kStep = std::size_t{8} << 20U;
  constexpr std::size_t kFirst = std::size_t{256} << 10U;  // more than is left of what the heap has now
  mallopt(M_TOP_PAD, static_cast<int>(kStep));
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_MMAP_THRESHOLD, 1 << 20);  // it follows the sizes that are asked for no longer
  void* const volatile first = std::malloc(kFirst);
  std::free(first);
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  auto* const end = static_cast<std::byte*>(sbrk(0));
  madvise(end - kStep / page * page, kStep / page * page, MADV_HUGEPAGE);
}

#else

void growHeapInBulk() {}

#endif

}  // namespace carbonfix
