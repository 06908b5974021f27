// What XPath 1.0 calls one text node (§5.7): texts and CDATA sections that touch.
#pragma once

struct _xmlNode;

namespace carbonfix {

bool isTextual(const _xmlNode* node);
// The first and the last node of the text that the node is part of; the node itself when it is none.
_xmlNode* firstOfText(_xmlNode* node);
_xmlNode* lastOfText(_xmlNode* node);

}  // namespace carbonfix
