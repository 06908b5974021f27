#include "document/element_style.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <vector>

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

// From the last of its name outwards to the rest of the file.
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
  for (const Piece* piece = impl.pieces.first; piece != nullptr && !style.isComplete(); piece = piece->next) {
    style.learn(piece);
  }
  return style;
}

}  // namespace

std::string spellElement(Document::Impl& impl, Node parent, const NewElement& element) {
  // Only XML shows what the tag looks like.
  const ElementStyle style = impl.adapter != nullptr ? ElementStyle() : styleNear(impl, parent, element.name);
  const char quote = style.quote.value_or('"');
  std::string out = "<" + element.name;
  for (const auto& [name, value] : element.attributes) {
    out += fmt::format(" {}={}{}{}", name, quote, escapeAttribute(value, quote), quote);
  }
  if (element.children.empty()) return out + style.emptyEnd.value_or("/>");
  const bool isOneLine = impl.text().find_first_of("\r\n") == std::string_view::npos;
  const std::string lineEnd = isOneLine ? "" : "\n";
  out += ">";
  for (const auto& [name, value] : element.children) {
    out += lineEnd;
    if (!isOneLine) out += "  ";
    out += fmt::format("<{0}>{1}</{0}>", name, escapeText(value));
  }
  // Begun with a line end, so that the first line's indentation is known to be none.
  return lineEnd + out + lineEnd + "</" + element.name + ">";
}

}  // namespace carbonfix
