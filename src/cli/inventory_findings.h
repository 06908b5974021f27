// What lint --inventory says of the inventory itself.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/lint/engine.h"
#include "cli/given_homes.h"

namespace carbonfix {

// Nodes that have no home in this run, into `options`, and what is to be asked of each home. `secrets` are values that
// no output may show. All of them must outlive the options.
void expectInventory(const GivenHomes& given, const std::vector<Home>& homes, const std::vector<std::string>& secrets,
                     LintOptions& options);

}  // namespace carbonfix
