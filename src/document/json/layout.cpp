#include "document/json/layout.h"

#include <libxml/tree.h>

#include "carbonfix/base/text.h"
#include "document/adapter.h"
#include "document/json/reader.h"
#include "document/xml/layout.h"

namespace carbonfix {
namespace {

bool isGap(const Piece* piece) {
  return isSpace(piece) || piece->kind == PieceKind::comment || piece->text.starts_with('/');
}

bool isComma(const Piece* piece) { return piece != nullptr && piece->kind == PieceKind::filler && piece->text == ","; }

bool breaksLine(std::string_view text) { return text.find_first_of("\r\n") != std::string_view::npos; }

_xmlNode* firstElement(const _xmlNode* parent) {
  _xmlNode* child = parent->children;
  while (child != nullptr && child->type != XML_ELEMENT_NODE) child = child->next;
  return child;
}

// The blanks that the line begins with on which the value does.
std::string lineIndentOf(const _xmlNode* element) {
  for (const _xmlNode* node = element; node != nullptr && node->type == XML_ELEMENT_NODE; node = node->parent) {
    if (beginsOwnLine(pieceOf(node))) return blanksBefore(pieceOf(node));
  }
  return {};
}

std::string unitNear(Document::Impl& impl, const _xmlNode* container) {
  const auto unitOf = [](const _xmlNode* node) -> std::string {
    const _xmlNode* child = isContainer(node) ? firstElement(node) : nullptr;
    if (child == nullptr || !beginsOwnLine(pieceOf(child))) return {};
    const std::string outer = lineIndentOf(node);
    const std::string inner = blanksBefore(pieceOf(child));
    return inner.starts_with(outer) ? inner.substr(outer.size()) : std::string();
  };
  for (const _xmlNode* node = container; node != nullptr && node->type == XML_ELEMENT_NODE; node = node->parent) {
    if (std::string unit = unitOf(node); !unit.empty()) return unit;
  }
  const std::string unit = unitOf(xmlDocGetRootElement(impl.doc.get()));
  return unit.empty() ? "  " : unit;
}

// Between key and value, where that is on one line and without comments.
std::string colonOf(const _xmlNode* member) {
  const Piece* entry = pieceOf(member);
  std::string text;
  if (entry->text.empty()) return text;
  for (const Piece* piece = entry->next; isSpace(piece) || piece->text == ":"; piece = piece->next) text += piece->text;
  return breaksLine(text) || text.find(':') == std::string::npos ? std::string() : text;
}

std::string colonNear(Document::Impl& impl, const _xmlNode* container, const _xmlNode* beside) {
  for (const _xmlNode* node = beside; node != nullptr; node = node->prev) {
    if (node->type != XML_ELEMENT_NODE) continue;
    if (std::string colon = colonOf(node); !colon.empty()) return colon;
  }
  for (const _xmlNode* node = container; node != nullptr && node->type == XML_ELEMENT_NODE; node = node->parent) {
    const _xmlNode* first = firstElement(node);
    if (std::string colon = first == nullptr ? std::string() : colonOf(first); !colon.empty()) return colon;
  }
  const _xmlNode* first = firstElement(xmlDocGetRootElement(impl.doc.get()));
  std::string colon = first == nullptr ? std::string() : colonOf(first);
  return colon.empty() ? ": " : colon;
}

// White space behind the first comma; a blank when there is none to see.
std::string gapIn(const _xmlNode* container) {
  const _xmlNode* first = firstElement(container);
  const Piece* comma = first == nullptr ? nullptr : commaBehind(pieceOf(first)->last);
  if (comma == nullptr) return " ";
  std::string gap;
  for (const Piece* piece = comma->next; isSpace(piece); piece = piece->next) gap += piece->text;
  return breaksLine(gap) ? " " : gap;
}

// May members of an empty container stand on their own lines? Where it does so itself.
bool hasOwnLines(const _xmlNode* container) {
  const Piece* open = pieceOf(container);
  return container->parent->type == XML_DOCUMENT_NODE || breaksLine(textOf(open, open->last)) || beginsOwnLine(open);
}

// The white space right before `piece` / right behind it, as one piece; null when there is none.
Piece* spaceBefore(Document::Impl& impl, const Piece* piece) {
  Piece* space = piece->previous;
  if (space == nullptr || !isSpace(space)) return nullptr;
  while (space->previous != nullptr && isSpace(space->previous)) {
    Piece* more = space->previous;
    rewrite(impl, space, std::string(more->text) + std::string(space->text));
    unlink(more, more);
  }
  return space;
}

Piece* spaceBehind(Document::Impl& impl, const Piece* piece) {
  if (piece->next == nullptr || !isSpace(piece->next)) return nullptr;
  const Piece* end = piece->next;
  while (end != nullptr && isSpace(end)) end = end->next;
  if (end != nullptr) return spaceBefore(impl, end);
  return piece->next;
}

void cutLineBefore(Document::Impl& impl, Piece* space) {
  std::size_t at = space->text.find_last_of("\r\n");
  if (at > 0 && space->text[at] == '\n' && space->text[at - 1] == '\r') --at;
  rewrite(impl, space, std::string(space->text.substr(0, at)));
}

void cutBlanksBehind(Document::Impl& impl, Piece* space, bool lineEnd) {
  std::size_t at = std::min(space->text.find_first_not_of(" \t"), space->text.size());
  if (lineEnd) at += space->text.substr(at).starts_with("\r\n") ? 2U : 1U;
  rewrite(impl, space, std::string(space->text.substr(std::min(at, space->text.size()))));
}

}  // namespace

bool isSpace(const Piece* piece) {
  return piece != nullptr && piece->kind == PieceKind::filler && isBlank(piece->text);
}

Piece* commaBehind(const Piece* last) {
  Piece* piece = last->next;
  while (piece != nullptr && isGap(piece)) piece = piece->next;
  return isComma(piece) ? piece : nullptr;
}

Piece* commaBefore(const Piece* first) {
  Piece* piece = first->previous;
  while (piece != nullptr && isGap(piece)) piece = piece->previous;
  return isComma(piece) ? piece : nullptr;
}

bool beginsOwnLine(const Piece* piece) {
  const Piece* at = piece->previous;
  for (; isSpace(at); at = at->previous) {
    if (breaksLine(at->text)) return true;
  }
  return at == nullptr;
}

bool endsOwnLine(const Piece* piece) {
  const Piece* at = piece->next;
  for (; isSpace(at); at = at->next) {
    if (breaksLine(at->text)) return true;
  }
  return at == nullptr;
}

std::string blanksBefore(const Piece* piece) {
  std::string blanks;
  for (const Piece* at = piece->previous; isSpace(at); at = at->previous) {
    const std::size_t lineEnd = at->text.find_last_of("\r\n");
    if (lineEnd != std::string_view::npos) return std::string(at->text.substr(lineEnd + 1)) + blanks;
    blanks.insert(0, at->text);
  }
  return blanks;
}

JsonStyle styleIn(Document::Impl& impl, const _xmlNode* container, const _xmlNode* beside) {
  JsonStyle style;
  style.lineEnd = lineEndNear(beside == nullptr ? pieceOf(container) : pieceOf(beside));
  style.unit = unitNear(impl, container);
  style.colon = colonNear(impl, container, beside);
  style.gap = gapIn(container);
  style.indent = lineIndentOf(container) + style.unit;
  if (beside == nullptr) {
    style.ownLines = hasOwnLines(container);
  } else {
    // What is put behind a comment to the line's end has to begin another line.
    style.ownLines = beginsOwnLine(pieceOf(beside)) || pieceOf(beside)->text.starts_with("//");
    if (beginsOwnLine(pieceOf(beside))) style.indent = blanksBefore(pieceOf(beside));
  }
  return style;
}

void cutOut(Document::Impl& impl, Piece* first, Piece* last, bool before) {
  Piece* left = spaceBefore(impl, first);
  Piece* right = spaceBehind(impl, last);
  const bool begins = beginsOwnLine(first);
  const bool ends = endsOwnLine(last);
  unlink(first, last);
  if (begins && ends) {
    const bool isFirstLine = left == nullptr || !breaksLine(left->text);
    if (!isFirstLine) cutLineBefore(impl, left);
    if (right != nullptr) cutBlanksBehind(impl, right, isFirstLine);
  } else if (!begins && (before || ends)) {
    if (left != nullptr) rewrite(impl, left, {});
  } else if (right != nullptr && !ends) {
    cutBlanksBehind(impl, right, false);
  }
}

}  // namespace carbonfix
