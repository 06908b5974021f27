#include "carbonfix/document/content.h"

#include <fmt/format.h>

#include <optional>

#include "carbonfix/base/text.h"
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

std::string_view lineIndentOf(std::string_view text) {
  const std::size_t line = text.find_last_of("\r\n");
  return line == std::string_view::npos ? std::string_view() : text.substr(line + 1);
}

// A for-each whose tags stand on lines of their own: how far its lines move to the left.
struct Shift {
  std::string_view from;  // indentation of the first line inside
  std::string_view to;    // of the for-each itself
};

class Filler {
 public:
  explicit Filler(const ContentValues& values) : values_(values) {}

  Result<std::string> run(const PieceRun& run) {
    if (Status ok = fillRun(run.first, nullptr); !ok) return ok.error();
    return std::move(out_);
  }

 private:
  // The pieces from `first` up to `end`.
  Status fillRun(const Piece* first, const Piece* end) {
    for (const Piece* piece = first; piece != end; piece = piece->next) {
      if (piece->kind == PieceKind::open && piece->elementName() == "for-each") {
        if (Status ok = forEach(piece); !ok) return ok;
        piece = piece->last;
        continue;
      }
      const bool isValue = piece->kind == PieceKind::open && piece->elementName() == "value-of";
      const Result<std::string> filled = isValue ? valueOf(piece) : fill(piece);
      if (!filled) return filled.error();
      out_ += *filled;
      if (isValue) piece = piece->last;
    }
    return {};
  }

  Result<std::string> fill(const Piece* piece) const {
    switch (piece->kind) {
      case PieceKind::text:
        if (isBlank(piece->text)) return shifted(piece->text);
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

  // White space between elements inside of for-each: its last line is an indentation.
  std::string shifted(std::string_view blank) const {
    const std::string_view last = lineIndentOf(blank);
    if (last.data() == nullptr) return std::string(blank);
    std::string indent(last);
    for (auto shift = shifts_.rbegin(); shift != shifts_.rend(); ++shift) {
      if (indent.starts_with(shift->from)) indent = std::string(shift->to) + indent.substr(shift->from.size());
    }
    return std::string(blank.substr(0, blank.size() - last.size())) + indent;
  }

  Status forEach(const Piece* open) {
    const std::optional<std::string> expression = selectOf(open);
    if (!expression) return Error{"for-each needs a select attribute"};
    Result<std::vector<Node>> nodes = values_.select(*expression, at_);
    if (!nodes) return nodes.error();
    const Piece* first = contentOf(open);
    const Piece* end = open->last;
    if (first == nullptr || first == end) return {};
    const Piece* last = end->previous;
    const bool ownLines = isLineBreak(open->previous) && isLineBreak(first) && isLineBreak(last) && first != last;
    if (!ownLines) return repeat(*nodes, first, end, {});
    // The line break and indentation before the first time are what the tag itself had; they part the times too.
    const std::string before = shifted(open->previous->text);
    if (nodes->empty() && out_.ends_with(before)) out_.resize(out_.size() - before.size());
    shifts_.push_back({lineIndentOf(first->text), lineIndentOf(open->previous->text)});
    const std::size_t lineBreak = before.find_last_of("\r\n");
    const bool windows = lineBreak > 0 && before.substr(lineBreak - 1, 2) == "\r\n";
    Status done = repeat(*nodes, first->next, last, before.substr(lineBreak - (windows ? 1 : 0)));
    shifts_.pop_back();
    return done;
  }

  Status repeat(const std::vector<Node>& nodes, const Piece* first, const Piece* end, const std::string& between) {
    const Node outer = at_;
    Status done;
    for (std::size_t i = 0; done && i < nodes.size(); ++i) {
      if (i > 0) out_ += between;
      at_ = nodes[i];
      done = fillRun(first, end);
    }
    at_ = outer;
    return done;
  }

  static bool isLineBreak(const Piece* piece) {
    return piece != nullptr && piece->kind == PieceKind::text && isBlank(piece->text) &&
           piece->text.find_first_of("\r\n") != std::string_view::npos;
  }

  // Behind the start tag; null for <a/>.
  static const Piece* contentOf(const Piece* open) {
    const Piece* piece = open;
    while (piece->kind != PieceKind::close) piece = piece->next;
    return piece->isEmptyTag() ? nullptr : piece->next;
  }

  static std::optional<std::string> selectOf(const Piece* open) {
    for (const Piece* piece = open->next; piece != nullptr && piece->kind == PieceKind::attribute;
         piece = piece->next) {
      if (piece->attributeName() == "select") return decodeAttribute(piece->attributeValue(), nullptr);
    }
    return std::nullopt;
  }

  Result<std::string> valueOf(const Piece* open) const {
    const std::optional<std::string> expression = selectOf(open);
    if (!expression) return Error{"value-of needs a select attribute"};
    Result<std::string> value = values_.valueOf(*expression, at_);
    if (!value) return value.error();
    return escapeText(*value);
  }

  Node at_;
  std::vector<Shift> shifts_;
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
