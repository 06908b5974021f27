#include "document/xml/tree_edit.h"

#include <fmt/format.h>
#include <libxml/tree.h>

#include <utility>

#include "carbonfix/base/text.h"
#include "document/xml/align.h"
#include "document/xml/references.h"

namespace carbonfix {
namespace {

bool isTextNode(const _xmlNode* node) { return node != nullptr && node->type == XML_TEXT_NODE; }

std::string textContent(const _xmlNode* node) {
  return node->content == nullptr ? std::string() : reinterpret_cast<const char*>(node->content);
}

void setContent(_xmlNode* node, const std::string& content) {
  xmlNodeSetContentLen(node, reinterpret_cast<const xmlChar*>(content.c_str()), static_cast<int>(content.size()));
}

// Makes one text of two that touch; `second` goes.
void join(Document::Impl& impl, _xmlNode* first, _xmlNode* second) {
  if (!isTextNode(first) || !isTextNode(second)) return;
  Piece* head = pieceOf(first);
  Piece* tail = pieceOf(second);
  setContent(first, textContent(first) + textContent(second));
  if (head != nullptr && tail != nullptr) {
    head->last = tail->last;
    tail->node = nullptr;
  } else {
    // Part of it comes from an entity: not editable.
    first->_private = nullptr;
    if (head != nullptr) head->node = nullptr;
    if (tail != nullptr) tail->node = nullptr;
  }
  impl.bury(second);
}

// libxml2's own linking functions join texts and free nodes behind our back.
void linkNodes(Gap gap, _xmlNode* first) {
  _xmlNode* previous = gap.next == nullptr ? gap.parent->last : gap.next->prev;
  for (_xmlNode* node = first; node != nullptr; node = node->next) {
    node->parent = gap.parent;
    if (node == first) {
      node->prev = previous;
      if (previous == nullptr) {
        gap.parent->children = node;
      } else {
        previous->next = node;
      }
    }
    if (node->next == nullptr) {
      node->next = gap.next;
      if (gap.next == nullptr) {
        gap.parent->last = node;
      } else {
        gap.next->prev = node;
      }
      break;
    }
  }
}

// The text node whose run holds the piece; null outside the root element.
_xmlNode* textNodeOf(const Piece* piece) {
  const Piece* first = piece;
  while (first != nullptr && first->node == nullptr &&
         (first->kind == PieceKind::text || first->kind == PieceKind::reference)) {
    first = first->previous;
  }
  return first != nullptr && isTextNode(first->node) ? first->node : nullptr;
}

// Takes an empty piece out of its text: a file that loses thousands of lines would gather as many of them.
void dropEmpty(_xmlNode* node, Piece* piece) {
  Piece* first = pieceOf(node);
  if (piece == first) {
    first = piece->next;
    first->last = piece->last;
    first->node = node;
    node->_private = first;
    piece->node = nullptr;
  } else if (piece == first->last) {
    first->last = piece->previous;
  }
  unlink(piece, piece);
}

// After pieces of a text were cut: its content anew, or no node at all when nothing is left.
void rereadText(Document::Impl& impl, Piece* piece, std::string_view left) {
  _xmlNode* node = piece->kind == PieceKind::text ? textNodeOf(piece) : nullptr;
  piece->text = left;
  if (node == nullptr) return;
  Piece* first = pieceOf(node);
  const std::string raw = textOf(first, first->last);
  if (!raw.empty()) {
    setContent(node, decodeText(raw, impl.doc.get()));
    if (left.empty()) dropEmpty(node, piece);
    return;
  }
  unlink(first, first->last);
  impl.bury(node);
}

// libxml2's xmlHasProp would find the declaration too.
bool hasOwn(const _xmlNode* element, const xmlChar* name) {
  const xmlAttr* attribute = element->properties;
  while (attribute != nullptr && (attribute->ns != nullptr || !xmlStrEqual(attribute->name, name))) {
    attribute = attribute->next;
  }
  return attribute != nullptr;
}

// What a document type adds to the elements that it declares: the file, read again, will have it too.
void addDefaults(const xmlDtd* dtd, _xmlNode* first) {
  for (_xmlNode* node = first; node != nullptr; node = node->next) {
    if (node->type != XML_ELEMENT_NODE) continue;
    addDefaults(dtd, node->children);
    const xmlElement* declared = xmlGetDtdElementDesc(const_cast<xmlDtd*>(dtd), node->name);
    for (const xmlAttribute* each = declared == nullptr ? nullptr : declared->attributes; each != nullptr;
         each = each->nexth) {
      const bool plain = each->prefix == nullptr && !xmlStrEqual(each->name, reinterpret_cast<const xmlChar*>("xmlns"));
      if (each->defaultValue == nullptr || !plain || hasOwn(node, each->name)) continue;
      xmlNewProp(node, each->name, each->defaultValue);
    }
  }
}

// External entities are never read, so what they stand for can't be part of the view.
Status refuseExternal(Document::Impl& impl, const PieceRun& run) {
  for (const Piece* piece = run.first; piece != nullptr; piece = piece->next) {
    if (piece->kind != PieceKind::reference) continue;
    const std::string name(piece->text.substr(1, piece->text.size() - 2));
    const xmlEntity* entity = xmlGetDocEntity(impl.doc.get(), reinterpret_cast<const xmlChar*>(name.c_str()));
    if (entity == nullptr || entity->etype == XML_INTERNAL_GENERAL_ENTITY) continue;
    return Error{fmt::format("the content refers to the external entity \"{}\", which is never read", name), impl.path};
  }
  return {};
}

}  // namespace

bool canCut(const Piece* piece) { return piece->kind == PieceKind::blank || textNodeOf(piece) != nullptr; }

Gap gapBefore(const _xmlNode* node) { return Gap{node->parent, const_cast<_xmlNode*>(node), pieceOf(node)->previous}; }

Gap gapAfter(const _xmlNode* node) { return Gap{node->parent, node->next, pieceOf(node)->last}; }

Fragment::Fragment(Fragment&& other) noexcept : nodes(other.nodes), run(other.run) { other.nodes = nullptr; }

Fragment::~Fragment() {
  if (nodes != nullptr) xmlFreeNodeList(nodes);
}

Result<std::string> fitEncoding(Document::Impl& impl, std::string text, bool references) {
  std::string out;
  bool changed = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const char32_t codePoint = nextCodePoint(text, at);
    if (impl.source->holds(codePoint)) {
      out += text.substr(start, at - start);
      continue;
    }
    if (!references) {
      return Error{fmt::format("the character U+{:04X} can't be written in this file's encoding at this place",
                               static_cast<unsigned>(codePoint)),
                   impl.path};
    }
    out += fmt::format("&#{};", static_cast<unsigned>(codePoint));
    changed = true;
  }
  return changed ? out : std::move(text);
}

