// From text in the properties format to nodes of the view and the pieces that they are tied to.
//
// A property is <property name="k">v</property>; when a later line has the same key, and so hides it, it is
// <overridden name="k">. A comment is a comment node, without its mark. Each line is five pieces in a row (a comment
// three, a blank line one), so that the separator is found behind the key and the whole line from any of its nodes.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "document/impl.h"

namespace carbonfix {

struct FreeNode {
  void operator()(_xmlNode* node) const;
};

// Nodes that are not yet part of the document, below a holder, and their pieces.
struct PropertyNodes {
  std::unique_ptr<_xmlNode, FreeNode> holder;
  PieceRun run;
};

// `text` lies in the document's own text, or is owned by its arena. Error: a malformed \uXXXX, with its place when the
// text is the document's own.
Result<PropertyNodes> readProperties(Document::Impl& impl, std::string_view text, bool original);

// Names the elements below `parent` by who is overridden.
void markOverridden(_xmlNode* parent);

bool isProperty(const _xmlNode* node);    // live: the last of its name
bool isOverridden(const _xmlNode* node);  // hidden by a later line

// All pieces of the line that a property or comment stands on.
PieceRun lineOf(const _xmlNode* node);

// Spark reads its file as UTF-8 and cuts blanks off the ends of values.
bool isSparkPath(std::string_view path);

}  // namespace carbonfix
