// What a `set` does when its path selects nothing: turn on what is commented out, or make what the path asks for.
#pragma once

#include "carbonfix/base/result.h"
#include "carbonfix/document/editor.h"
#include "carbonfix/patch/operations.h"

namespace carbonfix {

// Goes through `operation.missing`, which is not empty, until one gives the path something to select. Error: why none
// does.
Status provideMissing(const Operation& operation, const OperationContext& context, Editor& editor);

}  // namespace carbonfix
