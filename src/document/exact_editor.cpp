#include "carbonfix/document/exact_editor.h"

#include <fmt/format.h>
#include <libxml/entities.h>
#include <libxml/tree.h>

#include "carbonfix/base/text.h"
#include "document/xml/adopt.h"
#include "document/xml/layout.h"
#include "document/xml/namespace_scope.h"
#include "document/xml/start_tag.h"
#include "document/xml/text_run.h"
#include "document/xml/tree_edit.h"

namespace carbonfix {
namespace {

bool isDocument(const _xmlNode* node) { return node != nullptr && node->type == XML_DOCUMENT_NODE; }

Error condition(std::string_view name, const Node& node, const std::string& why) {
  return Error{fmt::format("{}: {}: {}", name, node.path(), why)};
}

// Every node of a text, or the node alone, can be edited.
Status checkEditable(Document::Impl& impl, _xmlNode* node) {
  const _xmlNode* behind = lastOfText(node)->next;
  for (_xmlNode* each = firstOfText(node); each != behind; each = each->next) {
    if (Result<Piece*> piece = editable(impl, each); !piece) return piece.error();
  }
  return {};
}

// White space outside the document element is no node: its pieces are blank.
void makeTopLevel(PieceRun run) {
  for (Piece* piece = run.first; piece != nullptr; piece = piece->last->next) {
    if (piece->kind == PieceKind::text) piece->kind = PieceKind::blank;
  }
}

Result<Fragment> adoptedFragment(Document::Impl& impl, const Document& source, const std::vector<Node>& content,
                                 _xmlNode* parent, const Piece* near) {
  Result<std::string> text = adopt(source, content, impl, parent);
  if (!text) return text.error();
  if (text->empty()) return Fragment();
  const std::string lineEnd = lineEndFor(*text, near);
  if (lineEnd != "\n") *text = replaceAll(std::move(*text), "\n", lineEnd);
  Result<Fragment> fragment = parseFragment(impl, *text, parent, false);
  if (fragment && isDocument(parent)) makeTopLevel(fragment->run);
  return fragment;
}

// What may stand beside the document element.
Status checkTopLevel(const Node& anchor, const std::vector<Node>& content) {
  for (const Node& node : content) {
    const bool blank = node.kind() == NodeKind::text && isBlank(node.value());
    if (blank || node.kind() == NodeKind::comment || node.kind() == NodeKind::instruction) continue;
    return condition("invalid-root-element-operation", anchor,
                     node.kind() == NodeKind::element ? "a document can't hold a second document element"
                                                      : "no text can stand outside the document element");
  }
  return {};
}

void takeText(Document::Impl& impl, _xmlNode* node) {
  _xmlNode* each = firstOfText(node);
  const _xmlNode* behind = lastOfText(node)->next;
  while (each != behind) {
    _xmlNode* next = each->next;
    take(impl, each);
    each = next;
  }
}

bool isBlankRun(const _xmlNode* node) {
  const _xmlNode* behind = lastOfText(const_cast<_xmlNode*>(node))->next;
  for (const _xmlNode* each = firstOfText(const_cast<_xmlNode*>(node)); each != behind; each = each->next) {
    if (!isBlank(Node(const_cast<_xmlNode*>(each)).value())) return false;
  }
  return true;
}

// The text beside the node that a `ws` asks for.
Result<_xmlNode*> blankBeside(Document::Impl& impl, _xmlNode* node, bool before) {
  _xmlNode* sibling = before ? node->prev : node->next;
  if (sibling == nullptr || !isTextual(sibling) || !isBlankRun(sibling)) {
    return condition("invalid-whitespace-directive", Node(node),
                     fmt::format("no text of white space alone stands {} it", before ? "before" : "after"));
  }
  if (Status ok = checkEditable(impl, sibling); !ok) return ok.error();
  return sibling;
}

// libxml2 leaves out what it has no text for.
Status checkEntities(const _xmlNode* element) {
  const Piece* open = pieceOf(element);
  for (const Piece* piece = open; piece != open->last; piece = piece->next) {
    if (piece->kind != PieceKind::reference) continue;
    const std::string name(piece->text.substr(1, piece->text.size() - 2));
    const xmlEntity* entity = xmlGetDocEntity(element->doc, reinterpret_cast<const xmlChar*>(name.c_str()));
    if (entity != nullptr && entity->etype == XML_INTERNAL_GENERAL_ENTITY) continue;
    return Error{fmt::format("invalid-entity-declaration: the entity \"{}\" has no text in its own file", name)};
  }
  return {};
}

Gap gapFor(Document::Impl& impl, _xmlNode* anchor, Place where) {
  if (where == Place::before) return gapBefore(firstOfText(anchor));
  if (where == Place::after) return gapAfter(lastOfText(anchor));
  Piece* open = pieceOf(anchor);
  openUp(impl, open);
  if (where == Place::firstChild) return Gap{anchor, anchor->children, closeOf(open)};
  return Gap{anchor, nullptr, open->last->previous};
}

}  // namespace

Result<std::vector<Node>> ExactEditor::contentOf(const Document& source, Node holder) {
  if (Status ok = source.impl().needPieces(); !ok) return ok.error();
  if (Status ok = checkEntities(holder.raw()); !ok) return ok.error();
  std::vector<Node> content;
  for (_xmlNode* child = holder.raw()->children; child != nullptr; child = child->next) content.emplace_back(child);
  return content;
}

Status ExactEditor::insert(Node anchor, Place where, const std::vector<Node>& content) {
  Document::Impl& impl = target_.impl();
  _xmlNode* raw = anchor.raw();
  if (Status ok = checkEditable(impl, raw); !ok) return ok;
  const bool asChild = where == Place::firstChild || where == Place::lastChild;
  if (asChild && anchor.kind() != NodeKind::element) {
    return condition("invalid-patch-directive", anchor, "only an element can hold others");
  }
  if (anchor.kind() == NodeKind::attribute) {
    return condition("invalid-patch-directive", anchor, "an attribute has no place before or after it");
  }
  _xmlNode* parent = asChild ? raw : raw->parent;
  if (isDocument(parent)) {
    if (Status ok = checkTopLevel(anchor, content); !ok) return ok;
  }
  Result<Fragment> fragment = adoptedFragment(impl, source_, content, parent, pieceOf(raw));
  if (!fragment) return fragment.error();
  if (fragment->nodes != nullptr) place(impl, gapFor(impl, raw, where), std::move(*fragment));
  return {};
}

Status ExactEditor::replace(Node node, const std::vector<Node>& content) {
  Document::Impl& impl = target_.impl();
  _xmlNode* raw = node.raw();
  if (Status ok = checkEditable(impl, raw); !ok) return ok;
  if (node.kind() == NodeKind::attribute) {
    return condition("invalid-patch-directive", node, "an attribute is given a value, not replaced");
  }
  _xmlNode* parent = raw->parent;
  Result<Fragment> fragment = adoptedFragment(impl, source_, content, parent, pieceOf(raw));
  if (!fragment) return fragment.error();
  if (!isTextual(raw)) {
    place(impl, gapAfter(raw), std::move(*fragment));
    take(impl, raw);
    return {};
  }
  const Gap gap{parent, lastOfText(raw)->next, pieceOf(firstOfText(raw))->previous};
  takeText(impl, raw);
  place(impl, gap, std::move(*fragment));
  return {};
}

Status ExactEditor::remove(Node node, RemoveSpace space) {
  Document::Impl& impl = target_.impl();
  _xmlNode* raw = node.raw();
  if (Status ok = checkEditable(impl, raw); !ok) return ok;
  if (node.kind() == NodeKind::element && isDocument(raw->parent)) {
    return condition("invalid-root-element-operation", node, "the document element can't be removed");
  }
  if (isTextual(raw)) {
    takeText(impl, raw);
    return {};
  }
  const bool before = space == RemoveSpace::before || space == RemoveSpace::both;
  const bool after = space == RemoveSpace::after || space == RemoveSpace::both;
  if (!before && !after) return Editor(target_).remove(node, space);
  std::vector<_xmlNode*> blanks;
  for (const bool side : {true, false}) {
    if (!(side ? before : after)) continue;
    const Result<_xmlNode*> blank = blankBeside(impl, raw, side);
    if (!blank) return blank.error();
    blanks.push_back(*blank);
  }
  for (_xmlNode* blank : blanks) takeText(impl, blank);
  take(impl, raw);
  return {};
}

Node ExactEditor::findAttribute(Node element, const ExpandedName& name) {
  for (const Node& attribute : element.attributes()) {
    if (attribute.localName() == name.local && attribute.namespaceUri() == name.uri) return attribute;
  }
  return {};
}

Result<bool> ExactEditor::setAttribute(Node element, const ExpandedName& name, std::string_view value) {
  Document::Impl& impl = target_.impl();
  if (Status ok = checkEditable(impl, element.raw()); !ok) return ok.error();
  if (element.kind() != NodeKind::element) {
    return condition("invalid-patch-directive", element, "only an element can have attributes");
  }
  if (xmlValidateNCName(reinterpret_cast<const xmlChar*>(name.local.c_str()), 0) != 0) {
    return condition("invalid-attribute-value", element,
                     fmt::format("\"{}\" is not a name that an attribute can have", name.local));
  }
  Editor editor(target_);
  const Node present = findAttribute(element, name);
  if (present && pieceOf(present.raw()) != nullptr) return editor.setValue(present, value);
  if (name.uri.empty() || name.prefix == "xml") {
    return editor.setAttribute(element, name.prefix.empty() ? name.local : "xml:" + name.local, value);
  }
  const NamespaceScope scope(element.raw());
  std::optional<std::string> prefix = scope.prefixFor(name.uri, name.prefix, true);
  if (!prefix) {
    // A prefix that already means something here stays as it is.
    prefix = scope.freePrefix(name.prefix);
    if (Result<bool> added = editor.addNamespace(element, *prefix, name.uri); !added) return added.error();
  }
  return editor.setAttribute(element, fmt::format("{}:{}", *prefix, name.local), value);
}

}  // namespace carbonfix
