// What lint found: data only; reporters make text of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "carbonfix/document/document.h"
#include "carbonfix/rules/model.h"

namespace carbonfix {

struct RelatedLocation {
  std::string node;
  std::string path;
  Location location;
  std::string message;
};

struct FixProposal {
  Safety safety = Safety::safe;
  std::string description;
  std::vector<Edit> edits;
};

struct Finding {
  std::string id;
  Severity severity = Severity::error;
  std::string message;  // secrets masked
  std::string help;     // diagnostics; may be empty
  std::string node;
  std::string path;  // relative to the home; may be empty (about the home as a whole)
  Location location;
  bool located = false;  // false: no place in the file (file missing, no bytes)
  std::string xpath;
  std::string see;
  std::string excerpt;            // the line it starts on, secrets masked, without line end
  std::size_t excerptColumn = 0;  // 1-based code point in `excerpt` where the marked part begins
  std::size_t excerptLength = 0;  // code points marked, at least 1
  std::optional<FixProposal> fix;
  std::vector<RelatedLocation> related;
};

struct NotChecked {
  std::string node;
  std::string path;  // file or glob; may be empty
  std::string why;
  bool trouble = false;  // the answer can't be trusted (unreadable, limit hit): exit 2
};

struct LintReport {
  std::vector<Finding> findings;  // by node, path, byte offset, id
  std::vector<NotChecked> notChecked;
  std::size_t files = 0;  // files read
  std::size_t nodes = 0;
  std::size_t checksOfOtherPhases = 0;  // not run
  bool isMultiNode() const { return nodes > 1; }
  std::size_t count(Severity severity) const;
};

}  // namespace carbonfix
