// Memory for a run that is over in a few milliseconds: much of that would be spent on the bookkeeping of a heap that is
// made for long runs, and on pages which the kernel hands out one by one, each when it is first touched.
#pragma once

namespace carbonfix {

// From now on small blocks come out of one region, which is not given back, and is made of huge pages where the kernel
// has some to give. Nothing is different where it has no room for that. To be called while there is one thread.
void growHeapInBulk();

}  // namespace carbonfix
