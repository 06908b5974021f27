// The rule packs and other inputs that the command line names.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/cli/cli.h"
#include "carbonfix/home/home.h"
#include "carbonfix/rules/model.h"
#include "cli/options.h"

namespace carbonfix {

// The shipped lint packs, unless left out, and those of --rules.
Result<std::vector<Pack>, Errors> lintPacks(const Options& options, Console& console);

// The recipes of --recipe and the packs of --rules. Error when neither is given, or there is no patch in them.
Result<std::vector<Pack>, Errors> patchPacks(const Options& options, Console& console);

// Adds the packs of every --rules, and holds all ids against each other.
Errors addUserPacks(const Options& options, Console& console, std::vector<Pack>& packs);

// The packs of one --rules PATH; "-" reads standard input.
Result<std::vector<Pack>, Errors> userPacks(const std::string& path, const Options& options, Console& console);

// Error: the product generates this home's files anew, so what is written would not last (--force-generated allows it).
Status checkNotGenerated(const Home& home, const Options& options);

// All of standard input for "-", else the file.
Result<std::string> readInput(const std::string& path, const Console& console, std::size_t limit);

}  // namespace carbonfix
