#include "document/xml/element_style.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <vector>

#include "document/xml/layout.h"
#include "document/xml/references.h"

namespace carbonfix {
namespace {

struct ElementStyle {
  std::optional<char> quote;
  std::optional<std::string> emptyEnd;  // "/>" or " />"

  bool isComplete() const { return quote && emptyEnd; }

  // Takes from a piece what is not known yet.
  void learn(const Piece* piece) {
    if (piece->kind == PieceKind::attribute && !quote) quote = piece->text[piece->valueStart - 1];
    if (piece->kind == PieceKind::close && !emptyEnd && piece->isEmptyTag()) {
      emptyEnd = piece->text.size() > 2 ? " />" : "/>";
    }
  }

  void learnFromTag(Node element) {
    const Piece* piece = pieceOf(element.raw());
    if (piece == nullptr) return;
    for (piece = piece->next; piece->kind == PieceKind::attribute; piece = piece->next) learn(piece);
    learn(piece);
  }
};

// So much of a file is looked at for its style: where it has no empty tag, each new element would cost a walk of it.
constexpr int kTellingPieces = 2000;

// From the last of its name outwards to the start of the file.
ElementStyle styleNear(Document::Impl& impl, Node parent, std::string_view name) {
  ElementStyle style;
  if (impl.adapter != nullptr) return style;  // tags of a format without tags are written nowhere
  std::vector<Node> siblings = parent.elements();
  std::ranges::reverse(siblings);
  std::stable_partition(siblings.begin(), siblings.end(), [&](const Node& sibling) { return sibling.name() == name; });
  for (const Node& sibling : siblings) {
    if (style.isComplete()) return style;
    style.learnFromTag(sibling);
  }
  style.learnFromTag(parent);
  int seen = 0;
  for (const Piece* piece = impl.pieces.first; piece != nullptr && seen < kTellingPieces; piece = piece->next, ++seen) {
    if (style.isComplete()) break;
    style.learn(piece);
  }
  return style;
}

// How much deeper than its tag the last of that name has its second attribute, where that is on a line of its own.
std::string attributeIndent(Document::Impl& impl, Node parent, std::string_view name) {
  if (impl.adapter != nullptr) return {};
  std::string indent;
  for (const Node& sibling : parent.elements()) {
    const Piece* open = pieceOf(sibling.raw());
    if (sibling.name() != name || open == nullptr) continue;
    const Piece* second = open->next->kind == PieceKind::attribute ? open->next->next : open;
    if (second->kind != PieceKind::attribute) continue;
    const std::string_view space = second->text.substr(0, second->nameStart);
    const std::size_t lineBreak = space.find_last_of("\r\n");
    const std::string outer = lineIndent(open).value_or("");
    indent.clear();
    if (lineBreak == std::string_view::npos || !space.substr(lineBreak + 1).starts_with(outer)) continue;
    indent = space.substr(lineBreak + 1 + outer.size());
  }
  return indent;
}

}  // namespace

SpelledElement spellElement(Document::Impl& impl, Node parent, const NewElement& element) {
  const ElementStyle style = styleNear(impl, parent, element.name);
  const char quote = style.quote.value_or('"');
  const std::string unit = element.children.empty() ? attributeIndent(impl, parent, element.name) : std::string();
  SpelledElement spelled{"<" + element.name, unit};
  for (const auto& [name, value] : element.attributes) {
    const bool breaks = !unit.empty() && spelled.text.back() == quote;
    spelled.text += breaks ? "\n" + unit : " ";
    spelled.text += fmt::format("{}={}{}{}", name, quote, escapeAttribute(value, quote), quote);
  }
  // Begun with a line end, so that the first line's indentation is known to be none.
  if (!element.text.empty()) {
    spelled.text += fmt::format(">{}</{}>", escapeText(element.text), element.name);
    return spelled;
  }
  if (element.children.empty()) {
    spelled.text += style.emptyEnd.value_or("/>");
    if (!unit.empty()) spelled.text.insert(0, "\n");
    return spelled;
  }
  const bool isOneLine = impl.text().find_first_of("\r\n") == std::string_view::npos;
  const std::string lineEnd = isOneLine ? "" : "\n";
  spelled.text = lineEnd + spelled.text + ">";
  for (const auto& [name, value] : element.children) {
    spelled.text += fmt::format("{0}{1}<{2}>{3}</{2}>", lineEnd, isOneLine ? "" : "  ", name, escapeText(value));
  }
  spelled.text += fmt::format("{}</{}>", lineEnd, element.name);
  return spelled;
}

}  // namespace carbonfix
