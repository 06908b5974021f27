// A plain ISO Schematron schema as a pack. What a schema leaves open gets a name here: the file's name is that of the
// pack, "order-rules.sch" → "order-rules", and checks are "order-rules.ID", or "order-rules.PATTERN-N" without an id.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/path.h"
#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "rules/reader.h"
#include "rules/rule_text.h"

namespace carbonfix {
namespace {

constexpr std::string_view kAllPatterns = "#ALL";
constexpr std::string_view kDefaultPhase = "default";
constexpr std::string_view kExtension = ".sch";

bool isNameCharacter(char c) {
  const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return isLetter || (c >= '0' && c <= '9') || c == '-' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

// The file's name without its extension, as an id takes it.
std::string packId(const std::string& path) {
  std::string id = nameOf(path);
  if (id.ends_with(kExtension)) id.resize(id.size() - kExtension.size());
  for (char& c : id) {
    if (!isNameCharacter(c)) c = '-';
  }
  const bool begins = !id.empty() && id.front() != '-' && (id.front() < '0' || id.front() > '9');
  return begins ? id : "schema-" + id;
}

// The words that schemas use, in any case; whatever else stands there says nothing about severity.
std::optional<Severity> severityOf(std::string_view role) {
  std::string word(trim(role));
  for (char& c : word) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (word == "fatal" || word == "error") return Severity::error;
  if (word == "warning" || word == "warn") return Severity::warning;
  if (word == "info" || word == "information" || word == "informational" || word == "hint" || word == "note") {
    return Severity::info;
  }
  return std::nullopt;
}

Severity severityOf(Node check, Node rule) {
  for (const Node& element : {check, rule}) {
    for (const char* const name : {"severity", "role", "flag"}) {
      if (const auto severity = severityOf(element.attribute(name))) return *severity;
    }
  }
  return Severity::error;
}

}  // namespace

Pack Reader::readSchematron(const std::string& files) {
  Pack pack;
  pack.id = packId(document_.path());
  pack.path = document_.path();
  pack.plainSchematron = true;
  pack.namespaces.defaultElement = "##local";
  for (const Node& element : root_.elements()) {
    if (!isOwn(element)) continue;
    const std::string name = element.localName();
    if (name == "title") pack.title = normalizeSpace(element.value());
    if (name == "p") pack.about.push_back(normalizeSpace(element.value()));
    if (name == "ns") pack.namespaces.prefixes.insert_or_assign(element.attribute("prefix"), element.attribute("uri"));
    if (name == "let") pack.lets.push_back(readLet(element));
    if (name == "phase") pack.phases.push_back(readPhase(element));
    if (name == "pattern") readSchemaPattern(element, files, pack);
    if (name == "diagnostics") readDiagnostics(element, pack);
  }
  readSchemaPhases(pack);
  return pack;
}

void Reader::readSchemaPattern(Node element, const std::string& files, Pack& pack) {
  Pattern pattern;
  pattern.id = element.attribute("id");
  if (pattern.id.empty()) pattern.id = fmt::format("pattern-{}", pack.patterns.size() + 1);
  pattern.files = files;
  pattern.title = element.attribute("name");
  pattern.at = valuePlace(element, "id");
  for (const Node& child : element.elements()) {
    if (!isOwn(child)) continue;
    const std::string name = child.localName();
    if (name == "title") pattern.title = normalizeSpace(child.value());
    if (name == "p") pattern.about.push_back(normalizeSpace(child.value()));
    if (name == "let") pattern.lets.push_back(readLet(child));
    if (name == "rule") pattern.rules.push_back(readSchemaRule(child));
  }
  std::size_t number = 0;
  for (Rule& rule : pattern.rules) {
    for (Check& check : rule.checks) {
      ++number;
      const std::string slug = check.id.empty() ? fmt::format("{}-{}", pattern.id, number) : check.id;
      check.id = fmt::format("{}.{}", pack.id, slug);
    }
  }
  pack.patterns.push_back(std::move(pattern));
}

Rule Reader::readSchemaRule(Node element) {
  Rule rule;
  rule.context = expression(element, "context", true);
  rule.at = place(element);
  for (const Node& child : element.elements()) {
    if (!isOwn(child)) continue;
    const std::string name = child.localName();
    if (name == "let") rule.lets.push_back(readLet(child));
    if (name == "assert" || name == "report") rule.checks.push_back(readSchemaCheck(child, element));
  }
  return rule;
}

Check Reader::readSchemaCheck(Node element, Node rule) {
  Check check = readCheck(element);
  check.severity = severityOf(element, rule);
  if (!check.subject) check.subject = expression(rule, "subject");
  return check;
}

// Without --phase a schema runs what its defaultPhase names, or all of it. A phase of its own that is called "default"
// is that too.
void Reader::readSchemaPhases(Pack& pack) {
  const std::string wanted(trim(root_.attribute("defaultPhase")));
  const auto find = [&](std::string_view id) { return std::ranges::find(pack.phases, id, &Phase::id); };
  // What no phase names would be of the default one.
  Phase all{.id = "all", .active = {}};
  for (const Pattern& pattern : pack.patterns) all.active.push_back(pattern.id);
  Phase standard{.id = std::string(kDefaultPhase), .active = {}};
  if (wanted.empty() || wanted == kAllPatterns) {
    if (find(kDefaultPhase) != pack.phases.end()) {
      pack.phases.push_back(std::move(all));
      return;
    }
    standard.active = std::move(all.active);
  } else if (const auto found = find(wanted); found != pack.phases.end()) {
    standard.active = found->active;
    std::erase_if(pack.phases, [](const Phase& phase) { return phase.id == kDefaultPhase; });
    pack.phases.push_back(std::move(all));
  } else {
    std::vector<std::string> known;
    for (const Phase& phase : pack.phases) known.push_back(phase.id);
    errors_.push_back(ruleError(document_, valuePlace(root_, "defaultPhase"),
                                fmt::format("no phase has the id \"{}\"{}", wanted, didYouMean(wanted, known))));
  }
  pack.phases.push_back(std::move(standard));
}

}  // namespace carbonfix
