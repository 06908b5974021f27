#include "lint/templates.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <re2/re2.h>

#include "carbonfix/lint/own_findings.h"

namespace carbonfix {

namespace {

bool holdsMark(const std::string& value) {
  // Every mark has one of these, and few values have.
  if (std::ranges::none_of(value, [](char c) { return c == '{' || c == '<' || c == '#' || c == '@'; })) return false;
  // Not the second half of an account with a tenant: admin@example.org@carbon.super. Nor {%c} in a log4j layout.
  static const RE2 mark(R"(\{\{|\{%[-+]?\s|<%|<<[\w.-]+>>|#_[\w.-]+_#|(?:^|[^\w])@[A-Za-z][\w.-]*@(?:[^\w]|$))");
  return RE2::PartialMatch(value, mark);
}

}  // namespace

bool isTemplate(Node node) {
  const NodeKind kind = node.kind();
  if (kind == NodeKind::attribute || kind == NodeKind::text || kind == NodeKind::cdata) return holdsMark(node.value());
  if (kind != NodeKind::element) return false;
  if (node.elements().empty() && holdsMark(node.value())) return true;
  const std::vector<Node> attributes = node.attributes();
  return std::ranges::any_of(attributes, [](Node attribute) { return holdsMark(attribute.value()); });
}

void keepOneTemplatePerFile(std::vector<Finding>& findings) {
  std::map<std::pair<std::string, std::string>, Finding> kept;
  for (const Finding& finding : findings) {
    if (finding.id != kTemplate) continue;
    const auto [entry, isNew] = kept.try_emplace({finding.node, finding.path}, finding);
    if (isNew) continue;
    Finding& first = entry->second;
    const Severity severity = std::max(first.severity, finding.severity);
    if (finding.location.offset < first.location.offset) first = finding;
    first.severity = severity;
  }
  std::erase_if(findings, [](const Finding& finding) { return finding.id == kTemplate; });
  for (auto& [where, finding] : kept) findings.push_back(std::move(finding));
}

}  // namespace carbonfix
