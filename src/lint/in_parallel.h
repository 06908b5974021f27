// Work that several threads share.
#pragma once

#include <cstddef>
#include <functional>

namespace carbonfix {

// Calls work(0) … work(count - 1), each on a thread of its own, the first on this one; comes back when all are done.
// Where so many threads can't be had, the work of the others does not take place: they have to share what there is to
// do. What one of them throws is thrown here.
void inParallel(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace carbonfix
