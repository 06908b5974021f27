// The last words of a report: counts, and everything that was not checked.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/lint/finding.h"

namespace carbonfix {

// "2 errors, 1 warning in 14 files; 3 suppressed; not checked: …; 12 checks of other phases not run." One line, no line
// end.
std::string summarize(const LintReport& report);

// What was not checked for one reason.
struct PlacesOfReason {
  std::string why;
  std::vector<std::string> places;  // files or globs, with their nodes where asked; each once
};
// In the order in which the reasons come first.
std::vector<PlacesOfReason> placesByReason(const std::vector<NotChecked>& entries, bool withNodes);

// "conf/a.xml, conf/b.xml, conf/c.xml and 4 more"
std::string namedPlaces(const std::vector<std::string>& places);

// "1 error", "2 errors"
std::string counted(std::size_t count, std::string_view noun);

}  // namespace carbonfix
