// Memory for a run that is over in a few milliseconds: much of that would be spent on pages which the kernel hands out
// one by one, each when it is first touched.
#pragma once

namespace carbonfix {

// From now on the heap grows in large steps and gives nothing back; the first of them is made of huge pages where the
// kernel has some to give. Only a hint: nothing is different where it is not taken.
void growHeapInBulk();

}  // namespace carbonfix
