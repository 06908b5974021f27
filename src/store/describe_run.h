// Who runs, where and why: the part of a run that is known before its files are.
#pragma once

#include "carbonfix/store/store.h"

namespace carbonfix {

Run describeRun(RunKind kind, const StoreOptions& options);

}  // namespace carbonfix
