#include "carbonfix/document/node.h"

#include <libxml/tree.h>

#include "carbonfix/document/node_paths.h"
#include "document/xml/namespace_scope.h"
#include "document/xml/parser.h"
#include "document/xml/text_run.h"

namespace carbonfix {
namespace {

std::string text(const xmlChar* chars) {
  return chars == nullptr ? std::string() : reinterpret_cast<const char*>(chars);
}

_xmlNode* asNode(const _xmlAttr* attribute) {
  return const_cast<_xmlNode*>(reinterpret_cast<const _xmlNode*>(attribute));
}

bool isNamed(const _xmlAttr* attribute, std::string_view name) {
  const bool isPlain = attribute->ns == nullptr || attribute->ns->prefix == nullptr;
  return isPlain ? name == reinterpret_cast<const char*>(attribute->name) : name == Node(asNode(attribute)).name();
}

const _xmlAttr* findAttribute(const Node& element, std::string_view name) {
  if (element.kind() != NodeKind::element) return nullptr;
  const _xmlAttr* each = element.raw()->properties;
  while (each != nullptr && !isNamed(each, name)) each = each->next;
  return each;
}

bool isChild(const _xmlNode* node) {
  switch (node->type) {
    case XML_ELEMENT_NODE:
    case XML_TEXT_NODE:
    case XML_CDATA_SECTION_NODE:
    case XML_COMMENT_NODE:
    case XML_PI_NODE:
      return true;
    default:
      return false;
  }
}

}  // namespace

NodeKind Node::kind() const {
  if (raw_ == nullptr) return NodeKind::none;
  switch (raw_->type) {
    case XML_DOCUMENT_NODE:
      return NodeKind::document;
    case XML_ELEMENT_NODE:
      return NodeKind::element;
    case XML_ATTRIBUTE_NODE:
      return NodeKind::attribute;
    case XML_TEXT_NODE:
      return NodeKind::text;
    case XML_CDATA_SECTION_NODE:
      return NodeKind::cdata;
    case XML_COMMENT_NODE:
      return NodeKind::comment;
    case XML_PI_NODE:
      return NodeKind::instruction;
    default:
      return NodeKind::other;
  }
}

std::string Node::name() const {
  const NodeKind is = kind();
  if (is != NodeKind::element && is != NodeKind::attribute && is != NodeKind::instruction) return {};
  if (is != NodeKind::instruction && raw_->ns != nullptr && raw_->ns->prefix != nullptr) {
    return text(raw_->ns->prefix) + ":" + text(raw_->name);
  }
  return text(raw_->name);
}

std::string Node::localName() const {
  const NodeKind is = kind();
  return is == NodeKind::element || is == NodeKind::attribute ? text(raw_->name) : std::string();
}

std::string Node::namespaceUri() const {
  const NodeKind is = kind();
  if (is != NodeKind::element && is != NodeKind::attribute) return {};
  return uriOf(ownNamespace(raw_));
}

std::map<std::string, std::string, std::less<>> Node::namespacesInScope() const {
  std::map<std::string, std::string, std::less<>> found;
  for (const _xmlNode* node = raw_; node != nullptr && node->type == XML_ELEMENT_NODE; node = node->parent) {
    for (const _xmlNs* ns = node->nsDef; ns != nullptr; ns = ns->next) found.emplace(prefixOf(ns), uriOf(ns));
  }
  std::erase_if(found, [](const auto& entry) { return entry.second.empty(); });
  return found;
}

std::string Node::value() const {
  if (raw_ == nullptr) return {};
  if (raw_->type == XML_ATTRIBUTE_NODE || raw_->type == XML_ELEMENT_NODE) {
    // Mostly there is one text, or none.
    const _xmlNode* only = raw_->children;
    if (only == nullptr) return {};
    if (only->next == nullptr && isTextual(only)) return text(only->content);
  }
  // XPath's string-value leaves comments and processing instructions inside an element out, as xmlNodeGetContent does.
  xmlChar* content = xmlNodeGetContent(raw_);
  std::string value = text(content);
  xmlFree(content);
  return value;
}

std::string Node::attribute(std::string_view name) const {
  const _xmlAttr* found = findAttribute(*this, name);
  return found == nullptr ? std::string() : Node(asNode(found)).value();
}

bool Node::hasAttribute(std::string_view name) const { return findAttribute(*this, name) != nullptr; }

std::size_t Node::line() const {
  const long line = raw_ == nullptr ? 0 : xmlGetLineNo(raw_);
  return line > 0 ? static_cast<std::size_t>(line) : 0;
}

Node Node::parent() const { return raw_ == nullptr ? Node() : Node(raw_->parent); }

Node Node::documentNode() const { return raw_ == nullptr ? Node() : Node(reinterpret_cast<_xmlNode*>(raw_->doc)); }

std::vector<Node> Node::elements() const {
  std::vector<Node> found;
  const NodeKind is = kind();
  if (is != NodeKind::element && is != NodeKind::document) return found;
  for (_xmlNode* child = raw_->children; child != nullptr; child = child->next) {
    if (child->type == XML_ELEMENT_NODE) found.emplace_back(child);
  }
  return found;
}

std::vector<Node> Node::children() const {
  std::vector<Node> found;
  const NodeKind is = kind();
  if (is != NodeKind::element && is != NodeKind::document) return found;
  for (_xmlNode* child = raw_->children; child != nullptr; child = child->next) {
    if (isChild(child)) found.emplace_back(child);
  }
  return found;
}

std::vector<Node> Node::attributes() const {
  std::vector<Node> found;
  if (kind() != NodeKind::element) return found;
  for (_xmlAttr* each = raw_->properties; each != nullptr; each = each->next) {
    found.emplace_back(reinterpret_cast<_xmlNode*>(each));
  }
  return found;
}

bool Node::isAttached() const {
  const _xmlNode* node = raw_;
  while (node != nullptr && node->type != XML_DOCUMENT_NODE) node = node->parent;
  return node != nullptr;
}

std::string Node::path() const { return NodePaths().of(*this); }

}  // namespace carbonfix
