// Rule files: from XML to the model, with every problem found at once.
//
// A user's file is validated against the RELAX NG schema, then every expression is compiled and every reference
// resolved; errors carry file, line and column, and say what was expected or the nearest name. Shipped packs were
// checked when the tool was built and are only read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/result.h"
#include "carbonfix/rules/model.h"

namespace carbonfix {

enum class Checking { full, none };

// One rule file from its text. `path` is used in messages.
Result<Pack, Errors> loadPack(std::string text, const std::string& path, Checking checking);

// FILE or FOLDER (every *.xml in it, sorted, not recursive): full checking.
Result<std::vector<Pack>, Errors> loadPacks(FileSystem& fs, const std::string& path);

// Ids must be unique across all packs loaded.
Errors checkAcross(const std::vector<Pack>& packs);

}  // namespace carbonfix
