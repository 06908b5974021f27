// Operations that lay nothing out: content of another document comes in as it is written there, byte for byte, white
// space included, with its namespaces (RFC 5261). What Editor promises holds here too.
//
// Texts and CDATA sections that touch are one text to these operations, as they are to XPath; one of them stands for
// all. Errors begin with RFC 5261's name of the condition where it has one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/document/document.h"
#include "carbonfix/document/editor.h"

namespace carbonfix {

// A name as the document says it that an operation comes from.
struct ExpandedName {
  std::string prefix;
  std::string uri;  // empty: none
  std::string local;
};

class ExactEditor {
 public:
  // `source` is where content comes from.
  ExactEditor(Document& target, const Document& source) : target_(target), source_(source) {}

  // All that an element of the source holds. Error: an entity in it has no text.
  static Result<std::vector<Node>> contentOf(const Document& source, Node holder);

  // `content` are children of one element of the source. Outside the document element only comments, processing
  // instructions and white space may stand, and one element in the place of another.
  Status insert(Node anchor, Place where, const std::vector<Node>& content);
  // Nothing in the place of a text takes it away.
  Status replace(Node node, const std::vector<Node>& content);
  Status remove(Node node, RemoveSpace space);
  // The attribute takes a prefix that means its namespace in the target; one is declared when there is none.
  Result<bool> setAttribute(Node element, const ExpandedName& name, std::string_view value);
  // The attribute of that name; none when it is absent.
  static Node findAttribute(Node element, const ExpandedName& name);

 private:
  Document& target_;
  const Document& source_;
};

}  // namespace carbonfix
