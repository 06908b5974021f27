// Declarations of namespaces: the attributes xmlns and xmlns:p, which are no attributes to XPath.
#include <fmt/format.h>
#include <libxml/tree.h>
#include <libxml/uri.h>

#include <memory>

#include "carbonfix/base/text.h"
#include "carbonfix/document/editor.h"
#include "document/xml/namespace_scope.h"
#include "document/xml/references.h"
#include "document/xml/start_tag.h"
#include "document/xml/tree_edit.h"

namespace carbonfix {
namespace {

constexpr std::string_view kXmlUri = "http://www.w3.org/XML/1998/namespace";
constexpr std::string_view kXmlnsUri = "http://www.w3.org/2000/xmlns/";

Error condition(std::string_view name, const Node& node, const std::string& why) {
  return Error{fmt::format("{}: {}: {}", name, node.path(), why)};
}

const xmlChar* chars(const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); }

_xmlNs* ownDeclaration(const _xmlNode* element, std::string_view prefix) {
  _xmlNs* ns = element->nsDef;
  while (ns != nullptr && prefixOf(ns) != prefix) ns = ns->next;
  return ns;
}

Piece* declarationPiece(Piece* open, std::string_view prefix) {
  const std::string name = prefix.empty() ? "xmlns" : fmt::format("xmlns:{}", prefix);
  Piece* piece = open->next;
  while (piece->kind == PieceKind::attribute && piece->attributeName() != name) piece = piece->next;
  return piece->kind == PieceKind::attribute ? piece : nullptr;
}

// Is the prefix used, below the element or by itself, with the meaning that it has at the element?
bool isUsed(const _xmlNode* element, std::string_view prefix) {
  const auto uses = [&](const _xmlNode* node) {
    const _xmlNs* ns = ownNamespace(node);
    return ns != nullptr && prefixOf(ns) == prefix;
  };
  if (uses(element)) return true;
  for (const _xmlAttr* each = element->properties; each != nullptr; each = each->next) {
    if (uses(reinterpret_cast<const _xmlNode*>(each))) return true;
  }
  for (const _xmlNode* child = element->children; child != nullptr; child = child->next) {
    if (child->type != XML_ELEMENT_NODE || ownDeclaration(child, prefix) != nullptr) continue;
    if (isUsed(child, prefix)) return true;
  }
  return false;
}

// Names whose prefix nothing declared have it in their local part; a new declaration gives them their namespace.
void giveNamespace(_xmlNode* node, _xmlNs* ns) {
  const std::string start = prefixOf(ns) + ":";
  const std::string name = reinterpret_cast<const char*>(node->name);
  if (node->ns != nullptr || !name.starts_with(start)) return;
  const std::string local = name.substr(start.size());
  xmlNodeSetName(node, chars(local));
  node->ns = ns;
}

void giveNamespaceBelow(_xmlNode* element, _xmlNs* ns) {
  giveNamespace(element, ns);
  for (_xmlAttr* each = element->properties; each != nullptr; each = each->next) {
    giveNamespace(reinterpret_cast<_xmlNode*>(each), ns);
  }
  for (_xmlNode* child = element->children; child != nullptr; child = child->next) {
    if (child->type == XML_ELEMENT_NODE && ownDeclaration(child, prefixOf(ns)) == nullptr)
      giveNamespaceBelow(child, ns);
  }
}

Status checkUri(const Node& element, std::string_view prefix, std::string_view uri) {
  if (uri.empty()) {
    return condition("invalid-namespace-uri", element, fmt::format("the prefix \"{}\" needs a namespace", prefix));
  }
  if (uri == kXmlUri || uri == kXmlnsUri || !isXmlText(uri)) {
    return condition("invalid-namespace-uri", element, "XML does not let a prefix stand for this namespace");
  }
  const std::string text(uri);
  const std::unique_ptr<xmlURI, decltype(&xmlFreeURI)> parsed(xmlParseURI(text.c_str()), xmlFreeURI);
  if (parsed == nullptr) {
    return condition("invalid-namespace-uri", element, fmt::format("\"{}\" is not a URI", uri));
  }
  return {};
}

// The element's own declaration of the prefix, in tree and text.
struct Declared {
  _xmlNs* ns = nullptr;
  Piece* piece = nullptr;
};

Result<Declared> findDeclared(Document::Impl& impl, const Node& element, std::string_view prefix) {
  Result<Piece*> open = editable(impl, element.raw());
  if (!open) return open.error();
  if (element.kind() != NodeKind::element) {
    return condition("invalid-patch-directive", element, "only an element declares namespaces");
  }
  const Declared found{ownDeclaration(element.raw(), prefix), declarationPiece(*open, prefix)};
  if (found.ns != nullptr && found.piece != nullptr) return found;
  return condition("unlocated-node", element,
                   found.ns != nullptr
                       ? fmt::format("its declaration of the prefix \"{}\" comes from the document type", prefix)
                       : fmt::format("it does not itself declare the prefix \"{}\"", prefix));
}

// Freed with the document: what was taken out before may still point to it.
void keepUntilTheEnd(_xmlDoc* doc, _xmlNs* ns) {
  const std::string xml(kXmlUri);
  _xmlNs* first = xmlSearchNsByHref(doc, xmlDocGetRootElement(doc), chars(xml));
  ns->next = first->next;
  first->next = ns;
}

}  // namespace

