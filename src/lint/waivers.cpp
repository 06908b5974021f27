#include "carbonfix/lint/waivers.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "lint/dates.h"
#include "rules/rule_text.h"
#include "rules/schema_check.h"

namespace carbonfix {
namespace {

Errors rootProblem(const Document& document) {
  const Node root = document.rootElement();
  if (root.localName() == "waivers" && root.namespaceUri() == kWaiversNamespace) return {};
  return {ruleError(document, placeOf(document, root),
                    fmt::format("not a file of waivers: its root element is <{}>{}", root.name(),
                                root.localName() == "waivers" ? ", of another namespace" : ""),
                    fmt::format("it begins with <waivers xmlns=\"{}\">", kWaiversNamespace))};
}

Waiver readWaiver(const Document& document, Node element, Errors& errors) {
  Waiver waiver;
  waiver.id = trim(element.attribute("id"));
  waiver.path = trim(element.attribute("path"));
  waiver.node = trim(element.attribute("node"));
  waiver.until = trim(element.attribute("until"));
  waiver.reason = normalizeSpace(element.value());
  waiver.at = placeOf(document, element);
  waiver.line = document.lineText(waiver.at.line);
  const auto refuse = [&](std::string message, std::string hint) {
    errors.push_back(ruleError(document, waiver.at, std::move(message), std::move(hint)));
  };
  if (waiver.id.empty() || waiver.id == "." || waiver.id.find_first_of("*?, ") != std::string::npos) {
    refuse(fmt::format("\"{}\" is not the id of a rule", printable(waiver.id)),
           "an exact id, or a prefix that ends in \".\"; nothing waives all rules");
  }
  if (waiver.path.empty()) refuse("path is empty", "path=\"**\" is every file");
  if (waiver.reason.empty()) refuse("the waiver does not say why", "its text is the reason");
  if (element.hasAttribute("until") && !isDay(waiver.until)) {
    refuse(fmt::format("until=\"{}\" is not a day", printable(waiver.until)), "until=\"2026-12-31\" is the form");
  }
  return waiver;
}

}  // namespace

Result<Waivers, Errors> parseWaivers(std::string text, const std::string& path) {
  const auto document = Document::parse(std::move(text), path);
  if (!document) return Errors{document.error()};
  Errors errors = rootProblem(*document);
  if (!errors.empty()) return errors;
  errors = document->namespaceErrors();
  Errors invalid = checkSchema(*document, waiversLanguage());
  errors.insert(errors.end(), std::make_move_iterator(invalid.begin()), std::make_move_iterator(invalid.end()));
  if (!errors.empty()) return errors;
  Waivers waivers{.path = path, .entries = {}};
  for (const Node& element : document->rootElement().elements()) {
    if (element.namespaceUri() != kWaiversNamespace) continue;
    waivers.entries.push_back(readWaiver(*document, element, errors));
  }
  if (!errors.empty()) return errors;
  return waivers;
}

}  // namespace carbonfix
