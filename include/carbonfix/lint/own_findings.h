// The findings of the tool itself, which no rule pack has: one table, from which --select, --ignore, --severity and the
// suppression comments know the ids.
#pragma once

#include <span>
#include <string_view>

#include "carbonfix/rules/model.h"

namespace carbonfix {

inline constexpr std::string_view kNotWellFormed = "xml.not-well-formed";
inline constexpr std::string_view kNamespace = "xml.namespace";
inline constexpr std::string_view kJsonNotWellFormed = "json.not-well-formed";
inline constexpr std::string_view kJsonComment = "json.comment";
inline constexpr std::string_view kJsonTrailingComma = "json.trailing-comma";
inline constexpr std::string_view kPropertiesNotWellFormed = "properties.not-well-formed";
inline constexpr std::string_view kShellNotWellFormed = "shell.not-well-formed";
inline constexpr std::string_view kFileMissing = "carbonfix.file-missing";
inline constexpr std::string_view kContextMissing = "carbonfix.context-missing";
inline constexpr std::string_view kRunInterrupted = "carbonfix.run-interrupted";
inline constexpr std::string_view kTemplate = "carbonfix.template";
inline constexpr std::string_view kSuppressionNoReason = "carbonfix.suppression-no-reason";
inline constexpr std::string_view kSuppressionUnused = "carbonfix.suppression-unused";
inline constexpr std::string_view kSuppressionUnknown = "carbonfix.suppression-unknown";
inline constexpr std::string_view kSuppressionExpired = "carbonfix.suppression-expired";
inline constexpr std::string_view kSuppressionMalformed = "carbonfix.suppression-malformed";

inline constexpr std::string_view kInventoryHomeMissing = "inventory.home-missing";
inline constexpr std::string_view kInventoryHost = "inventory.host-differs";
inline constexpr std::string_view kInventoryNodeMissing = "inventory.node-not-given";
inline constexpr std::string_view kInventoryNodeUnknown = "inventory.node-unknown";
inline constexpr std::string_view kInventoryOffset = "inventory.offset-differs";
inline constexpr std::string_view kInventoryProduct = "inventory.product-differs";
inline constexpr std::string_view kInventoryRole = "inventory.role-differs";
inline constexpr std::string_view kInventoryVersion = "inventory.version-differs";

struct OwnFinding {
  std::string_view id;
  Severity severity = Severity::error;
  std::string_view summary;  // one sentence: what it says
};

// By id.
std::span<const OwnFinding> ownFindings();
// Null: it is a rule's, or nobody's.
const OwnFinding* findOwn(std::string_view id);

// Is it about a suppression comment or a waiver? No baseline holds such findings.
bool isAboutSuppression(std::string_view id);

}  // namespace carbonfix
