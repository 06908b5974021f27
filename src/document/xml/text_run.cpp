#include "document/xml/text_run.h"

namespace carbonfix {

_xmlNode* firstOfText(_xmlNode* node) {
  while (isTextual(node) && isTextual(node->prev)) node = node->prev;
  return node;
}

_xmlNode* lastOfText(_xmlNode* node) {
  while (isTextual(node) && isTextual(node->next)) node = node->next;
  return node;
}

}  // namespace carbonfix
