// libxml2 as we use it: nothing is fetched, no entity from outside is read, its limits stay on, errors become values.
#pragma once

#include <libxml/parser.h>

#include <memory>
#include <string>
#include <string_view>

#include "carbonfix/base/result.h"

struct _xmlDoc;
struct _xmlNode;
struct _xmlNs;

namespace carbonfix {

inline constexpr int kReadOptions = XML_PARSE_NONET | XML_PARSE_COMPACT | XML_PARSE_NOWARNING;

struct FreeXmlDoc {
  void operator()(_xmlDoc* doc) const;
};
using XmlDoc = std::unique_ptr<_xmlDoc, FreeXmlDoc>;

struct Parsed {
  XmlDoc doc;
  Errors namespaceErrors;
  bool hasDefaultNamespaces = false;  // some were set aside
};

// The view: entities declared inside the file are substituted, elements in a default namespace have no namespace (it is
// kept aside, see ownNamespace).
Result<Parsed> parseXml(const std::string& bytes, const std::string& path);
// Well-formed? Builds no tree where it can do without.
Status checkXml(const std::string& bytes, const std::string& path, Errors* namespaceErrors);

// Content between tags, parsed as if it stood inside `parent` (an element or the document): a list of sibling nodes of
// the same document (may be null), linked nowhere. The caller links or frees it. `text` is UTF-8. Error.at counts in
// `text`.
Result<_xmlNode*> parseContent(std::string_view text, _xmlNode* parent, const std::string& path);

// The namespace that the file gives this element or attribute; null for none.
_xmlNs* ownNamespace(const _xmlNode* node);
// Takes elements of default namespaces out of them, keeping them aside. True: there were some.
bool setDefaultNamespacesAside(_xmlNode* first);

void initXml();

// Runs `parser` over the bytes; a large file is handed over bit by bit, because libxml2 copies what it gets at once.
// Null: not well-formed, or the parser builds no tree.
XmlDoc readWith(_xmlParserCtxt* parser, const std::string& bytes, int options);

}  // namespace carbonfix
