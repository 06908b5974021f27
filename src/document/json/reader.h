// From JSON text to nodes of the view and the pieces that they are tied to.
//
// A value is an element named as XPath 3.1's json-to-xml names it; a map's members have @key. Each is an `entry` (the
// key with its quotes; nothing for items of an array and the outermost value), and up to its `last` its own text: a
// `value`, or braces with what they hold. White space, each comma, colon and brace, and comments between a key and its
// value are fillers of their own; other comments are comment nodes of the map or array that they stand in. RapidJSON
// alone decides what is well-formed; comments and commas behind the last member are taken, as jaggery's reader does.
#pragma once

#include <string_view>

#include "document/impl.h"

namespace carbonfix {

// Reads one JSON value with what stands around it and puts its nodes at the end of `parent` (a document or an element).
// `text` lies in the document's own text, or is owned by its arena. Error: line and column, when it is the document's
// own.
Result<PieceRun> readJson(Document::Impl& impl, std::string_view text, bool original, _xmlNode* parent);

bool isContainer(const _xmlNode* node);  // a map or an array
bool isNamed(const _xmlNode* node, const char* name);

}  // namespace carbonfix
