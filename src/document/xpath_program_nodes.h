// Nodes as the steps of a program see them.
#pragma once

#include <libxml/tree.h>

#include <cstring>
#include <string>
#include <string_view>

#include "document/xml/text_run.h"
#include "document/xpath_program.h"

namespace carbonfix {

inline std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

inline bool isNamed(const _xmlNode* node, const std::string& name) {
  if (node->type != XML_ELEMENT_NODE && node->type != XML_ATTRIBUTE_NODE) return false;
  const char* own = reinterpret_cast<const char*>(node->name);
  // Most names differ in the first letter.
  if (own == nullptr || *own != name.front() || std::strcmp(own, name.c_str()) != 0) return false;
  return node->ns == nullptr || (node->type == XML_ATTRIBUTE_NODE && node->ns->prefix == nullptr);
}

inline bool passes(const XPathStep& step, const _xmlNode* node) {
  switch (step.test) {
    case XPathStep::Test::name:
      return isNamed(node, step.name);
    case XPathStep::Test::anyName:
      return node->type == (step.axis == XPathStep::Axis::attribute ? XML_ATTRIBUTE_NODE : XML_ELEMENT_NODE);
    case XPathStep::Test::text:
      return isTextual(node);
    case XPathStep::Test::comment:
      return node->type == XML_COMMENT_NODE;
    case XPathStep::Test::node:
      break;
  }
  return true;
}

// Is what name() or local-name() says of the node its name as it stands there?
inline bool hasPlainName(XPathOp::Function function, const _xmlNode* node) {
  if (node->type != XML_ELEMENT_NODE && node->type != XML_ATTRIBUTE_NODE) return false;
  if (function == XPathOp::Function::localName) return true;
  return function == XPathOp::Function::name && (node->ns == nullptr || node->ns->prefix == nullptr);
}

inline _xmlNode* firstChild(const _xmlNode* node) {
  const bool isParent = node->type == XML_ELEMENT_NODE || node->type == XML_DOCUMENT_NODE;
  return isParent ? node->children : nullptr;
}

// In document order, the one after `node` inside of `top`; null at the end.
inline _xmlNode* nextInside(const _xmlNode* node, const _xmlNode* top) {
  if (_xmlNode* child = firstChild(node)) return child;
  while (node->next == nullptr && node->parent != top) node = node->parent;
  return node->next;
}

// Is the nearest node on the axis the last in document order?
inline bool isReverse(XPathStep::Axis axis) {
  return axis == XPathStep::Axis::ancestor || axis == XPathStep::Axis::ancestorOrSelf ||
         axis == XPathStep::Axis::precedingSibling;
}

// Is there a node on the axis for which `visit` is true? No further one is visited; the nearest comes first.
template <typename Visit>
bool anyOnAxis(XPathStep::Axis axis, _xmlNode* from, const Visit& visit) {
  using Axis = XPathStep::Axis;
  const bool isAttribute = from->type == XML_ATTRIBUTE_NODE;
  switch (axis) {
    case Axis::self:
      return visit(from);
    case Axis::parent:
      return from->parent != nullptr && visit(from->parent);
    case Axis::child:
      for (_xmlNode* node = firstChild(from); node != nullptr; node = node->next) {
        if (visit(node)) return true;
      }
      return false;
    case Axis::attribute:
      if (from->type != XML_ELEMENT_NODE) return false;
      for (_xmlAttr* each = from->properties; each != nullptr; each = each->next) {
        if (visit(reinterpret_cast<_xmlNode*>(each))) return true;
      }
      return false;
    case Axis::descendantOrSelf:
      if (visit(from)) return true;
      [[fallthrough]];
    case Axis::descendant:
      for (_xmlNode* node = firstChild(from); node != nullptr; node = nextInside(node, from)) {
        if (visit(node)) return true;
      }
      return false;
    case Axis::ancestorOrSelf:
      if (visit(from)) return true;
      [[fallthrough]];
    case Axis::ancestor:
      for (_xmlNode* node = from->parent; node != nullptr; node = node->parent) {
        if (visit(node)) return true;
      }
      return false;
    case Axis::precedingSibling:
      for (_xmlNode* node = isAttribute ? nullptr : from->prev; node != nullptr; node = node->prev) {
        if (visit(node)) return true;
      }
      return false;
    case Axis::followingSibling:
      for (_xmlNode* node = isAttribute ? nullptr : from->next; node != nullptr; node = node->next) {
        if (visit(node)) return true;
      }
      return false;
  }
  return false;
}

// Sets `isOfEach` and `isWalk` of all that is in the expression.
void markWalks(XPathOp& op);
// Is the value of such an operand a string, whatever the document holds?
bool givesText(const XPathOp& op);
// Is it a number? A predicate with one asks for a position.
bool givesNumber(const XPathOp& op);
// Does it ask how many nodes there are, wherever in it?
bool asksForLast(const XPathOp& op);

// Appends the texts inside of a node. False: something is among them that has its text elsewhere.
bool appendTexts(const _xmlNode* top, std::string& out);
// As libxml2 orders what it gives; each node once.
void sortInDocumentOrder(NodeSet& nodes);

}  // namespace carbonfix
