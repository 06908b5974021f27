#include "patch/rfc5261_operation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

using Kind = XmlPatchOperation::Kind;

struct Vocabulary {
  Kind kind;
  std::string_view name;
  std::vector<std::string> attributes;
};

const std::vector<Vocabulary>& vocabulary() {
  static const std::vector<Vocabulary> kAll = {{Kind::add, "add", {"sel", "msel", "pos", "type"}},
                                               {Kind::replace, "replace", {"sel", "msel"}},
                                               {Kind::remove, "remove", {"sel", "msel", "ws"}}};
  return kAll;
}

constexpr std::array<std::string_view, 12> kConditions = {
    "invalid-attribute-value",      "invalid-character-set",        "invalid-diff-format",
    "invalid-entity-declaration",   "invalid-namespace-prefix",     "invalid-namespace-uri",
    "invalid-node-types",           "invalid-patch-directive",      "invalid-root-element-operation",
    "invalid-whitespace-directive", "invalid-xml-prolog-operation", "unlocated-node"};

Error badValue(const XmlPatchOperation& operation, std::string_view attribute, std::string_view expected) {
  return patchCondition("invalid-attribute-value", fmt::format("{}=\"{}\" is not {}", attribute,
                                                               operation.element.attribute(attribute), expected));
}

Status readPlace(XmlPatchOperation& operation) {
  if (!operation.element.hasAttribute("pos")) return {};
  const std::string pos = operation.element.attribute("pos");
  if (pos == "before") operation.place = Place::before;
  if (pos == "after") operation.place = Place::after;
  if (pos == "prepend") operation.place = Place::firstChild;
  if (!operation.place) return badValue(operation, "pos", "before, after or prepend");
  return {};
}

Status readSpace(XmlPatchOperation& operation) {
  if (!operation.element.hasAttribute("ws")) return {};
  const std::string ws = operation.element.attribute("ws");
  if (ws == "before") operation.space = RemoveSpace::before;
  if (ws == "after") operation.space = RemoveSpace::after;
  if (ws == "both") operation.space = RemoveSpace::both;
  if (!operation.space) return badValue(operation, "ws", "before, after or both");
  return {};
}

Status readType(XmlPatchOperation& operation) {
  if (!operation.element.hasAttribute("type")) return {};
  if (operation.place) {
    return patchCondition("invalid-patch-directive", "pos and type can't go together: an attribute has no position");
  }
  constexpr std::string_view kNamespace = "namespace::";
  const std::string type = operation.element.attribute("type");
  if (type.starts_with(kNamespace) && type.size() > kNamespace.size()) {
    operation.declares = type.substr(kNamespace.size());
    return {};
  }
  const std::size_t colon = type.find(':');
  if (type.size() < 2 || type.front() != '@' || colon == 1 || colon == type.size() - 1) {
    return badValue(operation, "type", "@name or namespace::prefix");
  }
  ExpandedName name;
  name.local = colon == std::string::npos ? type.substr(1) : type.substr(colon + 1);
  if (colon != std::string::npos) {
    name.prefix = type.substr(1, colon - 1);
    const auto inScope = operation.element.namespacesInScope();
    const auto found = inScope.find(name.prefix);
    if (name.prefix == "xml") {
      name.uri = "http://www.w3.org/XML/1998/namespace";
    } else if (found == inScope.end()) {
      return patchCondition(
          "invalid-namespace-prefix",
          fmt::format("the diff does not declare the prefix \"{}\" of type=\"{}\"", name.prefix, type));
    } else {
      name.uri = found->second;
    }
  }
  operation.attribute = std::move(name);
  return {};
}

Status readSelect(XmlPatchOperation& operation) {
  const Node element = operation.element;
  operation.multiple = element.hasAttribute("msel");
  if (operation.multiple && element.hasAttribute("sel")) {
    return patchCondition("invalid-patch-directive", "sel and msel can't go together");
  }
  operation.select = element.attribute(operation.multiple ? "msel" : "sel");
  if (isBlank(operation.select)) {
    return patchCondition("invalid-attribute-value", fmt::format("{} needs a sel that says where", operation.name()));
  }
  return {};
}

