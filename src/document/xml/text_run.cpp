#include "document/xml/text_run.h"

#include <libxml/tree.h>

namespace carbonfix {

bool isTextual(const _xmlNode* node) {
  return node != nullptr && (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE);
}

_xmlNode* firstOfText(_xmlNode* node) {
  while (isTextual(node) && isTextual(node->prev)) node = node->prev;
  return node;
}

_xmlNode* lastOfText(_xmlNode* node) {
  while (isTextual(node) && isTextual(node->next)) node = node->next;
  return node;
}

}  // namespace carbonfix
