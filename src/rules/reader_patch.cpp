// Patches, fixes and their operations.
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "rules/reader.h"
#include "rules/rule_text.h"

namespace carbonfix {
namespace {

std::optional<Operation::Kind> operationKind(std::string_view name) {
  if (name == "set") return Operation::Kind::set;
  if (name == "add") return Operation::Kind::add;
  if (name == "replace") return Operation::Kind::replace;
  if (name == "remove") return Operation::Kind::remove;
  if (name == "rename") return Operation::Kind::rename;
  if (name == "comment") return Operation::Kind::comment;
  if (name == "uncomment") return Operation::Kind::uncomment;
  if (name == "merge") return Operation::Kind::merge;
  return std::nullopt;
}

// Is what an operation inserts a text (an attribute's value, say) and no markup?
bool isText(Node element) {
  for (const Node& child : element.elements()) {
    if (!isOurs(child) || child.localName() != "value-of") return false;
  }
  return true;
}

std::vector<std::string> wordsOf(Node element, std::string_view attribute) {
  const std::string value = element.attribute(attribute);
  const std::vector<std::string_view> words = splitSpace(value);
  return {words.begin(), words.end()};
}

Effect effectOf(Node element) {
  const std::string word(trim(element.attribute("effect")));
  if (word == "hot") return Effect::hot;
  if (word == "restart") return Effect::restart;
  return word == "first-start" ? Effect::firstStart : Effect::none;
}

Consent consentOf(Node element) {
  const std::string word(trim(element.attribute("consent")));
  if (word == "data") return Consent::data;
  return word == "identity" ? Consent::identity : Consent::none;
}

Safety safetyOf(Node element) { return trim(element.attribute("safety")) == "unsafe" ? Safety::unsafe : Safety::safe; }

}  // namespace

Patch Reader::readPatch(Node element, Pack& pack) {
  Patch patch;
  patch.id = element.attribute("id");
  patch.files = element.attribute("files");
  patch.context = expression(element, "context", true);
  if (!patch.context) patch.context = Expression("/", document_.path(), place(element), true);
  patch.condition = expression(element, "if");
  patch.ensure = expression(element, "ensure");
  patch.optional = isTrue(element.attribute("optional"));
  patch.create = isTrue(element.attribute("create"));
  patch.effect = effectOf(element);
  patch.consent = consentOf(element);
  patch.safety = safetyOf(element);
  patch.at = valuePlace(element, "id");
  for (const Node& child : element.elements()) {
    if (!isOurs(child)) continue;
    const std::string name = child.localName();
    if (name == "title") patch.title = normalizeSpace(child.value());
    if (name == "p") patch.about.push_back(normalizeSpace(child.value()));
    if (name == "let") patch.lets.push_back(readLet(child));
    if (name == "example") pack.examples.push_back(readExample(child, patch.files));
    if (auto operation = readOperation(child)) patch.operations.push_back(std::move(*operation));
  }
  return patch;
}

Fix Reader::readFix(Node element) {
  Fix fix;
  fix.id = element.attribute("id");
  fix.at = valuePlace(element, "id");
  fix.safety = safetyOf(element);
  for (const Node& child : element.elements()) {
    if (!isOurs(child)) continue;
    const std::string name = child.localName();
    if (name == "title") fix.title = normalizeSpace(child.value());
    if (name == "let") fix.lets.push_back(readLet(child));
    if (auto operation = readOperation(child)) fix.operations.push_back(std::move(*operation));
  }
  return fix;
}

std::optional<Operation> Reader::readOperation(Node element) {
  const auto kind = operationKind(element.localName());
  if (!kind) return std::nullopt;
  Operation operation;
  operation.kind = *kind;
  operation.select = expression(element, "sel");
  operation.condition = expression(element, "if");
  operation.type = element.attribute("type");
  operation.pos = element.attribute("pos");
  operation.ws = element.attribute("ws");
  operation.to = normalizeSpace(element.attribute("to"));
  operation.holds = expression(element, "holds");
  operation.by = normalizeSpace(element.attribute("by"));
  operation.key = element.attribute("key");
  operation.missing = wordsOf(element, "missing");
  operation.at = place(element);
  const bool takesContent = *kind == Operation::Kind::add || *kind == Operation::Kind::replace;
  if (*kind == Operation::Kind::set || (takesContent && isText(element))) operation.value = readMessage(element);
  if (takesContent || *kind == Operation::Kind::merge) {
    operation.content = contentOf(element);
    readSelects(element, operation.selects);
  }
  return operation;
}

void Reader::readSelects(Node element, std::vector<Expression>& selects) {
  for (const Node& child : element.elements()) {
    const std::string name = child.name();
    if (name == "value-of" || name == "for-each") {
      if (Expression select = expression(child, "select")) {
        selects.push_back(std::move(select));
      } else {
        errors_.push_back(ruleError(document_, place(child), fmt::format("{} needs a select attribute", name)));
      }
    }
    readSelects(child, selects);
  }
}

std::string Reader::contentOf(Node element) {
  const auto range = document_.content(element);
  if (!range) {
    errors_.push_back(range.error());
    return {};
  }
  return std::string(textOf(document_, *range));
}

}  // namespace carbonfix
