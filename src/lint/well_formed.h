// xml.not-well-formed and xml.namespace: every XML file under a home's configuration root, whether a rule reads it or
// not.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "carbonfix/lint/finding.h"
#include "lint/files.h"
#include "lint/notes.h"
#include "lint/selection.h"

namespace carbonfix {

// Does the selection ask for files that no rule reads?
bool checksOthers(const Selection& selection);

class WellFormed {
 public:
  WellFormed(Files& files, std::size_t home, const Selection& selection, Notes& notes)
      : files_(files), home_(home), where_(files.homes()[home]), selection_(selection), notes_(notes) {}

  // A file that was loaded. `isNeeded`: by a rule; then that it can't be read is said even when these ids are not
  // selected: it was not checked.
  void checkLoaded(const std::string& path, bool isNeeded, std::vector<Finding>& findings);
  // One that no rule has loaded so far.
  void checkOther(const std::string& path, std::vector<Finding>& findings);

 private:
  Files& files_;
  std::size_t home_;
  const Home& where_;
  const Selection& selection_;
  Notes& notes_;
};

}  // namespace carbonfix
