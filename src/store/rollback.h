// Undoing a run that did not come to its end, from its manifest: after a crash, and after a failure, in the same way.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"
#include "carbonfix/store/store.h"
#include "store/store_folder.h"

namespace carbonfix {

// Temporaries go; a file that has the run's bytes gets its own back; one that is neither as before nor as after is left
// and named in the outcome. The manifest stays as it is. Can be done again when it was cut off itself. Error: a file
// could not be put back.
Result<std::vector<std::string>> rollBack(const Home& home, const StoreFolder& folder, const Run& run);

}  // namespace carbonfix
