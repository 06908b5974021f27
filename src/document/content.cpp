#include "carbonfix/document/content.h"

#include <fmt/format.h>

#include "document/xml/piece.h"
#include "document/xml/references.h"

namespace carbonfix {
namespace {

bool isNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

using Escape = std::function<Result<std::string>(const std::string& value)>;

// Replaces every {$name}.
Result<std::string> interpolate(std::string_view text, const ContentValues& values, const Escape& escape) {
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = text.find("{$"); at != std::string_view::npos; at = text.find("{$", at + 2)) {
    std::size_t end = at + 2;
    while (end < text.size() && isNameCharacter(text[end])) ++end;
    if (end == at + 2 || end >= text.size() || text[end] != '}') continue;
    Result<std::string> value = values.variable(text.substr(at + 2, end - at - 2));
    if (!value) return value.error();
    Result<std::string> escaped = escape(*value);
    if (!escaped) return escaped.error();
    out += text.substr(copied, at - copied);
    out += *escaped;
    copied = end + 1;
  }
  return out + std::string(text.substr(copied));
}

Result<std::string> plain(const std::string& value) { return value; }

// In CDATA and comments nothing can be escaped.
Escape unless(std::string_view forbidden, std::string_view where) {
  return [forbidden, where](const std::string& value) -> Result<std::string> {
    if (value.find(forbidden) == std::string::npos) return value;
    return Error{fmt::format("the value holds \"{}\", which can't stand in {}", forbidden, where)};
  };
}

class Filler {
 public:
  explicit Filler(const ContentValues& values) : values_(values) {}

  Result<std::string> run(const PieceRun& run) {
    for (const Piece* piece = run.first; piece != nullptr; piece = piece->next) {
      if (piece->kind == PieceKind::open && piece->elementName() == "value-of") {
        Result<std::string> value = valueOf(piece);
        if (!value) return value.error();
        out_ += *value;
        piece = piece->last;
        continue;
      }
      Result<std::string> filled = fill(piece);
      if (!filled) return filled.error();
      out_ += *filled;
    }
    return std::move(out_);
  }

 private:
  Result<std::string> fill(const Piece* piece) const {
    switch (piece->kind) {
      case PieceKind::text:
        return interpolate(piece->text, values_,
                           [](const std::string& value) -> Result<std::string> { return escapeText(value); });
      case PieceKind::attribute: {
        const char quote = piece->text[piece->valueStart - 1];
        return interpolate(piece->text, values_, [quote](const std::string& value) -> Result<std::string> {
          return escapeAttribute(value, quote);
        });
      }
      case PieceKind::cdata:
        return interpolate(piece->text, values_, unless("]]>", "a CDATA section"));
      case PieceKind::comment:
        return interpolate(piece->text, values_, unless("--", "a comment"));
      default:
        return std::string(piece->text);
    }
  }

  Result<std::string> valueOf(const Piece* open) const {
    for (const Piece* piece = open->next; piece != nullptr && piece->kind == PieceKind::attribute;
         piece = piece->next) {
      if (piece->attributeName() != "select") continue;
      Result<std::string> value = values_.valueOf(decodeAttribute(piece->attributeValue(), nullptr));
      if (!value) return value.error();
      return escapeText(*value);
    }
    return Error{"value-of needs a select attribute"};
  }

  const ContentValues& values_;
  std::string out_;
};

}  // namespace

Result<std::string> fillIn(std::string_view content, const ContentValues& values) {
  PieceArena arena;
  Result<PieceRun> run = tokenize(content, Start::content, false, arena);
  if (!run) return run.error();
  return Filler(values).run(*run);
}

Result<std::string> fillInText(std::string_view text, const ContentValues& values) {
  return interpolate(text, values, plain);
}

}  // namespace carbonfix