// An attribute that nobody here understands may change what the operation means.
Status checkAttributes(const XmlPatchOperation& operation, const Vocabulary& words) {
  for (const Node& attribute : operation.element.attributes()) {
    if (!attribute.namespaceUri().empty()) continue;
    const std::string name = attribute.name();
    if (std::ranges::find(words.attributes, name) != words.attributes.end()) continue;
    return patchCondition("invalid-patch-directive", fmt::format("{} has no attribute \"{}\"{}", words.name, name,
                                                                 didYouMean(name, words.attributes)));
  }
  return {};
}

Result<XmlPatchOperation> readOperation(const Document& diff, Node element) {
  const auto words = std::ranges::find(vocabulary(), element.localName(), &Vocabulary::name);
  if (words == vocabulary().end()) {
    return patchCondition("invalid-patch-directive",
                          fmt::format("\"{}\" is no operation{}; there are add, replace and remove", element.name(),
                                      didYouMean(element.localName(), {"add", "replace", "remove"})));
  }
  XmlPatchOperation operation;
  operation.element = element;
  operation.kind = words->kind;
  if (Status ok = checkAttributes(operation, *words); !ok) return ok.error();
  for (const auto read : {readSelect, readPlace, readSpace, readType}) {
    if (Status ok = read(operation); !ok) return ok.error();
  }
  auto content = ExactEditor::contentOf(diff, element);
  if (!content) return content.error();
  operation.content = std::move(*content);
  if (operation.kind == Kind::remove && !operation.nodes().empty()) {
    return patchCondition("invalid-patch-directive", "remove takes no content");
  }
  return operation;
}

}  // namespace

Error patchCondition(std::string_view name, std::string_view why) { return Error{fmt::format("{}: {}", name, why)}; }

bool hasCondition(const Error& error) {
  return std::ranges::any_of(kConditions, [&](std::string_view name) {
    return error.message.starts_with(name) && error.message.compare(name.size(), 1, ":") == 0;
  });
}

const char* XmlPatchOperation::name() const {
  return kind == Kind::add ? "add" : kind == Kind::replace ? "replace" : "remove";
}

bool XmlPatchOperation::isText() const {
  return std::ranges::all_of(
      content, [](const Node& node) { return node.kind() == NodeKind::text || node.kind() == NodeKind::cdata; });
}

std::vector<Node> XmlPatchOperation::nodes() const {
  std::vector<Node> found;
  for (const Node& node : content) {
    if (node.kind() != NodeKind::text || !isBlank(node.value())) found.push_back(node);
  }
  return found;
}

Error placedAt(Error error, const Document& diff, Node element) {
  error.path = diff.path();
  if (const auto place = diff.locate(element)) error.at = place->start;
  return error;
}

Result<std::vector<XmlPatchOperation>, Error> readOperations(const Document& diff) {
  std::vector<XmlPatchOperation> operations;
  for (const Node& child : diff.rootElement().children()) {
    if (child.kind() == NodeKind::comment || child.kind() == NodeKind::instruction) continue;
    if (child.kind() != NodeKind::element) {
      if (isBlank(child.value())) continue;
      return placedAt(patchCondition("invalid-diff-format", "text between the operations"), diff, child);
    }
    auto operation = readOperation(diff, child);
    if (!operation) return placedAt(operation.error(), diff, child);
    operations.push_back(std::move(*operation));
  }
  return operations;
}

Result<XPath> compileSelector(const XmlPatchOperation& operation, bool plainNames) {
  Namespaces namespaces;
  namespaces.prefixes = operation.element.namespacesInScope();
  namespaces.defaultElement = plainNames ? "##any" : "##local";
  namespaces.joinsTexts = true;
  if (const auto unprefixed = namespaces.prefixes.find(""); unprefixed != namespaces.prefixes.end()) {
    namespaces.defaultElement = unprefixed->second;
    namespaces.prefixes.erase(unprefixed);
  }
  for (const std::string& prefix : prefixesIn(operation.select)) {
    if (prefix == "xml" || namespaces.prefixes.contains(prefix)) continue;
    return patchCondition(
        "invalid-namespace-prefix",
        fmt::format("the diff does not declare the prefix \"{}\" of \"{}\"", prefix, operation.select));
  }
  auto compiled = XPath::compile(operation.select, namespaces);
  if (compiled) return compiled;
  Error error =
      patchCondition("invalid-attribute-value", fmt::format("\"{}\": {}", operation.select, compiled.error().message));
  error.hint = compiled.error().hint;
  return error;
}

}  // namespace carbonfix
