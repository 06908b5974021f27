// Where operator new takes memory from. In a run that is over in a few milliseconds a tenth of the time would go to a
// heap that is made for long ones: small blocks come out of a region of our own instead, and go back to a list of
// blocks of their size, one list a thread. Blocks are never joined, and the region is not given back; when it is used
// up, and for large blocks, the C library's heap serves as before; so it does until growHeapInBulk() is called, and
// with a sanitizer.
#pragma once

#include <cstddef>

namespace carbonfix {

// malloc, realloc and free for libraries that let themselves be given some; a block may come from any of both.
void* takeBlock(std::size_t size) noexcept;
void* resizeBlock(void* block, std::size_t size) noexcept;
void leaveBlock(void* block) noexcept;

}  // namespace carbonfix
