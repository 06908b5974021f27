// Nodes as the steps of a program see them.
#pragma once

#include <libxml/tree.h>

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
  if (own == nullptr || *own != name.front() || name != own) return false;
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

inline _xmlNode* firstChild(const _xmlNode* node) {
  const bool isParent = node->type == XML_ELEMENT_NODE || node->type == XML_DOCUMENT_NODE;
  return isParent ? node->children : nullptr;
}

// A path whose nodes can be walked one by one, in document order and each once.
bool isPlain(const XPathOp& op);
// Is the value of such an operand a string, whatever the document holds?
bool givesText(const XPathOp& op);

// Appends the texts inside of a node. False: something is among them that has its text elsewhere.
bool appendTexts(const _xmlNode* top, std::string& out);
// As libxml2 orders what it gives; each node once.
void sortInDocumentOrder(NodeSet& nodes);

}  // namespace carbonfix
