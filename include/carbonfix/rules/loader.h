// Rule files: from XML to the model, with every problem found at once.
//
// A user's file is validated against the RELAX NG schema, then every expression is compiled and every reference
// resolved; errors carry file, line and column, and say what was expected or the nearest name. Shipped packs were
// checked when the tool was built and are only read. A plain schema of ISO Schematron is taken too; it says nothing
// about files, so that has to be said beside it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/result.h"
#include "carbonfix/rules/model.h"

namespace carbonfix {

enum class Checking { full, none };

// The globs of the files that a plain Schematron schema is about, by the schema's path as it is given.
using Bindings = std::map<std::string, std::string, std::less<>>;

// One pack from its text. `path` is used in messages.
Result<Pack, Errors> loadPack(std::string text, const std::string& path, Checking checking);

// A rule file, a bundle of packs or a plain schema from its text: full checking.
Result<std::vector<Pack>, Errors> loadRules(std::string text, const std::string& path, const Bindings& bindings = {});

// The rule files that FILE or FOLDER means: every *.xml and *.sch in it, sorted, not recursive. "-" is itself.
Result<std::vector<std::string>, Errors> ruleFilesIn(const FileSystem& fs, const std::string& path);

// The packs of FILE or FOLDER: full checking.
Result<std::vector<Pack>, Errors> loadPacks(FileSystem& fs, const std::string& path, const Bindings& bindings = {});

// Ids must be unique across all packs loaded.
Errors checkAcross(const std::vector<Pack>& packs);

}  // namespace carbonfix
