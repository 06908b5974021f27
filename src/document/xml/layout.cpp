#include "document/xml/layout.h"

#include <libxml/tree.h>

#include <algorithm>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

// How many pieces back the start of a line is looked for: keeps files of one line from costing their square.
constexpr int kLongestLine = 2000;

bool isBlankCharacter(char c) { return c == ' ' || c == '\t'; }

bool holdsSpace(const Piece* piece) { return piece->kind == PieceKind::text || piece->kind == PieceKind::blank; }

std::string_view leadingBlanks(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && isBlankCharacter(text[end])) ++end;
  return text.substr(0, end);
}

std::string lineEndIn(std::string_view text, std::size_t at) {
  if (text[at] == '\r') return at + 1 < text.size() && text[at + 1] == '\n' ? "\r\n" : "\r";
  return at > 0 && text[at - 1] == '\r' ? "\r\n" : "\n";
}

// `longer` without the prefix `shorter`; empty when it isn't one.
std::string beyond(const std::string& longer, const std::string& shorter) {
  const bool prefix = longer.size() > shorter.size() && longer.compare(0, shorter.size(), shorter) == 0;
  return prefix ? longer.substr(shorter.size()) : std::string();
}

std::string indentOf(const _xmlNode* node) {
  const Piece* piece = pieceOf(node);
  return piece == nullptr ? std::string() : lineIndent(piece).value_or("");
}

// The blanks from `start` in the piece on; earlier operations may have left them in several pieces.
std::string blanksBehind(const Piece* piece, std::size_t start) {
  std::string blanks(leadingBlanks(piece->text.substr(start)));
  bool whole = blanks.size() == piece->text.size() - start;
  for (const Piece* at = piece->next; whole && at != nullptr && holdsSpace(at); at = at->next) {
    const std::string_view more = leadingBlanks(at->text);
    blanks += more;
    whole = more.size() == at->text.size();
  }
  return blanks;
}

const _xmlNode* firstElement(const _xmlNode* parent) {
  const _xmlNode* child = parent->children;
  while (child != nullptr && child->type != XML_ELEMENT_NODE) child = child->next;
  return child;
}

// So much of a text is looked at for its indentation.
constexpr std::size_t kTellingText = 10'000;

// Where no element tells: the blanks before the first tag or comment that is indented in the text as it was.
std::string indentOfText(std::string_view text) {
  text = text.substr(0, kTellingText);
  for (std::size_t at = text.find_first_of("\r\n"); at != std::string_view::npos; at = text.find_first_of("\r\n", at)) {
    const std::string_view blanks = leadingBlanks(text.substr(++at));
    const std::string_view rest = text.substr(at + blanks.size(), 4);
    // A "<!" other than a comment's is a declaration of the document type.
    const bool markup = rest.substr(0, 1) == "<" && (rest.substr(0, 2) != "<!" || rest == "<!--");
    if (!blanks.empty() && markup) return std::string(blanks);
  }
  return "    ";
}

}  // namespace

std::string lineEndNear(const Piece* piece) {
  for (const Piece* at = piece; at != nullptr; at = at->previous) {
    const std::size_t found = at->text.find_last_of("\r\n");
    if (found != std::string_view::npos) return lineEndIn(at->text, found);
  }
  for (const Piece* at = piece; at != nullptr; at = at->next) {
    const std::size_t found = at->text.find_first_of("\r\n");
    if (found != std::string_view::npos) return lineEndIn(at->text, found);
  }
  return "\n";
}

std::string lineEndFor(std::string_view text, const Piece* piece) {
  return text.find_first_of("\r\n") == std::string_view::npos ? "\n" : lineEndNear(piece);
}

std::optional<std::string> lineIndent(const Piece* piece) {
  int depth = 0;  // elements that ended before the piece are passed over whole
  int seen = 0;
  for (const Piece* at = piece->previous; at != nullptr && seen < kLongestLine; at = at->previous, ++seen) {
    if (at->kind == PieceKind::end) ++depth;
    if (at->kind == PieceKind::open && depth > 0 && at->last->kind == PieceKind::end) {
      --depth;
    } else if (at->kind == PieceKind::close && depth == 0 && !at->isEmptyTag()) {
      return std::nullopt;  // the parent's start tag
    }
    if (depth > 0 || !holdsSpace(at)) continue;
    const std::size_t found = at->text.find_last_of("\r\n");
    if (found != std::string_view::npos) return blanksBehind(at, found + 1);
  }
  return std::nullopt;
}

bool beginsLine(const Piece* piece) {
  for (const Piece* at = piece->previous; at != nullptr; at = at->previous) {
    const std::size_t end = at->text.find_last_not_of(" \t");
    if (end == std::string_view::npos) continue;
    return holdsSpace(at) && (at->text[end] == '\n' || at->text[end] == '\r');
  }
  return true;
}

bool endsLine(const Piece* piece) {
  for (const Piece* at = piece->next; at != nullptr; at = at->next) {
    const std::size_t start = at->text.find_first_not_of(" \t");
    if (start == std::string_view::npos) continue;
    return holdsSpace(at) && (at->text[start] == '\n' || at->text[start] == '\r');
  }
  return true;
}

