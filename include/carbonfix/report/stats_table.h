// What --stats shows to people.
#pragma once

#include <string>

#include "carbonfix/lint/finding.h"

namespace carbonfix {

// Two tables, of files and of rules: milliseconds, nodes, name; the slowest first; JSON has all of them.
std::string statsTable(const LintStats& stats);

}  // namespace carbonfix