Result<bool> Editor::addNamespace(Node element, std::string_view prefix, std::string_view uri) {
  Document::Impl& impl = document_.impl();
  Result<Piece*> open = editable(impl, element.raw());
  if (!open) return open.error();
  if (impl.adapter != nullptr || element.kind() != NodeKind::element) {
    return condition("invalid-patch-directive", element, "only an element of an XML file declares namespaces");
  }
  const std::string name(prefix);
  if (xmlValidateNCName(chars(name), 0) != 0 || prefix == "xml" || prefix == "xmlns") {
    return condition("invalid-namespace-prefix", element, fmt::format("\"{}\" can't be declared as a prefix", prefix));
  }
  if (Status ok = checkUri(element, prefix, uri); !ok) return ok.error();
  if (const _xmlNs* own = ownDeclaration(element.raw(), prefix); own != nullptr) {
    if (uriOf(own) == uri) return false;
    return condition("invalid-patch-directive", element,
                     fmt::format("it declares the prefix \"{}\" already, for \"{}\"", prefix, uriOf(own)));
  }
  if (!NamespaceScope(element.raw()).isBound(prefix, uri) && isUsed(element.raw(), prefix)) {
    return condition("invalid-namespace-prefix", element,
                     fmt::format("the prefix \"{}\" is used here with another meaning", prefix));
  }
  Result<Piece*> piece = addAttributePiece(impl, *open, fmt::format("xmlns:{}", prefix), uri);
  if (!piece) return piece.error();
  const std::string href(uri);
  giveNamespaceBelow(element.raw(), xmlNewNs(element.raw(), chars(href), chars(name)));
  return true;
}

Result<bool> Editor::setNamespace(Node element, std::string_view prefix, std::string_view uri) {
  Document::Impl& impl = document_.impl();
  const Result<Declared> found = findDeclared(impl, element, prefix);
  if (!found) return found.error();
  if (Status ok = checkUri(element, prefix, uri); !ok) return ok.error();
  if (uriOf(found->ns) == uri) return false;
  if (Status ok = writeAttributeValue(impl, found->piece, uri); !ok) return ok.error();
  const std::string href(uri);
  xmlFree(const_cast<xmlChar*>(found->ns->href));
  found->ns->href = xmlStrdup(chars(href));
  return true;
}

Status Editor::removeNamespace(Node element, std::string_view prefix) {
  Document::Impl& impl = document_.impl();
  const Result<Declared> found = findDeclared(impl, element, prefix);
  if (!found) return found.error();
  if (isUsed(element.raw(), prefix)) {
    return condition("invalid-namespace-prefix", element,
                     fmt::format("the prefix \"{}\" is still used, so its declaration can't be removed", prefix));
  }
  unlink(found->piece, found->piece);
  _xmlNs** link = &element.raw()->nsDef;
  while (*link != found->ns) link = &(*link)->next;
  *link = found->ns->next;
  keepUntilTheEnd(impl.doc.get(), found->ns);
  return {};
}

}  // namespace carbonfix
