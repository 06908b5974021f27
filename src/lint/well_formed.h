// xml.not-well-formed and xml.namespace: every XML file under a home's configuration root, whether a rule reads it or
// not.
#pragma once

#include <cstddef>
#include <vector>

#include "carbonfix/lint/finding.h"
#include "lint/files.h"
#include "lint/notes.h"
#include "lint/selection.h"

namespace carbonfix {

// Does the selection ask for files that no rule reads?
bool checksOthers(const Selection& selection);
// To be called when the rules have run: what they loaded is not parsed again. Gives the number of files read.
std::size_t checkWellFormed(Files& files, std::size_t home, const Selection& selection, Notes& notes,
                            std::vector<Finding>& findings);

}  // namespace carbonfix
