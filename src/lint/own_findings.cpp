#include "carbonfix/lint/own_findings.h"

#include <algorithm>
#include <array>

namespace carbonfix {
namespace {

constexpr std::array kOwn = {
    OwnFinding{kContextMissing, Severity::error, "A file lacks what a rule says must be there."},
    OwnFinding{kFileMissing, Severity::error, "The home lacks a file that a pattern requires."},
    OwnFinding{kRunInterrupted, Severity::error, "A run of apply or restore was cut off."},
    OwnFinding{kSuppressionExpired, Severity::error,
               "The last day of a suppression has passed, and what it hid is there."},
    OwnFinding{kSuppressionMalformed, Severity::warning, "A suppression can't be understood, and so hides nothing."},
    OwnFinding{kSuppressionNoReason, Severity::warning, "A suppression does not say why."},
    OwnFinding{kSuppressionUnknown, Severity::warning, "A suppression names an id that no rule has."},
    OwnFinding{kSuppressionUnused, Severity::warning, "A suppression hides nothing any more."},
    OwnFinding{kTemplate, Severity::warning, "A deployment tool has yet to fill in values of the file."},
    OwnFinding{kInventoryHomeMissing, Severity::error, "The home that the inventory gives a node is not there."},
    OwnFinding{kInventoryHost, Severity::error, "The files of a node name another host than the inventory does."},
    OwnFinding{kInventoryNodeMissing, Severity::warning, "A node of the inventory is not among the homes of the run."},
    OwnFinding{kInventoryNodeUnknown, Severity::error, "A home of the run is no node of the inventory."},
    OwnFinding{kInventoryOffset, Severity::error, "A node has another port offset than the inventory says."},
    OwnFinding{kInventoryProduct, Severity::error, "A home holds another product than the inventory says."},
    OwnFinding{kInventoryRole, Severity::error, "A node is started for another role than the inventory says."},
    OwnFinding{kInventoryVersion, Severity::error, "A home holds another version than the inventory says."},
    OwnFinding{kJsonComment, Severity::info, "JSON has no comments, and the file has some."},
    OwnFinding{kJsonNotWellFormed, Severity::error, "A JSON file can't be parsed."},
    OwnFinding{kJsonTrailingComma, Severity::info, "JSON has no comma behind the last value, and the file has one."},
    OwnFinding{kPropertiesNotWellFormed, Severity::error, "A properties file can't be parsed."},
    OwnFinding{kShellNotWellFormed, Severity::error, "A shell script can't be parsed."},
    OwnFinding{kNamespace, Severity::error, "An XML file uses a prefix that it does not declare."},
    OwnFinding{kNotWellFormed, Severity::error, "An XML file can't be parsed."},
};

}  // namespace

std::span<const OwnFinding> ownFindings() { return kOwn; }

const OwnFinding* findOwn(std::string_view id) {
  const auto* const found = std::ranges::find(kOwn, id, &OwnFinding::id);
  return found == kOwn.end() ? nullptr : &*found;
}

bool isAboutSuppression(std::string_view id) { return id.starts_with("carbonfix.suppression-"); }

}  // namespace carbonfix
