// Secrets that a change takes away, where nothing but the change tells that they are some.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/base/secrets.h"
#include "carbonfix/patch/change_set.h"

namespace carbonfix {

// Ranges of file.before. What a value of `known` takes the place of was a secret most likely, the one of before; where
// name and place tell what is secret in the new text they do in the old one, so those are not in it. Ascending, not
// overlapping.
std::vector<TextRange> replacedSecrets(const FileChange& file, const std::vector<std::string>& known);

}  // namespace carbonfix
