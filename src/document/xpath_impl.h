// A compiled expression, for the files of document/ only.
#pragma once

#include <libxml/xpath.h>

#include <memory>
#include <string>
#include <vector>

#include "carbonfix/document/xpath.h"
#include "document/xpath_program.h"

namespace carbonfix {

struct FreeXPath {
  void operator()(xmlXPathCompExprPtr compiled) const { xmlXPathFreeCompExpr(compiled); }
};

struct XPath::Impl {
  std::string text;
  std::vector<std::string> variables;
  std::vector<std::string> functions;
  bool looksAtDocument = false;
  bool constant = false;
  std::shared_ptr<const XPathProgram> program;  // null: for libxml2 alone
  std::string rewritten;                        // what libxml2 is given; empty: the text as it is
  // Made when first needed; not thread-safe, like Expression.
  mutable std::unique_ptr<xmlXPathCompExpr, FreeXPath> compiled;
  xmlXPathCompExprPtr needCompiled() const;
  // For prefixes of attributes; element names are rewritten (see xpath.cpp).
  std::vector<std::pair<std::string, std::string>> prefixes;
  std::vector<xmlNs> namespaces;
  std::vector<xmlNs*> namespacePointers;
  void declarePrefixes();  // the namespaces of `prefixes`
};

// In rewritten expressions: is the context node the element of this name in the file's own namespace?
inline constexpr const char* kNamedFunction = "_named";
// Is no other text or CDATA section right before the context node?
inline constexpr const char* kFirstTextFunction = "_first-text";
// In patterns: true, and from here on current() is the context node.
inline constexpr const char* kCurrentHereFunction = "_current-here";

// Registers our own functions with a context whose `user` field is a FunctionState.
void registerFunctions(xmlXPathContextPtr context);
void registerTextFunctions(xmlXPathContextPtr context);
void registerHomeFunctions(xmlXPathContextPtr context);
void registerValueFunctions(xmlXPathContextPtr context);
void registerLiveFunctions(xmlXPathContextPtr context);

}  // namespace carbonfix
