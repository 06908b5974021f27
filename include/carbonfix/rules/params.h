// Values for <param>: defaults, a params file, the command line; later ones win.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/rules/model.h"

namespace carbonfix {

using ParamValues = std::map<std::string, std::string, std::less<>>;

// A params file: `name=value` lines; blank lines and lines that begin with # are skipped; white space around the name
// and after = is not part of the value. Error: line without =, name twice; with line.
Result<ParamValues, Errors> parseParams(std::string_view text, const std::string& path);

// NAME=VALUE from the command line.
Result<std::pair<std::string, std::string>> parseParamOption(std::string_view option);

// The values that a pack's params get. All problems at once: a param without value or default (each named with its
// description), an unknown name in `given` (with the nearest). `given` may hold names that other packs use: pass all
// packs.
Result<ParamValues, Errors> bindParams(const std::vector<Pack>& packs, const ParamValues& given);

// Is this parameter sensitive in one of the packs?
bool isSensitive(const std::vector<Pack>& packs, std::string_view name);

}  // namespace carbonfix
