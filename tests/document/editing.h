// Helpers for tests that edit a small document.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "carbonfix/document/document.h"
#include "carbonfix/document/editor.h"
#include "carbonfix/document/xpath.h"

namespace carbonfix::testing {

inline Node only(const Document& document, const std::string& expression) {
  Result<XPath> compiled = XPath::compile(expression, Namespaces{});
  EXPECT_TRUE(compiled) << expression;
  XPathEvaluator evaluator;
  Result<NodeSet> nodes = evaluator.select(*compiled, document.root(), Scope());
  EXPECT_TRUE(nodes && nodes->size() == 1) << expression;
  return nodes && !nodes->empty() ? nodes->front() : Node();
}

// The bytes after `edit`, proved; or "error: …".
inline std::string edited(const std::string& bytes, const std::function<Status(Document&, Editor&)>& edit,
                          const std::string& path = "test.xml") {
  Result<Document> document = Document::parse(bytes, path, formatOf(path));
  if (!document) return "error: " + document.error().message;
  Editor editor(*document);
  if (Status done = edit(*document, editor); !done) {
    EXPECT_EQ(document->editedBytes(), bytes) << "a failed operation leaves the document as it was";
    return "error: " + done.error().message;
  }
  Result<Document> proved = document->prove();
  if (!proved) return "error: " + proved.error().message;
  return proved->bytes();
}

inline Status toStatus(const Result<bool>& result) { return result ? Status() : Status(result.error()); }

}  // namespace carbonfix::testing
