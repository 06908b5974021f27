// Content of one document, spelled for a place in another: every byte as written, but for prefixes of namespaces that
// the content does not declare itself (RFC 5261 §4.2.3).
#pragma once

#include <string>
#include <vector>

#include "carbonfix/document/node.h"
#include "document/impl.h"

namespace carbonfix {

// `content` are children of one element of `source`; `place` is the element, or the document, that they go into. Line
// ends are LF. References to entities that `source` declares become their text. Errors begin with RFC 5261's name of
// the condition.
Result<std::string> adopt(const Document& source, const std::vector<Node>& content, Document::Impl& target,
                          const _xmlNode* place);

}  // namespace carbonfix
