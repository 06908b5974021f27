#include "rules/schema_check.h"

#include <climits>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/tree.h>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "carbonfix/home/inventory.h"
#include "carbonfix/home/snapshot.h"
#include "carbonfix/rules/builtin.h"
#include "rules/grammar.h"
#include "rules/rule_text.h"

namespace carbonfix {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

using Tree = std::unique_ptr<xmlDoc, Freed<xmlFreeDoc>>;
using Schema = std::unique_ptr<xmlRelaxNG, Freed<xmlRelaxNGFree>>;
using SchemaParser = std::unique_ptr<xmlRelaxNGParserCtxt, Freed<xmlRelaxNGFreeParserCtxt>>;
using Validator = std::unique_ptr<xmlRelaxNGValidCtxt, Freed<xmlRelaxNGFreeValidCtxt>>;

struct Complaint {
  std::string message;
  void* node = nullptr;
};

void keep(void* into, xmlErrorPtr error) {
  if (error == nullptr) return;
  const std::string message = error->message == nullptr ? "not valid" : error->message;
  static_cast<std::vector<Complaint>*>(into)->push_back({std::string(trim(message)), error->node});
}

void ignore(void* /*unused*/, xmlErrorPtr /*unused*/) {}

int sizeOf(std::string_view text) { return text.size() > INT_MAX ? INT_MAX : static_cast<int>(text.size()); }

// The view that XPath runs on has no default namespaces, and the schema asks for them: validation gets its own tree.
Tree parseTree(const Document& document) {
  const std::string& bytes = document.bytes();
  constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_BIG_LINES;
  return Tree(xmlReadMemory(bytes.data(), sizeOf(bytes), "rules.xml", nullptr, kOptions));
}

bool isOf(std::string_view uri, const xmlNode* node) {
  return node->ns != nullptr && reinterpret_cast<const char*>(node->ns->href) == uri;
}

// Content that an author pastes, and snippets of examples: what is in them is not ours to judge.
bool holdsAnything(const xmlNode* node) {
  const std::string_view name = reinterpret_cast<const char*>(node->name);
  return name == "add" || name == "replace" || name == "bad" || name == "good" || name == "file";
}

// Elements and attributes of foreign namespaces are ignored, as ISO Schematron wants. `order` counts elements as the
// document has them, so that a complaint finds its way back.
void dropForeign(xmlNode* element, std::string_view ours, std::unordered_map<void*, std::size_t>& order,
                 std::size_t& count) {
  order[element] = count++;
  const bool isOurs = isOf(ours, element);
  const bool keepsAll = holdsAnything(element);
  for (xmlNode* child = element->children; child != nullptr;) {
    xmlNode* next = child->next;
    if (child->type == XML_ELEMENT_NODE) {
      dropForeign(child, ours, order, count);
      if (!keepsAll && isOurs && !isOf(ours, child)) {
        xmlUnlinkNode(child);
        xmlFreeNode(child);
      }
    }
    child = next;
  }
  for (xmlAttr* attribute = element->properties; isOurs && attribute != nullptr;) {
    xmlAttr* next = attribute->next;
    if (attribute->ns != nullptr) xmlRemoveProp(attribute);
    attribute = next;
  }
}

Schema parseSchema(std::string_view text) {
  const SchemaParser parser(xmlRelaxNGNewMemParserCtxt(text.data(), sizeOf(text)));
  if (!parser) return nullptr;
  xmlRelaxNGSetParserStructuredErrors(parser.get(), ignore, nullptr);
  return Schema(xmlRelaxNGParse(parser.get()));
}

Node elementAt(Node element, std::size_t wanted, std::size_t& count) {
  if (count++ == wanted) return element;
  for (const Node& child : element.elements()) {
    if (const Node found = elementAt(child, wanted, count)) return found;
  }
  return {};
}

// libxml2's own words: for what explainInvalid() has none for.
Error ownWords(const Document& document, const Language& language, const std::vector<Complaint>& complaints,
               const std::unordered_map<void*, std::size_t>& order) {
  Node at = document.rootElement();
  std::string message = fmt::format("not valid by the schema of {}", language.files);
  if (!complaints.empty()) {
    message += ": " + complaints.front().message;
    const auto found = order.find(complaints.front().node);
    std::size_t count = 0;
    if (found != order.end()) at = elementAt(document.rootElement(), found->second, count);
  }
  return ruleError(document, placeOf(document, at), std::move(message));
}

}  // namespace

Language ruleLanguage() { return {builtinSchema(), kRulesNamespace, "rule files"}; }

Language schematronLanguage() { return {builtinSchematronSchema(), kSchematronNamespace, "Schematron schemas"}; }

Language inventoryLanguage() { return {builtinInventorySchema(), kInventoryNamespace, "inventories"}; }

Language waiversLanguage() { return {builtinWaiversSchema(), kWaiversNamespace, "waivers"}; }

Language snapshotLanguage() { return {builtinSnapshotSchema(), kSnapshotNamespace, "snapshots"}; }

Errors checkSchema(const Document& document, const Language& language) {
  const Tree tree = parseTree(document);
  xmlNode* root = tree ? xmlDocGetRootElement(tree.get()) : nullptr;
  const Schema schema = parseSchema(language.schema);
  if (root == nullptr || !schema) {
    return {Error{fmt::format("cannot be validated by the schema of {}", language.files), document.path()}};
  }
  std::unordered_map<void*, std::size_t> order;
  std::size_t count = 0;
  dropForeign(root, language.namespaceUri, order, count);

  const Validator validator(xmlRelaxNGNewValidCtxt(schema.get()));
  std::vector<Complaint> complaints;
  xmlRelaxNGSetValidStructuredErrors(validator.get(), keep, &complaints);
  if (xmlRelaxNGValidateDoc(validator.get(), tree.get()) == 0) return {};

  const auto grammar = Grammar::parse(language.schema);
  Errors errors = grammar ? explainInvalid(document, *grammar, language.namespaceUri) : Errors{grammar.error()};
  if (errors.empty()) errors.push_back(ownWords(document, language, complaints, order));
  return errors;
}

}  // namespace carbonfix
