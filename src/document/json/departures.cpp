#include "carbonfix/document/departures.h"

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "document/impl.h"

namespace carbonfix {

std::vector<Departure> departuresOf(const Document& document) {
  if (document.format() != FileFormat::json) return {};
  Document::Impl& impl = document.impl();
  const Piece* comment = nullptr;
  const Piece* comma = nullptr;
  std::size_t comments = 0;
  std::size_t commas = 0;
  const Piece* lastComma = nullptr;  // with nothing but white space and comments behind it so far
  for (const Piece* piece = impl.pieces.first; piece != nullptr; piece = piece->next) {
    const bool isFiller = piece->kind == PieceKind::filler;
    if (piece->kind == PieceKind::comment || (isFiller && piece->text.starts_with('/'))) {
      if (comments++ == 0) comment = piece;
    } else if (!isFiller || !isBlank(piece->text)) {
      const bool closes = isFiller && (piece->text == "}" || piece->text == "]");
      if (lastComma != nullptr && closes && commas++ == 0) comma = lastComma;
      lastComma = isFiller && piece->text == "," ? piece : nullptr;
    }
  }
  const auto at = [&](const Piece* piece) { return impl.positionInText(impl.offsetOf(piece->text.data())); };
  const std::string hint = "jaggery's reader takes it, others don't";
  std::vector<Departure> found;
  if (comment != nullptr) {
    found.push_back({"json.comment", Error{fmt::format("JSON has no comments; the file has {}", comments), impl.path,
                                           at(comment), hint}});
  }
  if (comma != nullptr) {
    found.push_back(
        {"json.trailing-comma", Error{fmt::format("JSON has no comma behind the last value; the file has {}", commas),
                                      impl.path, at(comma), hint}});
  }
  return found;
}

}  // namespace carbonfix
