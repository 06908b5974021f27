// What a `set` does when its path selects nothing: turn on what is commented out, or make what the path asks for.
#pragma once

#include "carbonfix/base/result.h"
#include "carbonfix/document/editor.h"
#include "carbonfix/patch/operations.h"

namespace carbonfix {

// Goes through `operation.missing`, which is not empty, until one gives the path something to select. Error: why none
// does. `value` is what will be set, for elements that can't be made without it.
Status provideMissing(const Operation& operation, const OperationContext& context, Editor& editor,
                      const std::string& value);

}  // namespace carbonfix
