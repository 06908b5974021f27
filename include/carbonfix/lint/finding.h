// What lint found: data only; reporters make text of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "carbonfix/document/document.h"
#include "carbonfix/lint/baseline.h"
#include "carbonfix/rules/model.h"

namespace carbonfix {

struct RelatedLocation {
  std::string node;
  std::string path;
  Location location;
  std::string message;
};

// What --fix would do about a finding.
struct FixProposal {
  Safety safety = Safety::safe;
  std::string description = {};
  std::vector<Edit> edits = {};  // of the file as it was read; none where nobody asked for them (see fix_maker.h)
  bool isHidden = false;         // no output may show the edits: their text holds a secret, or is not UTF-8
  std::string problem = {};      // why it can't be done here; there are no edits then
};

// Why a finding is left out of the report's findings.
struct Suppressed {
  enum class Kind { inSource, baseline, waiver } kind = Kind::inSource;
  std::string reason;
  std::string until;  // YYYY-MM-DD, empty: no end
};

// "inSource", "baseline", "waiver"
const char* suppressionKindName(Suppressed::Kind kind);

// Where a finding stands by names and keys, and the text there, secrets left out: what later runs recognise it by.
struct Anchor {
  std::string place;  // "/axisconfig/clustering/parameter[@name='domain']"; empty: not at a node of the view
  std::string content;
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
  Anchor anchor;
  std::string fingerprint;  // the same while the place keeps its content, whatever is edited elsewhere in the file
  std::optional<Suppressed> suppressed;
};

struct NotChecked {
  std::string node;
  std::string path;  // file or glob; may be empty
  std::string why;
  bool trouble = false;  // the answer can't be trusted (unreadable, limit hit): exit 2
};

// Where the time of a run went.
struct LintStats {
  struct Entry {
    std::string name;  // node and path, or a rule's pattern and context
    double milliseconds = 0;
    std::size_t nodes = 0;  // of files: elements in the view; of rules: nodes matched
  };
  std::vector<Entry> files;
  std::vector<Entry> rules;
};

// A fix that was tried and not kept.
struct DroppedFix {
  Finding finding;
  std::string why;
};

// What was mended before the findings of a report were made.
struct Mended {
  std::vector<Finding> fixed;       // in the order in which they were
  std::vector<DroppedFix> dropped;  // their findings remain
  std::size_t rounds = 0;           // in which something was fixed
  bool outOfRounds = false;         // there was more to do
};

// By node, path, place in the file, id and message: the order of a report.
bool comesBefore(const Finding& a, const Finding& b);

struct LintReport {
  std::vector<Finding> findings;            // by node, path, byte offset, id
  std::vector<Finding> suppressed;          // in the same order; each says why
  std::optional<BaselineOutcome> baseline;  // where one was given
  std::optional<LintStats> stats;
  std::optional<Mended> mended;  // of lint --fix
  std::vector<NotChecked> notChecked;
  std::size_t files = 0;  // files read
  std::size_t nodes = 0;
  std::size_t checksOfOtherPhases = 0;  // not run
  std::size_t liveChecksOff = 0;        // of this phase, not run because nobody asked for live checks
  bool isMultiNode() const { return nodes > 1; }
  std::size_t count(Severity severity) const;
  // Findings with a fix of this safety that nothing is known to stand against.
  std::size_t countFixable(Safety safety) const;
};

}  // namespace carbonfix
