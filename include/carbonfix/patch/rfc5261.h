// Plain XML patches as RFC 5261 has them: a document whose root holds add, replace and remove operations.
//
// The root may be any element and operations may be in any namespace. Selectors are XPath 1.0, evaluated from the
// document; prefixes and the default namespace are those of the operation in the diff. `msel` instead of `sel` takes
// every node that it selects. All of a diff is done or nothing is.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/document/document.h"

namespace carbonfix {

struct XmlPatchOptions {
  // `remove` without `ws` takes the line with the node when nothing else is on it; else only the node,
  // to the letter of the RFC.
  bool wholeLines = true;
};

struct XmlPatched {
  std::string bytes;
  std::vector<Edit> edits;  // of the target's bytes; none when nothing changed
  Errors notes;             // what was done but may not be what was meant, at its place in the diff
};

// Error: invalid-diff-format, invalid-entity-declaration, invalid-namespace-prefix, invalid-namespace-uri.
Result<Document> parseXmlPatch(std::string bytes, std::string path);

// Runs the operations in order, each on the result of the one before, and proves the result. Errors begin with RFC
// 5261's name of the condition (§5.1) and carry the place of the operation in the diff; `target` is then half-edited:
// throw it away.
Result<XmlPatched> runXmlPatch(const Document& diff, Document& target, const XmlPatchOptions& options);

}  // namespace carbonfix
