#include "document/xml/insertion.h"

#include <libxml/tree.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "carbonfix/base/text.h"
#include "document/xml/layout.h"

namespace carbonfix {
namespace {

constexpr std::string_view kLineEnds = "\r\n";
constexpr std::string_view kSpace = " \t\r\n";

std::string_view contentOf(const _xmlNode* node) {
  return node->content == nullptr ? std::string_view() : reinterpret_cast<const char*>(node->content);
}

bool isText(const _xmlNode* node) {
  return node != nullptr && (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE);
}

bool isRoot(const _xmlNode* element) { return element->parent->type == XML_DOCUMENT_NODE; }

// Is there text, and not just layout, on the node's line right before or behind it?
bool standsInText(const _xmlNode* node) {
  if (isText(node->prev)) {
    const std::string_view text = contentOf(node->prev);
    const std::size_t line = text.find_last_of('\n');
    if (!isBlank(line == std::string_view::npos ? text : text.substr(line))) return true;
  }
  if (isText(node->next)) {
    const std::string_view text = contentOf(node->next);
    if (!isBlank(text.substr(0, text.find('\n')))) return true;
  }
  return false;
}

// Has what the element stands in line breaks between tags?
bool isLaidOutInLines(const _xmlNode* element) {
  for (; !isRoot(element); element = element->parent) {
    if (lineIndent(pieceOf(element))) return true;
  }
  for (const _xmlNode* child = element->children; child != nullptr; child = child->next) {
    if (isBlankText(child) && contentOf(child).find('\n') != std::string_view::npos) return true;
  }
  return false;
}

// The blanks that the line begins with on which the element's start tag stands.
std::string indentOfLine(const _xmlNode* element) {
  for (; !isRoot(element); element = element->parent) {
    if (const std::optional<std::string> indent = lineIndent(pieceOf(element))) return *indent;
  }
  return lineIndent(pieceOf(element)).value_or("");
}

std::size_t blankHead(std::string_view text) { return std::min(text.find_first_not_of(" \t"), text.size()); }
std::size_t blankTail(std::string_view text) { return text.size() - (text.find_last_not_of(" \t") + 1); }

bool isCuttable(const Piece* piece) { return piece != nullptr && piece->kind == PieceKind::text && canCut(piece); }

// Whatever else is on the line moves to a line of its own.
void breakLine(Insertion& insertion, bool after, const std::string& lineStart, const std::string& parentLineStart) {
  Piece* before = insertion.gap.piece;
  Piece* behind = before->next;
  if (after) {
    if (endsLine(before)) return;
    const Piece* next = behind;
    if (isCuttable(behind) && isBlank(behind->text)) next = behind->next;
    const bool parentEnds = next->kind == PieceKind::end;
    if (parentEnds && parentLineStart.empty()) return;
    if (isCuttable(behind)) {
      insertion.cutBefore = behind;
      insertion.head = blankHead(behind->text);
    }
    insertion.after = parentEnds ? parentLineStart : lineStart;
  } else {
    if (beginsLine(behind)) return;
    if (isCuttable(before)) {
      insertion.cutBehind = before;
      insertion.tail = blankTail(before->text);
    }
    insertion.before = lineStart;
  }
}

// Behind a text: before the white space that leads to what follows.
Insertion behindText(Document::Impl& impl, _xmlNode* text) {
  Insertion insertion;
  insertion.gap = gapAfter(text);
  Piece* piece = insertion.gap.piece;
  const std::size_t end = piece->text.find_last_not_of(kSpace) + 1;
  const std::string_view tail = piece->text.substr(end);
  if (!isCuttable(piece) || tail.find_first_of(kLineEnds) == std::string_view::npos) return insertion;
  const std::size_t lineBreak = piece->text.substr(0, end).find_last_of(kLineEnds);
  if (lineBreak != std::string_view::npos) {
    insertion.indent = piece->text.substr(lineBreak + 1, blankHead(piece->text.substr(lineBreak + 1)));
  } else if (const std::optional<std::string> indent = lineIndent(pieceOf(text))) {
    insertion.indent = *indent;
  } else {
    insertion.indent = indentOfLine(text->parent) + indentUnit(impl, pieceOf(text->parent));
  }
  insertion.before = lineEndNear(piece) + insertion.indent;
  insertion.after = tail;
  insertion.cutBehind = piece;
  insertion.tail = tail.size();
  return insertion;
}

// Before a text that begins on a line of its own: where that line began.
Insertion beforeText(_xmlNode* text) {
  Insertion insertion;
  insertion.gap = gapBefore(text);
  Piece* piece = pieceOf(text);
  const std::size_t start = piece->text.find_first_not_of(kSpace);
  const std::string_view head = piece->text.substr(0, start);
  const std::size_t lineEnd = head.find_last_of(kLineEnds);
  if (!isCuttable(piece) || start == std::string_view::npos || lineEnd == std::string_view::npos) return insertion;
  insertion.indent = head.substr(lineEnd + 1);
  insertion.before = head;
  insertion.after = lineEndNear(piece) + insertion.indent;
  insertion.cutBefore = piece;
  insertion.head = start;
  return insertion;
}

// A comment that begins on the sibling's line belongs to it.
_xmlNode* lastOnLine(_xmlNode* sibling) {
  _xmlNode* last = sibling;
  for (_xmlNode* next = last->next; next != nullptr && pieceOf(next) != nullptr; next = next->next) {
    const bool comment = next->type == XML_COMMENT_NODE;
    const bool breaks = contentOf(next).find('\n') != std::string_view::npos;
    if (comment) last = next;
    if (breaks || (!comment && !isBlankText(next))) break;
  }
  return last;
}

}  // namespace

bool isBlankText(const _xmlNode* node) { return node->type == XML_TEXT_NODE && isBlank(contentOf(node)); }

_xmlNode* firstContent(const _xmlNode* element) {
  _xmlNode* child = element->children;
  while (child != nullptr && isBlankText(child)) child = child->next;
  return child;
}

_xmlNode* lastContent(const _xmlNode* element) {
  _xmlNode* child = element->last;
  while (child != nullptr && isBlankText(child)) child = child->prev;
  return child;
}

Insertion beside(Document::Impl& impl, _xmlNode* sibling, bool after, Line line) {
  if (sibling->type == XML_TEXT_NODE) return after ? behindText(impl, sibling) : beforeText(sibling);
  Insertion insertion;
  const Piece* piece = pieceOf(sibling);
  insertion.gap = after ? gapAfter(lastOnLine(sibling)) : gapBefore(sibling);
  if (standsInText(sibling)) return insertion;
  std::optional<std::string> indent = lineIndent(piece);
  std::string parentLineStart;
  if (!indent && line == Line::own && isLaidOutInLines(sibling->parent)) {
    const std::string outer = indentOfLine(sibling->parent);
    indent = outer + indentUnit(impl, pieceOf(sibling->parent));
    parentLineStart = lineEndNear(piece) + outer;
  }
  if (!indent) return insertion;
  insertion.indent = *indent;
  const std::string lineStart = lineEndNear(piece) + *indent;
  (after ? insertion.before : insertion.after) = lineStart;
  breakLine(insertion, after, lineStart, parentLineStart);
  return insertion;
}

Insertion inside(Document::Impl& impl, _xmlNode* element, Line line) {
  Insertion insertion;
  Piece* open = pieceOf(element);
  std::optional<std::string> own = lineIndent(open);
  if (!own && isRoot(element) && impl.text().find_first_of(kLineEnds) != std::string_view::npos) own = "";
  if (!own && line == Line::own && isLaidOutInLines(element)) own = indentOfLine(element);
  if (own) {
    const std::string lineEnd = lineEndNear(open);
    insertion.indent = *own + indentUnit(impl, open);
    insertion.before = lineEnd + insertion.indent;
    insertion.after = lineEnd + *own;
  }
  return insertion;
}

}  // namespace carbonfix
