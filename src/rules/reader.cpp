#include "rules/reader.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "rules/rule_text.h"

namespace carbonfix {

Pack Reader::read() {
  Pack pack;
  pack.id = root_.attribute("id");
  pack.version = root_.attribute("version");
  pack.path = document_.path();
  if (root_.hasAttribute("xpath-default-namespace")) {
    pack.namespaces.defaultElement = root_.attribute("xpath-default-namespace");
  }
  for (const Node& element : root_.elements()) {
    if (isOurs(element)) readPackChild(pack, element, element.localName());
  }
  fillExamplePaths(pack);
  pack.asksForPlaces = asksForPlaces_;
  return pack;
}

void Reader::readPackChild(Pack& pack, Node element, const std::string& name) {
  if (name == "title") pack.title = normalizeSpace(element.value());
  if (name == "p") pack.about.push_back(normalizeSpace(element.value()));
  if (name == "ns") pack.namespaces.prefixes.insert_or_assign(element.attribute("prefix"), element.attribute("uri"));
  if (name == "param") pack.params.push_back(readParam(element));
  if (name == "let") pack.lets.push_back(readLet(element));
  if (name == "key") pack.keys.push_back(readKey(element));
  if (name == "port") pack.ports.push_back(readPort(element));
  if (name == "phase") pack.phases.push_back(readPhase(element));
  if (name == "pattern") pack.patterns.push_back(readPattern(element, pack));
  if (name == "patch") pack.patches.push_back(readPatch(element, pack));
  if (name == "example") pack.examples.push_back(readExample(element, {}));
  if (name == "diagnostics") readDiagnostics(element, pack);
}

Param Reader::readParam(Node element) {
  Param param;
  param.name = element.attribute("name");
  if (element.hasAttribute("default")) param.defaultValue = element.attribute("default");
  param.sensitive = isTrue(element.attribute("sensitive"));
  if (const std::string type(trim(element.attribute("type"))); type != "string") param.type = type;
  const std::string values = element.attribute("values");
  for (const std::string_view word : splitSpace(values)) param.values.emplace_back(word);
  param.description = normalizeSpace(element.value());
  param.at = valuePlace(element, "name");
  return param;
}

Key Reader::readKey(Node element) {
  Key key;
  key.name = element.attribute("name");
  key.files = element.attribute("files");
  key.match = expression(element, "match", true);
  key.use = expression(element, "use");
  key.group = expression(element, "group");
  key.acrossCluster = element.attribute("across") == "cluster";
  return key;
}

Port Reader::readPort(Node element) {
  Port port;
  port.name = element.attribute("name");
  port.files = element.attribute("files");
  port.match = expression(element, "match", true);
  port.use = expression(element, "use");
  port.to = expression(element, "to");
  port.defaultPort = trim(element.attribute("default"));
  port.offsetIf = expression(element, "offset-if");
  port.protocol = element.attribute("protocol");
  const std::string from = element.attribute("from");
  for (const std::string_view word : splitSpace(from)) port.from.emplace_back(word);
  port.what = readMessage(element);
  port.at = valuePlace(element, "name");
  return port;
}

Phase Reader::readPhase(Node element) {
  Phase phase;
  phase.id = element.attribute("id");
  for (const Node& child : element.elements()) {
    if (!isOwn(child) || child.localName() != "active") continue;
    phase.active.push_back(child.attribute("pattern"));
    refer(Reference::To::pattern, phase.active.back(), child, "pattern");
  }
  return phase;
}

Pattern Reader::readPattern(Node element, Pack& pack) {
  Pattern pattern;
  pattern.id = element.attribute("id");
  pattern.files = element.attribute("files");
  pattern.required = isTrue(element.attribute("required"));
  pattern.optional = isTrue(element.attribute("optional"));
  pattern.live = isTrue(element.attribute("live"));
  pattern.condition = expression(element, "if");
  pattern.at = valuePlace(element, "id");
  for (const Node& child : element.elements()) {
    if (!isOurs(child)) continue;
    const std::string name = child.localName();
    if (name == "title") pattern.title = normalizeSpace(child.value());
    if (name == "p") pattern.about.push_back(normalizeSpace(child.value()));
    if (name == "let") pattern.lets.push_back(readLet(child));
    if (name == "rule") pattern.rules.push_back(readRule(child));
    if (name == "example") pack.examples.push_back(readExample(child, pattern.files));
  }
  return pattern;
}

Rule Reader::readRule(Node element) {
  Rule rule;
  rule.context = expression(element, "context", true);
  rule.min = toSize(element.attribute("min"));
  rule.at = place(element);
  for (const Node& child : element.elements()) {
    if (!isOurs(child)) continue;
    const std::string name = child.localName();
    if (name == "let") rule.lets.push_back(readLet(child));
    if (name == "assert" || name == "report") rule.checks.push_back(readCheck(child));
    if (name == "fix") rule.fixes.push_back(readFix(child));
  }
  if (exact_) checkFixNames(element, rule);
  return rule;
}

// Fixes are known by name inside their rule only, so this is the place where all are known.
void Reader::checkFixNames(Node element, const Rule& rule) {
  std::vector<std::string> known;
  for (const Fix& fix : rule.fixes) known.push_back(fix.id);
  for (const Node& child : element.elements()) {
    const std::string name = child.attribute("fix");
    if (!isOurs(child) || name.empty() || std::ranges::find(known, name) != known.end()) continue;
    errors_.push_back(ruleError(document_, valuePlace(child, "fix"),
                                fmt::format("no fix \"{}\" in this rule{}", name, didYouMean(name, known)),
                                "a <fix> stands in the same <rule> as the check that names it"));
  }
}

Check Reader::readCheck(Node element) {
  Check check;
  check.isReport = element.localName() == "report";
  check.id = element.attribute("id");
  check.at = valuePlace(element, "id");
  const char* severity = element.hasAttribute("severity") ? "severity" : "role";
  check.severity = severityFromName(trim(element.attribute(severity))).value_or(Severity::error);
  check.test = expression(element, "test");
  check.subject = expression(element, "subject");
  check.see = element.attribute("see");
  const std::string diagnostics = element.attribute("diagnostics");
  for (const std::string_view name : splitSpace(diagnostics)) {
    check.diagnostics.emplace_back(name);
    refer(Reference::To::diagnostic, check.diagnostics.back(), element, "diagnostics");
  }
  check.fix = element.attribute("fix");
  check.message = readMessage(element);
  return check;
}

Let Reader::readLet(Node element) { return {element.attribute("name"), expression(element, "value")}; }

Message Reader::readMessage(Node element) {
  Message message;
  appendMessage(element, message);
  return message;
}

void Reader::appendMessage(Node element, Message& message) {
  for (const Node& child : element.children()) {
    if (child.kind() == NodeKind::text || child.kind() == NodeKind::cdata) {
      message.push_back({MessagePart::Kind::text, child.value(), {}});
    } else if (child.kind() == NodeKind::element && isOwn(child)) {
      const std::string name = child.localName();
      if (name == "value-of") message.push_back({MessagePart::Kind::valueOf, {}, expression(child, "select")});
      if (name == "name") message.push_back({MessagePart::Kind::name, {}, expression(child, "path")});
      if (name == "emph" || name == "span" || name == "dir") appendMessage(child, message);
    }
  }
}

void Reader::readDiagnostics(Node element, Pack& pack) {
  for (const Node& child : element.elements()) {
    if (!isOwn(child) || child.localName() != "diagnostic") continue;
    pack.diagnostics.push_back({child.attribute("id"), readMessage(child)});
  }
}

}  // namespace carbonfix