std::string indentUnit(Document::Impl& impl, const Piece* open) {
  // From the place outwards: how much deeper is an element than what holds it?
  for (const _xmlNode* node = open->node; node != nullptr && node->type == XML_ELEMENT_NODE; node = node->parent) {
    const _xmlNode* child = firstElement(node);
    if (child == nullptr) continue;
    if (std::string unit = beyond(indentOf(child), indentOf(node)); !unit.empty()) return unit;
  }
  const _xmlNode* root = xmlDocGetRootElement(impl.doc.get());
  if (root != nullptr && firstElement(root) != nullptr) {
    if (std::string unit = beyond(indentOf(firstElement(root)), indentOf(root)); !unit.empty()) return unit;
  }
  return indentOfText(impl.text());
}

namespace {

// Replaces the line breaks and indentations that are layout, leaving those that are somebody's value.
class Relayout {
 public:
  Relayout(const std::string& indent, const std::string& unit, const std::string& lineEnd)
      : indent_(indent), unit_(unit), lineEnd_(lineEnd) {}

  // `firstLine`: the indentation that the first line had, if it began a line.
  std::string run(const PieceRun& run, std::optional<std::size_t> firstLine) {
    if (firstLine) note(*firstLine);
    forEachLayout(run, [this](std::string_view line, bool hasContent) {
      if (hasContent) note(leadingBlanks(line).size());
    });
    if (common_ == kNone) common_ = 0;
    forEachLayout(run, [this](std::string_view line, bool hasContent) {
      const std::size_t own = leadingBlanks(line).size();
      if (hasContent && own > common_) step_ = std::min(step_, own - common_);
    });
    std::string out;
    for (const Piece* piece = run.first; piece != nullptr; piece = piece->next) {
      out += isLayout(piece) ? change(piece) : withLineEnds(piece->text);
    }
    return out;
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  static bool isLayout(const Piece* piece) {
    switch (piece->kind) {
      case PieceKind::text:
        return isBlank(piece->text);
      case PieceKind::attribute:
      case PieceKind::close:
      case PieceKind::comment:
        return true;
      default:
        return false;
    }
  }

  // Only the white space before an attribute's name is layout; its value is not.
  static std::string_view layoutPart(const Piece* piece) {
    return piece->kind == PieceKind::attribute ? piece->text.substr(0, piece->nameStart) : piece->text;
  }

  // Calls with every line of layout that follows a line break; `hasContent`: something stands on that line.
  template <class F>
  static void forEachLayout(const PieceRun& run, F&& call) {
    for (const Piece* piece = run.first; piece != nullptr; piece = piece->next) {
      if (!isLayout(piece)) continue;
      const std::vector<std::string_view> lines = splitLines(layoutPart(piece));
      const bool endsInBreak =
          !lines.empty() && !lines.back().empty() && (lines.back().back() == '\n' || lines.back().back() == '\r');
      for (std::size_t i = 1; i < lines.size(); ++i) {
        call(lines[i], !isBlank(lines[i]) || (i + 1 == lines.size() && !endsInBreak));
      }
      if (endsInBreak) call(std::string_view(), true);
    }
  }

  void note(std::size_t blanks) { common_ = std::min(common_, blanks); }

  std::string indentation(std::string_view line) const {
    const std::string_view blanks = leadingBlanks(line);
    if (blanks.size() <= common_) return indent_;
    const std::size_t deeper = blanks.size() - common_;
    std::string out = indent_;
    for (std::size_t level = 0; level < deeper / step_; ++level) out += unit_;
    return out + std::string(blanks.substr(blanks.size() - deeper % step_));
  }

  std::string change(const Piece* piece) const {
    const std::string_view part = layoutPart(piece);
    std::string out;
    bool first = true;
    for (const std::string_view line : splitLines(part)) {
      const std::string_view body = line.substr(0, line.find_last_not_of("\r\n") + 1);
      if (first) {
        out += body;
      } else if (!isBlank(body) || body.size() == line.size()) {
        out += indentation(body) + std::string(body.substr(leadingBlanks(body).size()));
      }
      if (body.size() != line.size()) out += lineEnd_;
      first = false;
    }
    const bool endsInBreak = !part.empty() && (part.back() == '\n' || part.back() == '\r');
    if (endsInBreak) out += indentation({});
    return out + withLineEnds(piece->text.substr(part.size()));
  }

  std::string withLineEnds(std::string_view text) const {
    std::string out;
    for (const std::string_view line : splitLines(text)) {
      const std::string_view body = line.substr(0, line.find_last_not_of("\r\n") + 1);
      out += body;
      if (body.size() != line.size()) out += lineEnd_;
    }
    return out;
  }

  const std::string& indent_;
  const std::string& unit_;
  const std::string& lineEnd_;
  std::size_t common_ = kNone;
  std::size_t step_ = kNone;
};

}  // namespace

Result<std::string> relayout(std::string_view pasted, const std::string& indent, const std::string& unit,
                             const std::string& lineEnd) {
  PieceArena arena;
  const std::string_view body = trim(pasted);
  Result<PieceRun> run = tokenize(body, Start::content, false, arena);
  if (!run) return run.error();
  const std::string_view before = pasted.substr(0, static_cast<std::size_t>(body.data() - pasted.data()));
  const std::size_t lineBreak = before.find_last_of("\r\n");
  std::optional<std::size_t> firstLine;
  if (lineBreak != std::string_view::npos) firstLine = before.size() - lineBreak - 1;
  return Relayout(indent, unit, lineEnd).run(*run, firstLine);
}

}  // namespace carbonfix
