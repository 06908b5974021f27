// What XPath 1.0 calls one text node (§5.7): texts and CDATA sections that touch.
#pragma once

#include <libxml/tree.h>

namespace carbonfix {

inline bool isTextual(const _xmlNode* node) {
  return node != nullptr && (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE);
}
// The first and the last node of the text that the node is part of; the node itself when it is none.
_xmlNode* firstOfText(_xmlNode* node);
_xmlNode* lastOfText(_xmlNode* node);

}  // namespace carbonfix
