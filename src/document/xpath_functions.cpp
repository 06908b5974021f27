// Functions beyond XPath 1.0, with the names and meanings of XPath 2.0/3.1 and XSLT 1.0 where those have them.
#include <libxml/tree.h>
#include <libxml/valid.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <string>

#include "carbonfix/base/text.h"
#include "document/xml/namespace_scope.h"
#include "document/xml/parser.h"
#include "document/xml/text_run.h"
#include "document/xpath_call.h"
#include "document/xpath_impl.h"
#include "document/xpath_text.h"

namespace carbonfix {
namespace {

std::string mapAscii(std::string text, char from, char to, int shift) {
  for (char& c : text) {
    if (c >= from && c <= to) c = static_cast<char>(c + shift);
  }
  return text;
}

void currentFunction(xmlXPathParserContextPtr context, int count) {
  if (hasArguments(context, count, 0)) push(context, NodeSet{stateOf(context).current});
}

// RE2: linear time, so that no rule can hang a start script. Unanchored; ^ and $ anchor.
void matchesFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 2)) return;
  const std::string pattern = popString(context);
  const std::string text = popString(context);
  if (pattern.size() > kLongestPattern) return fail(context);
  std::unique_ptr<RE2>& compiled = stateOf(context).patterns[pattern];
  if (compiled == nullptr) compiled = std::make_unique<RE2>(pattern, RE2::Quiet);
  if (!compiled->ok()) return fail(context);
  push(context, RE2::PartialMatch(text, *compiled));
}

void lowerCaseFunction(xmlXPathParserContextPtr context, int count) {
  if (hasArguments(context, count, 1)) push(context, mapAscii(popString(context), 'A', 'Z', 'a' - 'A'));
}

void upperCaseFunction(xmlXPathParserContextPtr context, int count) {
  if (hasArguments(context, count, 1)) push(context, mapAscii(popString(context), 'a', 'z', 'A' - 'a'));
}

void endsWithFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 2)) return;
  const std::string end = popString(context);
  const std::string text = popString(context);
  push(context, text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0);
}

void containsTokenFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 2)) return;
  const std::string token = popString(context);
  const std::string text = popString(context);
  bool found = false;
  for (const std::string_view word : splitSpace(text)) found = found || word == trim(token);
  push(context, found);
}

bool hasNamespace(const _xmlNode* element, const xmlChar* uri) {
  const _xmlNs* ns = ownNamespace(element);
  if (ns == nullptr) return uri[0] == 0;
  return xmlStrEqual(ns->href, uri) != 0 || uriOf(ns) == reinterpret_cast<const char*>(uri);
}

std::size_t countTokens(std::string_view text, std::string_view separator) {
  if (separator.empty()) return splitSpace(text).size();
  std::size_t count = 1;
  for (std::size_t at = text.find(separator); at != std::string_view::npos; ++count) {
    at = text.find(separator, at + separator.size());
  }
  return count;
}

// One element for each token, in a document of their own. No separator: words between white space.
XmlDoc documentOf(const std::string& text, const std::string& separator) {
  XmlDoc doc(xmlNewDoc(nullptr));
  xmlNodePtr root = xmlNewNode(nullptr, reinterpret_cast<const xmlChar*>("tokens"));
  xmlDocSetRootElement(doc.get(), root);
  const auto add = [&](std::string_view token) {
    xmlNodePtr element = xmlNewChild(root, nullptr, reinterpret_cast<const xmlChar*>("token"), nullptr);
    xmlNodeAddContentLen(element, reinterpret_cast<const xmlChar*>(token.data()), static_cast<int>(token.size()));
  };
  if (separator.empty()) {
    for (const std::string_view word : splitSpace(text)) add(word);
    return doc;
  }
  if (text.empty()) return doc;
  std::string_view rest = text;
  for (std::size_t at = rest.find(separator); at != std::string_view::npos; at = rest.find(separator)) {
    add(rest.substr(0, at));
    rest.remove_prefix(at + separator.size());
  }
  add(rest);
  return doc;
}

// tokenize(text) and tokenize(text, separator): the separator is taken literally.
void tokenizeFunction(xmlXPathParserContextPtr context, int count) {
  if (count != 1 && !hasArguments(context, count, 2)) return;
  const std::string separator = count == 2 ? popString(context) : std::string();
  const std::string text = popString(context);
  if (count == 2 && separator.empty()) return fail(context);
  if (!mayMake(context, countTokens(text, separator))) return;
  XmlDoc& doc = stateOf(context).made[{"tokenize " + separator, text}];
  if (doc == nullptr) doc = documentOf(text, separator);
  push(context, Node(xmlDocGetRootElement(doc.get())).elements());
}

