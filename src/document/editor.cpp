// Values, attributes, insertion and removal. Comments are in editor_comments.cpp.
#include "carbonfix/document/editor.h"

#include <fmt/format.h>
#include <libxml/tree.h>

#include <algorithm>

#include "carbonfix/base/text.h"
#include "document/adapter.h"
#include "document/xml/insertion.h"
#include "document/xml/layout.h"
#include "document/xml/references.h"
#include "document/xml/start_tag.h"
#include "document/xml/tree_edit.h"

namespace carbonfix {
namespace {

Error refusal(Document::Impl& impl, const _xmlNode* node, const std::string& why) {
  return Error{fmt::format("{}: {}", Node(const_cast<_xmlNode*>(node)).path(), why), impl.path};
}

Result<bool> setAttributeValue(Document::Impl& impl, _xmlNode* node, std::string_view value) {
  Piece* piece = pieceOf(node);
  if (Node(node).value() == value) return false;
  if (Status ok = writeAttributeValue(impl, piece, value); !ok) return ok.error();
  // This very node: in a file with namespace errors a name may stand twice.
  auto* attribute = reinterpret_cast<xmlAttrPtr>(node);
  xmlFreeNodeList(attribute->children);
  attribute->children = xmlNewDocText(attribute->doc, reinterpret_cast<const xmlChar*>(std::string(value).c_str()));
  attribute->children->parent = node;
  attribute->last = attribute->children;
  return true;
}

std::string withLineEnds(std::string value, const Piece* near) {
  const std::string lineEnd = lineEndFor(value, near);
  return lineEnd == "\n" ? value : replaceAll(std::move(value), "\n", lineEnd);
}

// A text or CDATA node; an empty value takes it away.
Result<bool> setText(Document::Impl& impl, _xmlNode* node, std::string_view value) {
  if (Node(node).value() == value) return false;
  if (value.empty()) {
    take(impl, node);
    return true;
  }
  Piece* old = pieceOf(node);
  const std::string content(value);
  if (node->type == XML_CDATA_SECTION_NODE && content.find("]]>") == std::string::npos &&
      content.find('\r') == std::string::npos) {
    Result<std::string> plain = fitEncoding(impl, withLineEnds(content, old), false);
    if (!plain) return plain.error();
    respell(impl, node, impl.arena.makeOwned(PieceKind::cdata, "<![CDATA[" + *plain + "]]>"), content);
    return true;
  }
  Result<std::string> spelled = fitEncoding(impl, withLineEnds(escapeText(content), old), true);
  if (!spelled) return spelled.error();
  if (node->type == XML_CDATA_SECTION_NODE) {
    return refusal(impl, node, "the value can't stand in a CDATA section");
  }
  respell(impl, node, impl.arena.makeOwned(PieceKind::text, std::move(*spelled)), content);
  return true;
}

Result<bool> setElementText(Document::Impl& impl, _xmlNode* element, std::string_view value) {
  _xmlNode* only = nullptr;
  for (_xmlNode* child = element->children; child != nullptr; child = child->next) {
    if (child->type == XML_ELEMENT_NODE)
      return refusal(impl, element, "it holds elements; setting its text would delete them");
    if (child->type == XML_COMMENT_NODE || child->type == XML_PI_NODE) continue;
    if (child->type == XML_ENTITY_REF_NODE)
      return refusal(impl, element, "its text is a reference to an external entity");
    if (only != nullptr)
      return refusal(impl, element, "its text stands in several parts; set one of them by text()[n]");
    only = child;
  }
  if (only != nullptr) {
    if (Result<Piece*> piece = editable(impl, only); !piece) return piece.error();
    return setText(impl, only, value);
  }
  if (value.empty()) return false;
  Piece* open = pieceOf(element);
  Result<Fragment> fragment = parseFragment(impl, withLineEnds(escapeText(value), open), element, false);
  if (!fragment) return fragment.error();
  openUp(impl, open);
  place(impl, Gap{element, element->children, closeOf(open)}, std::move(*fragment));
  return true;
}

Result<bool> setComment(Document::Impl& impl, _xmlNode* node, std::string_view value) {
  if (Node(node).value() == value) return false;
  if (value.find("--") != std::string_view::npos || (!value.empty() && value.back() == '-')) {
    return refusal(impl, node, "a comment can't hold \"--\" or end in \"-\"");
  }
  if (value.find('\r') != std::string_view::npos) return refusal(impl, node, "a comment can't hold a carriage return");
  Result<std::string> plain = fitEncoding(impl, withLineEnds(std::string(value), pieceOf(node)), false);
  if (!plain) return plain.error();
  respell(impl, node, impl.arena.makeOwned(PieceKind::comment, "<!--" + *plain + "-->"), std::string(value));
  return true;
}

Result<_xmlNs*> prefixInScope(Document::Impl& impl, _xmlNode* element, std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return nullptr;
  const std::string prefix(name.substr(0, colon));
  _xmlNs* found = xmlSearchNs(impl.doc.get(), element, reinterpret_cast<const xmlChar*>(prefix.c_str()));
  if (found == nullptr) return refusal(impl, element, fmt::format("the prefix \"{}\" is not declared here", prefix));
  return found;
}

bool hasLines(std::string_view pasted) { return trim(pasted).find_first_of("\r\n") != std::string_view::npos; }

std::size_t blankTail(std::string_view text) { return text.size() - (text.find_last_not_of(" \t") + 1); }

std::size_t blankHead(std::string_view text) { return std::min(text.find_first_not_of(" \t"), text.size()); }

// How many characters from the start the line break and the blanks before it take; 0 when the line goes on.
std::size_t lineBreakHead(std::string_view text) {
  const std::size_t at = text.find_first_not_of(" \t");
  if (at == std::string_view::npos) return 0;
  if (text.compare(at, 2, "\r\n") == 0) return at + 2;
  return text[at] == '\n' || text[at] == '\r' ? at + 1 : 0;
}

bool holdsSpace(const Piece* piece) {
  return piece != nullptr && (piece->kind == PieceKind::text || piece->kind == PieceKind::blank);
}

bool standsAmidText(const _xmlNode* node) {
  const auto isText = [](const _xmlNode* sibling) {
    return sibling != nullptr && sibling->type == XML_TEXT_NODE && !isBlankText(sibling);
  };
  return isText(node->prev) || isText(node->next);
}

// Takes the white space that would be left over: the rest of the node's line when nothing else is on it, else, if
// `blanks`, those between it and a neighbour.
void takeSpace(Document::Impl& impl, _xmlNode* node, bool blanks) {
  Piece* first = pieceOf(node);
  Piece* before = first->previous;
  Piece* behind = first->last->next;
  if (holdsSpace(before) && !canCut(before)) return;
  const bool cutsBehind = holdsSpace(behind) && canCut(behind);
  const std::size_t tail = holdsSpace(before) ? blankTail(before->text) : 0;
  const bool begins = beginsLine(first);
  const bool ends = endsLine(first->last);
  if (begins && ends) {
    const std::size_t head = cutsBehind ? lineBreakHead(behind->text) : 0;
    if (head == 0) return;
    cutFront(impl, behind, head);
    if (tail > 0) cutBack(impl, before, tail);
    return;
  }
  if (!blanks || standsAmidText(node)) return;
  const std::size_t head = cutsBehind ? blankHead(behind->text) : 0;
  if (begins && head > 0) cutFront(impl, behind, head);
  if (!begins && tail > 0 && (head > 0 || ends)) cutBack(impl, before, tail);
}

// Does the document type declare a value for the attribute that holds when it is absent?
bool hasDefault(const Document::Impl& impl, Node attribute) {
  if (impl.doc->intSubset == nullptr) return false;
  const std::string element = attribute.parent().name();
  const std::string name = attribute.name();
  const xmlAttribute* declared =
      xmlGetDtdAttrDesc(impl.doc->intSubset, reinterpret_cast<const xmlChar*>(element.c_str()),
                        reinterpret_cast<const xmlChar*>(name.c_str()));
  return declared != nullptr && declared->defaultValue != nullptr;
}

Status removeBlankSibling(Document::Impl& impl, _xmlNode* node, bool before) {
  _xmlNode* sibling = before ? node->prev : node->next;
  if (sibling == nullptr || !isBlankText(sibling) || pieceOf(sibling) == nullptr) {
    Error error = refusal(impl, node, fmt::format("there is no white space {} it", before ? "before" : "after"));
    error.hint = "invalid-whitespace-directive (RFC 5261)";
    return error;
  }
  return {};
}

}  // namespace

Result<Piece*> editable(Document::Impl& impl, _xmlNode* node) {
  if (Status ok = impl.needPieces(); !ok) return ok.error();
  if (!Node(node).isAttached()) {
    return refusal(impl, node, "an operation before this one took it out of the document");
  }
  Piece* piece = pieceOf(node);
  if (piece == nullptr) return noBytes(impl, node);
  if (Status ok = verify(impl, node); !ok) return ok.error();
  return piece;
}

Status verify(Document::Impl& impl, _xmlNode* node) {
  if (impl.adapter != nullptr) return impl.adapter->verify(impl, node);
  const Piece* piece = pieceOf(node);
  const Node seen(node);
  bool same = true;
  switch (node->type) {
    case XML_ELEMENT_NODE:
      same = piece->elementName() == seen.name();
      break;
    case XML_ATTRIBUTE_NODE: {
      const std::string value = decodeAttribute(piece->attributeValue(), impl.doc.get());
      // Types other than CDATA fold white space (XML 1.0 §3.3.3); only a document type can declare them.
      same = value == seen.value() ||
             (impl.doc->intSubset != nullptr && normalizeSpace(value) == normalizeSpace(seen.value()));
      break;
    }
    case XML_TEXT_NODE:
      same = decodeText(textOf(piece, piece->last), impl.doc.get()) == seen.value();
      break;
    case XML_COMMENT_NODE: {
      const std::string raw = textOf(piece, piece->last);
      same = raw.size() >= 7 && decodeLineEnds(std::string_view(raw).substr(4, raw.size() - 7)) == seen.value();
      break;
    }
    default:
      break;
  }
  if (same) return {};
  return Error{fmt::format("{} does not read as its text in the file says", seen.path()), impl.path, Position{},
               "the file can be read but not edited; please report it"};
}

Result<bool> Editor::setValue(Node node, std::string_view value) {
  Document::Impl& impl = document_.impl();
  if (!isXmlText(value)) return Error{"the value holds characters that XML does not allow", impl.path};
  Result<Piece*> piece = editable(impl, node.raw());
  if (!piece) return piece.error();
  if (impl.adapter != nullptr) return impl.adapter->setValue(impl, node.raw(), value);
  switch (node.kind()) {
    case NodeKind::element:
      return setElementText(impl, node.raw(), value);
    case NodeKind::attribute:
      return setAttributeValue(impl, node.raw(), value);
    case NodeKind::text:
    case NodeKind::cdata:
      return setText(impl, node.raw(), value);
    case NodeKind::comment:
      return setComment(impl, node.raw(), value);
    default:
      return refusal(impl, node.raw(), "only elements, attributes, texts and comments have a value to set");
  }
}

Result<bool> Editor::setAttribute(Node element, std::string_view name, std::string_view value) {
  Document::Impl& impl = document_.impl();
  if (Status ok = impl.needPieces(); !ok) return ok.error();
  if (element.kind() != NodeKind::element) {
    return refusal(impl, element.raw(), "only an element can have attributes");
  }
  if (name == "xmlns" || name.substr(0, 6) == "xmlns:") {
    return refusal(impl, element.raw(), "a namespace declaration is no attribute and can't be set");
  }
  if (impl.adapter != nullptr) {
    if (Result<Piece*> piece = editable(impl, element.raw()); !piece) return piece.error();
    return impl.adapter->setAttribute(impl, element.raw(), name, value);
  }
  for (const Node& attribute : element.attributes()) {
    if (attribute.name() == name && pieceOf(attribute.raw()) != nullptr) return setValue(attribute, value);
  }
  if (!isXmlText(value)) return Error{"the value holds characters that XML does not allow", impl.path};
  Result<Piece*> open = editable(impl, element.raw());
  if (!open) return open.error();
  const std::string full(name);
  if (xmlValidateQName(reinterpret_cast<const xmlChar*>(full.c_str()), 0) != 0) {
    return refusal(impl, element.raw(), fmt::format("\"{}\" is not a name that an attribute can have", full));
  }
  Result<_xmlNs*> ns = prefixInScope(impl, element.raw(), name);
  if (!ns) return ns.error();
  Result<Piece*> piece = addAttributePiece(impl, *open, full, value);
  if (!piece) return piece.error();
  const std::string local = full.substr(full.find(':') == std::string::npos ? 0 : full.find(':') + 1);
  xmlAttrPtr made = xmlSetNsProp(element.raw(), *ns, reinterpret_cast<const xmlChar*>(local.c_str()),
                                 reinterpret_cast<const xmlChar*>(std::string(value).c_str()));
  made->_private = *piece;
  (*piece)->node = reinterpret_cast<_xmlNode*>(made);
  return true;
}

Status Editor::insert(Node anchor, Place where, std::string_view xml) {
  return insertAt(anchor, where, xml, Line::asNeighbours);
}

Status Editor::insertAt(Node anchor, Place where, std::string_view xml, Line line, const std::string& ownUnit) {
  Document::Impl& impl = document_.impl();
  if (Result<Piece*> piece = editable(impl, anchor.raw()); !piece) return piece.error();
  if (isBlank(xml)) return {};
  if (impl.adapter != nullptr) return insertPasted(impl, anchor.raw(), where, xml);
  const bool asChild = where == Place::firstChild || where == Place::lastChild;
  _xmlNode* parent = asChild ? anchor.raw() : anchor.raw()->parent;
  if (asChild && anchor.kind() != NodeKind::element)
    return refusal(impl, anchor.raw(), "only an element can hold others");
  if (anchor.kind() == NodeKind::attribute)
    return refusal(impl, anchor.raw(), "an attribute has no place before or after it");
  if (parent == nullptr || parent->type != XML_ELEMENT_NODE) {
    return refusal(impl, anchor.raw(), "nothing can be added outside the document element");
  }
  _xmlNode* sibling =
      asChild ? (where == Place::firstChild ? firstContent(parent) : lastContent(parent)) : anchor.raw();
  if (sibling != nullptr && pieceOf(sibling) == nullptr) return noBytes(impl, sibling);
  if (sibling == nullptr && parent->children != nullptr && pieceOf(parent->children) == nullptr) {
    return noBytes(impl, parent->children);
  }
  const bool after = where == Place::lastChild || where == Place::after;
  const Insertion insertion = sibling == nullptr ? inside(impl, parent, line) : beside(impl, sibling, after, line);
  const Piece* around = pieceOf(sibling == nullptr ? parent : sibling);
  const std::string unit = ownUnit.empty() && hasLines(xml) ? indentUnit(impl, pieceOf(parent)) : ownUnit;
  Result<std::string> laidOut = relayout(xml, insertion.indent, unit, lineEndFor(xml, around));
  if (!laidOut) return laidOut.error();
  Result<Fragment> fragment = parseFragment(impl, insertion.before + *laidOut + insertion.after, parent, false);
  if (!fragment) return fragment.error();
  Gap gap = insertion.gap;
  if (sibling == nullptr) {
    // White space that stood alone between the tags makes room.
    while (parent->children != nullptr) take(impl, parent->children);
    openUp(impl, pieceOf(parent));
    gap = Gap{parent, nullptr, closeOf(pieceOf(parent))};
  }
  place(impl, gap, std::move(*fragment));
  // Texts that touch are one by now.
  if (insertion.cutBehind != nullptr) cutBack(impl, insertion.cutBehind, insertion.tail);
  if (insertion.cutBefore != nullptr) cutFront(impl, insertion.cutBefore, insertion.head);
  return {};
}

Status Editor::replace(Node node, std::string_view xml) {
  Document::Impl& impl = document_.impl();
  Result<Piece*> piece = editable(impl, node.raw());
  if (!piece) return piece.error();
  if (node.kind() == NodeKind::attribute)
    return refusal(impl, node.raw(), "set an attribute's value instead of replacing it");
  if (impl.adapter != nullptr) return replacePasted(impl, node.raw(), xml);
  _xmlNode* parent = node.raw()->parent;
  if (parent == nullptr || parent->type != XML_ELEMENT_NODE) {
    return refusal(impl, node.raw(), "the document element can't be replaced");
  }
  if (isBlank(xml)) return refusal(impl, node.raw(), "there is nothing to put in its place; remove it instead");
  const std::string unit = hasLines(xml) ? indentUnit(impl, pieceOf(parent)) : std::string();
  Result<std::string> laidOut = relayout(xml, lineIndent(*piece).value_or(""), unit, lineEndFor(xml, *piece));
  if (!laidOut) return laidOut.error();
  Result<Fragment> fragment = parseFragment(impl, *laidOut, parent, false);
  if (!fragment) return fragment.error();
  swap(impl, node.raw(), std::move(*fragment));
  return {};
}

Status Editor::rename(Node element, std::string_view name) {
  Document::Impl& impl = document_.impl();
  Result<Piece*> open = editable(impl, element.raw());
  if (!open) return open.error();
  if (impl.adapter != nullptr || element.kind() != NodeKind::element) {
    return refusal(impl, element.raw(), "only an element of an XML file can be renamed");
  }
  const std::string local(name);
  if (xmlValidateNCName(reinterpret_cast<const xmlChar*>(local.c_str()), 0) != 0) {
    return refusal(impl, element.raw(), fmt::format("\"{}\" is not a name that an element can have", name));
  }
  const std::string old = element.name();
  const std::string full = old.substr(0, old.find(':') == std::string::npos ? 0 : old.find(':') + 1) + local;
  if (full == old) return {};
  Result<std::string> fitting = fitEncoding(impl, full, false);
  if (!fitting) return fitting.error();
  if (Piece* end = (*open)->last; end->kind == PieceKind::end) {
    rewrite(impl, end, fmt::format("</{}{}", *fitting, end->text.substr(2 + old.size())));
  }
  rewrite(impl, *open, "<" + *fitting);
  xmlNodeSetName(element.raw(), reinterpret_cast<const xmlChar*>(local.c_str()));
  return {};
}

Status Editor::remove(Node node, RemoveSpace space) {
  Document::Impl& impl = document_.impl();
  _xmlNode* raw = node.raw();
  if (Result<Piece*> piece = editable(impl, raw); !piece) return piece.error();
  if (impl.adapter != nullptr) return impl.adapter->remove(impl, raw);
  const bool structural =
      node.kind() == NodeKind::element || node.kind() == NodeKind::comment || node.kind() == NodeKind::instruction;
  if (node.kind() == NodeKind::element && raw->parent->type == XML_DOCUMENT_NODE) {
    return refusal(impl, raw, "the document element can't be removed");
  }
  if (node.kind() == NodeKind::attribute && hasDefault(impl, node)) {
    return refusal(impl, raw, "the document type gives it a default, which would come back; set its value instead");
  }
  const bool before = space == RemoveSpace::before || space == RemoveSpace::both;
  const bool after = space == RemoveSpace::after || space == RemoveSpace::both;
  if ((before || after) && !structural)
    return refusal(impl, raw, "ws goes with elements, comments and instructions only");
  if (before) {
    if (Status ok = removeBlankSibling(impl, raw, true); !ok) return ok;
  }
  if (after) {
    if (Status ok = removeBlankSibling(impl, raw, false); !ok) return ok;
  }
  if (before) take(impl, raw->prev);
  if (after) take(impl, raw->next);
  const bool lines = space == RemoveSpace::line || space == RemoveSpace::layout;
  if (lines && structural) takeSpace(impl, raw, space == RemoveSpace::layout);
  take(impl, raw);
  return {};
}

}  // namespace carbonfix