Result<Fragment> parseFragment(Document::Impl& impl, std::string_view text, _xmlNode* parent, bool inDocument) {
  if (!isXmlText(text)) return Error{"the content holds characters that XML does not allow", impl.path};
  Fragment fragment;
  Result<_xmlNode*> nodes = parseContent(text, parent, impl.path);
  if (!nodes) return nodes.error();
  fragment.nodes = *nodes;
  Result<PieceRun> run =
      tokenize(inDocument ? text : impl.arena.own(std::string(text)), Start::content, inDocument, impl.arena);
  if (!run) return run.error();
  fragment.run = *run;
  if (Status ok = refuseExternal(impl, *run); !ok) return ok.error();
  for (Piece* piece = run->first; piece != nullptr && !inDocument; piece = piece->next) {
    const bool references = piece->kind == PieceKind::text || piece->kind == PieceKind::attribute;
    Result<std::string> fitted = fitEncoding(impl, std::string(piece->text), references);
    if (!fitted) return fitted.error();
    if (*fitted == piece->text) continue;
    if (piece->kind == PieceKind::attribute) {
      piece->valueSize += static_cast<std::uint32_t>(fitted->size() - piece->text.size());
    }
    piece->text = impl.arena.own(std::move(*fitted));
  }
  if (Status ok = align(fragment.nodes, fragment.run, impl.doc.get()); !ok) return ok.error();
  if (impl.doc->intSubset != nullptr) addDefaults(impl.doc->intSubset, fragment.nodes);
  return fragment;
}

void place(Document::Impl& impl, Gap gap, Fragment fragment) {
  if (fragment.nodes == nullptr) return;
  _xmlNode* first = fragment.nodes;
  fragment.nodes = nullptr;
  linkAfter(gap.piece, fragment.run);
  linkNodes(gap, first);
  _xmlNode* last = gap.next == nullptr ? gap.parent->last : gap.next->prev;
  join(impl, last, gap.next);
  join(impl, first->prev, first);
}

void take(Document::Impl& impl, _xmlNode* node) {
  Piece* first = pieceOf(node);
  unlink(first, first->last);
  const bool attribute = node->type == XML_ATTRIBUTE_NODE;
  _xmlNode* previous = node->prev;
  _xmlNode* next = node->next;
  impl.bury(node);
  if (!attribute) join(impl, previous, next);
}

void swap(Document::Impl& impl, _xmlNode* node, Fragment fragment) {
  Piece* first = pieceOf(node);
  const Gap gap{node->parent, node->next, first->previous};
  unlink(first, first->last);
  impl.bury(node);
  place(impl, gap, std::move(fragment));
}

void respell(Document::Impl& /*impl*/, _xmlNode* node, Piece* piece, const std::string& content) {
  Piece* first = pieceOf(node);
  Piece* anchor = first->previous;
  unlink(first, first->last);
  linkAfter(anchor, PieceRun{piece, piece});
  piece->node = node;
  node->_private = piece;
  setContent(node, content);
}

void cutBack(Document::Impl& impl, Piece* piece, std::size_t characters) {
  if (characters > 0) rereadText(impl, piece, piece->text.substr(0, piece->text.size() - characters));
}

void cutFront(Document::Impl& impl, Piece* piece, std::size_t characters) {
  if (characters > 0) rereadText(impl, piece, piece->text.substr(characters));
}

}  // namespace carbonfix