// _named(uri, local): the context element's own name; local may be "*". Asked of every element that a step passes.
void namedFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 2)) return;
  xmlXPathObjectPtr local = valuePop(context);
  xmlXPathObjectPtr uri = valuePop(context);
  const xmlNode* node = context->context->node;
  const bool named = node->type == XML_ELEMENT_NODE &&
                     (xmlStrEqual(node->name, local->stringval) != 0 || local->stringval[0] == '*') &&
                     hasNamespace(node, uri->stringval);
  xmlXPathFreeObject(local);
  xmlXPathFreeObject(uri);
  push(context, named);
}

void firstTextFunction(xmlXPathParserContextPtr context, int count) {
  if (hasArguments(context, count, 0)) push(context, !isTextual(context->context->node->prev));
}

void currentHereFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 0)) return;
  stateOf(context).current = Node(context->context->node);
  push(context, true);
}

bool hasId(xmlNodePtr element, const std::vector<std::string_view>& wanted) {
  for (xmlAttrPtr each = element->properties; each != nullptr; each = each->next) {
    if (xmlIsID(element->doc, element, each) != 1) continue;
    const std::string value = Node(reinterpret_cast<xmlNodePtr>(each)).value();
    for (const std::string_view id : wanted) {
      if (trim(value) == id) return true;
    }
  }
  return false;
}

// libxml2's own remembers what the file said when it was read; edits move and rename identifiers (xml:id, and what a
// document type declares as ID).
void idFunction(xmlXPathParserContextPtr context, int count) {
  if (!hasArguments(context, count, 1)) return;
  xmlXPathObjectPtr asked = valuePop(context);
  std::string ids;
  if (asked->type == XPATH_NODESET) {
    for (int i = 0; asked->nodesetval != nullptr && i < asked->nodesetval->nodeNr; ++i) {
      ids += Node(asked->nodesetval->nodeTab[i]).value() + " ";
    }
    xmlXPathFreeObject(asked);
  } else {
    valuePush(context, asked);
    ids = popString(context);
  }
  const std::vector<std::string_view> wanted = splitSpace(ids);
  NodeSet found;
  xmlNodePtr node = xmlDocGetRootElement(context->context->doc);
  while (node != nullptr) {
    if (node->type == XML_ELEMENT_NODE && hasId(node, wanted)) found.emplace_back(node);
    if (node->type == XML_ELEMENT_NODE && node->children != nullptr) {
      node = node->children;
      continue;
    }
    while (node != nullptr && node->next == nullptr) node = node->parent;
    if (node != nullptr) node = node->next;
  }
  push(context, found);
}

// The view has taken default namespaces off; the file's own is the answer.
void namespaceUriFunction(xmlXPathParserContextPtr context, int count) {
  if (count == 0) {
    push(context, Node(context->context->node).namespaceUri());
    return;
  }
  if (!hasArguments(context, count, 1)) return;
  if (context->value == nullptr || context->value->type != XPATH_NODESET) {
    xmlXPathErr(context, XPATH_INVALID_TYPE);
    return;
  }
  xmlXPathObjectPtr nodes = valuePop(context);
  std::string uri;
  if (nodes->nodesetval != nullptr && nodes->nodesetval->nodeNr > 0) {
    xmlXPathNodeSetSort(nodes->nodesetval);
    uri = Node(nodes->nodesetval->nodeTab[0]).namespaceUri();
  }
  xmlXPathFreeObject(nodes);
  push(context, uri);
}

}  // namespace

void registerFunctions(xmlXPathContextPtr context) {
  const auto add = [context](const char* name, xmlXPathFunction function) { addFunction(context, name, function); };
  add("current", currentFunction);
  add("matches", matchesFunction);
  add("lower-case", lowerCaseFunction);
  add("upper-case", upperCaseFunction);
  add("ends-with", endsWithFunction);
  add("contains-token", containsTokenFunction);
  add("tokenize", tokenizeFunction);
  add("namespace-uri", namespaceUriFunction);
  add("id", idFunction);
  add(kNamedFunction, namedFunction);
  add(kFirstTextFunction, firstTextFunction);
  add(kCurrentHereFunction, currentHereFunction);
  registerTextFunctions(context);
  registerHomeFunctions(context);
  registerValueFunctions(context);
  registerLiveFunctions(context);
}

}  // namespace carbonfix
