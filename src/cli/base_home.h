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

// Takes out of the report what stands in a file that only the base has, if lint finds it in the base alone, too: nobody
// asked about that. Nothing to do without --base. Says in `given.notes` how many those are. `homes` are those of
// `given`.
Errors leaveOutBase(GivenHomes& given, const std::vector<Home>& homes, const std::vector<Pack>& packs,
                    const LintOptions& options, LintReport& report);

}  // namespace carbonfix
