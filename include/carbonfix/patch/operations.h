// Runs the operations of a patch or a fix on one document, at one context node.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/document/document.h"
#include "carbonfix/document/xpath.h"
#include "carbonfix/rules/model.h"

namespace carbonfix {

struct OperationContext {
  Document& document;
  Node node;  // what `sel` is relative to
  const Scope& scope;
  const Namespaces& namespaces;
  XPathEvaluator& evaluator;
  std::string rulePath;                       // for messages
  std::vector<std::string>* notes = nullptr;  // gets what was left alone, and why; may be null
};

// What the content of an operation is filled in from.
struct ContentContext {
  Node node;
  const Scope& scope;
  const Namespaces& namespaces;
  XPathEvaluator& evaluator;
};

// The content of add, replace and merge with its values put in.
Result<std::string> contentOf(const Operation& operation, const ContentContext& context);

// In order, each on the result of the one before; stops at the first error, which carries the operation's place in the
// rule file. The document is then half-edited: throw it away.
Status runOperations(const std::vector<Operation>& operations, const OperationContext& context);

// Evaluates `lets` in order at `node` into `scope`.
Status evaluateLets(const std::vector<Let>& lets, Node node, Scope& scope, const Namespaces& namespaces,
                    XPathEvaluator& evaluator);

}  // namespace carbonfix
