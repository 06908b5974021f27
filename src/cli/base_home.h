// lint --base: folders of changed files over a stock home.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"
#include "carbonfix/lint/engine.h"
#include "carbonfix/rules/model.h"
#include "cli/given_homes.h"

namespace carbonfix {

// Opens `base` and, laid over it, the folders of the arguments: what product they are the base says.
Status openOverBase(FileSystem& disk, const std::string& base, const std::vector<HomeArgument>& arguments,
                    GivenHomes& given);

// The runtime of an EI home that this one is ("wso2/analytics"), if that home is among `homes`; else empty.
std::string runtimeOf(const Home& home, const std::vector<Home>& homes);

// Lints `homes`, which are those of `given`. What stands in a file that only the base has is left out if lint finds it
// in the base alone, too: nobody asked about that. `given.notes` says how many findings those are. Without --base: all.
Result<LintReport, Errors> lintOverBase(GivenHomes& given, const std::vector<Home>& homes,
                                        const std::vector<Pack>& packs, LintOptions options);

}  // namespace carbonfix
