#include "document/xml/start_tag.h"

#include <fmt/format.h>

#include "document/xml/references.h"
#include "document/xml/tree_edit.h"

namespace carbonfix {
namespace {

// How a new attribute is written: white space before it, around "=", and its quote, as its neighbours have them.
struct AttributeStyle {
  std::string before = " ";
  std::string equals = "=";
  char quote = '"';
};

AttributeStyle styleOf(const Piece* last) {
  AttributeStyle style;
  if (last->kind != PieceKind::attribute) return style;
  style.before = last->text.substr(0, last->nameStart);
  const std::size_t nameEnd = last->nameStart + last->nameSize;
  style.equals = last->text.substr(nameEnd, last->valueStart - 1 - nameEnd);
  style.quote = last->text[last->valueStart - 1];
  // The first attribute on the tag's own line says nothing about where a second one goes.
  const bool only = last->previous->kind == PieceKind::open;
  if (only && style.before.find_first_of("\r\n") == std::string::npos) style.before = " ";
  return style;
}

}  // namespace

Piece* closeOf(Piece* open) {
  Piece* piece = open;
  while (piece->kind != PieceKind::close) piece = piece->next;
  return piece;
}

void openUp(Document::Impl& impl, Piece* open) {
  Piece* close = closeOf(open);
  if (!close->isEmptyTag()) return;
  std::string_view before = close->text.substr(0, close->text.size() - 2);
  // <a /> loses its blank, a tag of several lines keeps its layout.
  if (before.find_first_of("\r\n") == std::string_view::npos) before = {};
  Piece* opened = impl.arena.makeOwned(PieceKind::close, std::string(before) + ">");
  Piece* end = impl.arena.makeOwned(PieceKind::end, fmt::format("</{}>", open->elementName()));
  PieceRun run;
  append(run, opened);
  append(run, end);
  linkAfter(close, run);
  unlink(close, close);
  open->last = end;
}

Result<Piece*> addAttributePiece(Document::Impl& impl, Piece* open, std::string_view name, std::string_view value) {
  Piece* last = closeOf(open)->previous;
  const AttributeStyle style = styleOf(last);
  Result<std::string> spelled = fitEncoding(impl, escapeAttribute(value, style.quote), true);
  if (!spelled) return spelled.error();
  const std::string head = fmt::format("{}{}{}{}", style.before, name, style.equals, style.quote);
  Piece* piece = impl.arena.makeOwned(PieceKind::attribute, head + *spelled + style.quote);
  piece->nameStart = static_cast<std::uint32_t>(style.before.size());
  piece->nameSize = static_cast<std::uint32_t>(name.size());
  piece->valueStart = static_cast<std::uint32_t>(head.size());
  piece->valueSize = static_cast<std::uint32_t>(spelled->size());
  linkAfter(last, PieceRun{piece, piece});
  return piece;
}

Status writeAttributeValue(Document::Impl& impl, Piece* attribute, std::string_view value) {
  const char quote = attribute->text[attribute->valueStart - 1];
  Result<std::string> spelled = fitEncoding(impl, escapeAttribute(value, quote), true);
  if (!spelled) return spelled.error();
  const std::string head(attribute->text.substr(0, attribute->valueStart));
  const std::string tail(attribute->text.substr(attribute->valueStart + attribute->valueSize));
  attribute->valueSize = static_cast<std::uint32_t>(spelled->size());
  attribute->text = impl.arena.own(head + *spelled + tail);
  attribute->original = false;
  return {};
}

}  // namespace carbonfix
