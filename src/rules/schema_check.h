// Is a rule file valid by rules/schema/rules.rng?
#pragma once

#include "carbonfix/base/result.h"
#include "carbonfix/document/document.h"

namespace carbonfix {

// All that is wrong, in words for a person who writes a first rule file; empty when it is valid.
Errors checkSchema(const Document& document);

}  // namespace carbonfix
