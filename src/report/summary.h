// The last words of a report: counts, and everything that was not checked.
#pragma once

#include <string>

#include "carbonfix/lint/finding.h"

namespace carbonfix {

// "2 errors, 1 warning in 14 files; 3 suppressed; not checked: …; 12 checks of other phases not run." One line, no line
// end.
std::string summarize(const LintReport& report);

// "1 error", "2 errors"
std::string counted(std::size_t count, std::string_view noun);

}  // namespace carbonfix
