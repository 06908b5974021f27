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

// Edits of files of one kind, each given as its bytes; the result is that of edited().
struct FileKind {
  const char* path;

  std::string withValue(const std::string& bytes, const std::string& where, const std::string& value) const {
    return edited(
        bytes, [&](Document& d, Editor& e) { return toStatus(e.setValue(only(d, where), value)); }, path);
  }
  std::string with(const std::string& bytes, const std::string& where, Place place, const std::string& xml) const {
    return edited(
        bytes, [&](Document& d, Editor& e) { return e.insert(only(d, where), place, xml); }, path);
  }
  std::string without(const std::string& bytes, const std::string& where) const {
    return edited(
        bytes, [&](Document& d, Editor& e) { return e.remove(only(d, where)); }, path);
  }
  std::string replaced(const std::string& bytes, const std::string& where, const std::string& xml) const {
    return edited(
        bytes, [&](Document& d, Editor& e) { return e.replace(only(d, where), xml); }, path);
  }
  // Every node that `top` picks, as `shown` says; "error: line:column message" of a file that can't be read.
  template <class Top, class Shown>
  std::string viewOf(const std::string& bytes, Top top, Shown shown) const {
    Result<Document> document = Document::parse(bytes, path, formatOf(path));
    if (!document) {
      const Error& error = document.error();
      return "error: " + std::to_string(error.at.line) + ":" + std::to_string(error.at.column) + " " + error.message;
    }
    EXPECT_EQ(document->editedBytes(), bytes);
    EXPECT_TRUE(document->prove());
    std::string out;
    for (const Node& node : top(*document).children()) out += shown(node);
    return out;
  }
};

}  // namespace carbonfix::testing
