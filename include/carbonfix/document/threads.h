// Documents may be parsed by several threads, each document by one, once the first has made this known.
#pragma once

namespace carbonfix {

// The libraries beneath are set up; cheap when they are already.
void allowThreads();

}  // namespace carbonfix
