#include "carbonfix/lint/baseline.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/xml_text.h"
#include "carbonfix/base/text.h"
#include "rules/rule_text.h"

namespace carbonfix {
namespace {

constexpr std::string_view kNamespaceStem = "urn:carbonfix:baseline:";
constexpr std::string_view kBaselineNamespace = "urn:carbonfix:baseline:1";
constexpr const char* kHint = "carbonfix lint --baseline FILE --write-baseline makes one; move this file away first";

std::optional<Error> rootProblem(const Document& document) {
  const Node root = document.rootElement();
  const std::string uri = root.namespaceUri();
  if (root.localName() == "baseline" && uri == kBaselineNamespace) return std::nullopt;
  const bool isLater = root.localName() == "baseline" && uri.starts_with(kNamespaceStem);
  return ruleError(document, placeOf(document, root),
                   isLater ? "a baseline that another version of carbonfix wrote"
                           : fmt::format("not a baseline: its root element is <{}>", root.name()),
                   kHint);
}

}  // namespace

Result<std::vector<BaselineEntry>, Errors> parseBaseline(std::string text, const std::string& path) {
  const auto document = Document::parse(std::move(text), path);
  if (!document) {
    Error error = document.error();
    if (error.hint.empty()) error.hint = kHint;
    return Errors{std::move(error)};
  }
  if (auto problem = rootProblem(*document)) return Errors{std::move(*problem)};
  std::vector<BaselineEntry> entries;
  Errors errors;
  for (const Node& element : document->rootElement().elements()) {
    BaselineEntry entry{.node = element.attribute("node"),
                        .path = element.attribute("path"),
                        .id = element.attribute("id"),
                        .place = element.attribute("place"),
                        .fingerprint = element.attribute("fingerprint")};
    if (element.localName() != "finding" || entry.id.empty() || entry.fingerprint.empty()) {
      errors.push_back(ruleError(*document, placeOf(*document, element),
                                 "not an entry of a baseline: it has the form <finding path=… id=… fingerprint=…/>",
                                 kHint));
    }
    entries.push_back(std::move(entry));
  }
  if (!errors.empty()) return errors;
  return entries;
}

std::string formatBaseline(std::vector<BaselineEntry> entries) {
  std::ranges::sort(entries);
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
  std::string text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<!-- Findings that carbonfix lint leaves out, written by carbonfix lint with the option write-baseline. -->\n"
      "<baseline xmlns=\"{}\">\n",
      kBaselineNamespace);
  for (const BaselineEntry& entry : entries) {
    text += "  <finding";
    const auto attribute = [&](const char* name, const std::string& value) {
      if (!value.empty()) text += fmt::format(" {}=\"{}\"", name, escapeXml(value));
    };
    attribute("node", entry.node);
    attribute("path", entry.path);
    attribute("id", entry.id);
    attribute("place", entry.place);
    attribute("fingerprint", entry.fingerprint);
    text += "/>\n";
  }
  return text + "</baseline>\n";
}

}  // namespace carbonfix
