#include "lint/well_formed.h"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/secrets.h"
#include "carbonfix/base/text.h"
#include "carbonfix/document/departures.h"

namespace carbonfix {
namespace {

// The line of a file that can't be parsed; nothing when a secret stands in it, or when it can't be shown as it is.
std::string lineOf(const Home& home, const std::string& path, std::size_t line) {
  const auto bytes = home.read(path);
  if (!bytes || line == 0 || !isValidUtf8(*bytes)) return {};
  const auto lines = splitLines(*bytes);
  if (line > lines.size()) return {};
  const std::string_view text = lines[line - 1];
  const auto start = static_cast<std::size_t>(text.data() - bytes->data());
  for (const TextRange& secret : findSecrets(*bytes)) {
    if (secret.offset < start + text.size() && secret.offset + secret.length > start) return {};
  }
  return std::string(text.substr(0, text.find_first_of("\r\n")));
}

std::string_view notWellFormedId(const std::string& path) {
  switch (formatOf(path)) {
    case FileFormat::json:
      return kJsonNotWellFormed;
    case FileFormat::properties:
      return kPropertiesNotWellFormed;
    case FileFormat::shell:
      return kShellNotWellFormed;
    default:
      return kNotWellFormed;
  }
}

Finding findingOf(std::string_view id, const Home& home, const std::string& path, const Error& error,
                  Severity severity = Severity::error) {
  Finding finding;
  finding.id = id;
  finding.severity = severity;
  finding.message = maskSecrets(error.message);
  finding.help = error.hint;
  finding.node = home.node();
  finding.path = path;
  if (error.at.line == 0) return finding;
  finding.located = true;
  finding.location.start = error.at;
  finding.location.end = error.at;
  finding.excerpt = lineOf(home, path, error.at.line);
  if (!finding.excerpt.empty() && error.at.column > 0) {
    finding.excerptColumn = error.at.column;
    finding.excerptLength = 1;
  }
  return finding;
}

}  // namespace

bool checksOthers(const Selection& selection) {
  return selection.wantsId(kNotWellFormed) || selection.wantsId(kNamespace);
}

void WellFormed::checkLoaded(const std::string& path, bool isNeeded, std::vector<Finding>& findings) {
  const Home::Loaded& file = where_.load(path);
  if (file.document == nullptr) {
    if (file.unreadable) return;  // noted when it was loaded
    const std::string_view id = notWellFormedId(path);
    if (selection_.wantsId(id) || (isNeeded && !selection_.isIgnored(id))) {
      findings.push_back(findingOf(id, where_, path, file.error));
    } else if (isNeeded) {
      notes_.add(where_.node(), path, "not well-formed: " + file.error.message, true);
    }
    return;
  }
  const std::vector<Departure> departures = departuresOf(*file.document);
  for (const Departure& each : departures) {
    if (!selection_.wantsRemark(each.id)) continue;
    findings.push_back(findingOf(each.id, where_, path, each.error, Severity::info));
  }
  if (!selection_.wantsId(kNamespace)) return;
  for (const Error& error : file.document->namespaceErrors()) {
    findings.push_back(findingOf(kNamespace, where_, path, error));
  }
}

void WellFormed::checkOther(const std::string& path, std::vector<Finding>& findings) {
  const auto watch = files_.stats().file(where_.node(), path);
  const auto bytes = where_.read(path);
  if (!bytes) {
    notes_.add(where_.node(), path, bytes.error().message, true);
  } else if (!Document::checkWellFormed(*bytes, path)) {
    checkLoaded(path, false, findings);  // parsed once more to tell what is wrong with it
  }
}

}  // namespace carbonfix
