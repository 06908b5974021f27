// Cuts well-formed XML into pieces (XML 1.0, productions 1, 14-16, 18, 22, 28, 39-44). libxml2 has already said yes to
// the text; an error here means that we read it differently than libxml2 did, and the file is refused.
#include <fmt/format.h>

#include <vector>

#include "document/xml/piece.h"

namespace carbonfix {
namespace {

bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool endsName(char c) { return isSpace(c) || c == '=' || c == '/' || c == '>' || c == '<' || c == '"' || c == '\''; }

class Tokenizer {
 public:
  Tokenizer(std::string_view text, Start start, bool inDocument, PieceArena& arena)
      : text_(text), inDocument_(inDocument), atDocumentLevel_(start == Start::document), arena_(arena) {}

  Result<PieceRun> run() {
    // A document's list begins with an empty piece, so that there always is something to put a first node behind.
    if (atDocumentLevel_) add(PieceKind::blank, 0);
    while (at_ < text_.size() && ok_) step();
    if (!ok_ || !open_.empty()) {
      return Error{fmt::format("the text does not read as libxml2 read it (at character {} of {})", at_, text_.size())};
    }
    return run_;
  }

 private:
  bool starts(std::string_view prefix) const { return text_.compare(at_, prefix.size(), prefix) == 0; }

  // Takes `size` characters from the current place as one piece.
  Piece* add(PieceKind kind, std::size_t size) {
    Piece* piece = arena_.make(kind, text_.substr(at_, size), inDocument_);
    append(run_, piece);
    at_ += size;
    return piece;
  }

  Piece* addThrough(PieceKind kind, std::string_view terminator, std::size_t from) {
    const std::size_t end = text_.find(terminator, at_ + from);
    if (end == std::string_view::npos) {
      ok_ = false;
      return nullptr;
    }
    return add(kind, end + terminator.size() - at_);
  }

  void step() {
    if (text_[at_] != '<') return characters();
    if (starts("<!--")) {
      addThrough(PieceKind::comment, "-->", 4);
    } else if (starts("<![CDATA[")) {
      addThrough(PieceKind::cdata, "]]>", 9);
    } else if (starts("<?")) {
      const bool declaration = starts("<?xml") && at_ + 5 < text_.size() && isSpace(text_[at_ + 5]);
      addThrough(declaration ? PieceKind::declaration : PieceKind::instruction, "?>", 2);
    } else if (starts("<!DOCTYPE")) {
      doctype();
    } else if (starts("</")) {
      endTag();
    } else {
      startTag();
    }
  }

  void characters() {
    std::size_t end = text_.find('<', at_);
    if (end == std::string_view::npos) end = text_.size();
    if (atDocumentLevel_ && open_.empty()) {
      add(PieceKind::blank, end - at_);
      return;
    }
    while (at_ < end) {
      const std::size_t reference = findReference(end);
      if (reference > at_) add(PieceKind::text, reference - at_);
      if (reference < end) addThrough(PieceKind::reference, ";", 0);
    }
  }

  // The next reference to a general entity before `end`; character references and XML's own five belong to the text.
  std::size_t findReference(std::size_t end) const {
    if (!hasDoctype_ && atDocumentLevel_) return end;  // nothing can have declared one
    for (std::size_t at = text_.find('&', at_); at < end; at = text_.find('&', at + 1)) {
      const std::string_view rest = text_.substr(at);
      bool own = rest.size() > 1 && rest[1] == '#';
      for (const std::string_view name : {"&lt;", "&gt;", "&amp;", "&quot;", "&apos;"}) {
        own = own || rest.substr(0, name.size()) == name;
      }
      if (!own) return at;
    }
    return end;
  }

  void startTag() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && !endsName(text_[end])) ++end;
    if (end == at_ + 1) {
      ok_ = false;
      return;
    }
    Piece* open = add(PieceKind::open, end - at_);
    while (ok_ && at_ < text_.size()) {
      std::size_t next = at_;
      while (next < text_.size() && isSpace(text_[next])) ++next;
      if (next >= text_.size()) break;
      if (text_[next] == '>' || text_.compare(next, 2, "/>") == 0) {
        const bool empty = text_[next] == '/';
        Piece* close = add(PieceKind::close, next + (empty ? 2 : 1) - at_);
        open->last = close;
        if (!empty) open_.push_back(open);
        return;
      }
      attribute(next);
    }
    ok_ = false;
  }

  void attribute(std::size_t nameStart) {
    std::size_t nameEnd = nameStart;
    while (nameEnd < text_.size() && !endsName(text_[nameEnd])) ++nameEnd;
    std::size_t quote = nameEnd;
    while (quote < text_.size() && (isSpace(text_[quote]) || text_[quote] == '=')) ++quote;
    if (nameEnd == nameStart || quote >= text_.size() || (text_[quote] != '"' && text_[quote] != '\'')) {
      ok_ = false;
      return;
    }
    const std::size_t end = text_.find(text_[quote], quote + 1);
    if (end == std::string_view::npos) {
      ok_ = false;
      return;
    }
    const std::size_t start = at_;
    Piece* piece = add(PieceKind::attribute, end + 1 - at_);
    piece->nameStart = static_cast<std::uint32_t>(nameStart - start);
    piece->nameSize = static_cast<std::uint32_t>(nameEnd - nameStart);
    piece->valueStart = static_cast<std::uint32_t>(quote + 1 - start);
    piece->valueSize = static_cast<std::uint32_t>(end - quote - 1);
  }

  void endTag() {
    Piece* end = addThrough(PieceKind::end, ">", 2);
    if (end == nullptr || open_.empty()) {
      ok_ = false;
      return;
    }
    open_.back()->last = end;
    open_.pop_back();
  }

  // Quotes, comments and processing instructions inside the internal subset hide brackets.
  void doctype() {
    hasDoctype_ = true;
    std::size_t at = at_ + 9;
    int depth = 0;
    while (at < text_.size()) {
      const char c = text_[at];
      if (c == '"' || c == '\'') {
        at = text_.find(c, at + 1);
      } else if (text_.compare(at, 4, "<!--") == 0) {
        at = text_.find("-->", at + 4);
        if (at != std::string_view::npos) at += 2;
      } else if (text_.compare(at, 2, "<?") == 0) {
        at = text_.find("?>", at + 2);
        if (at != std::string_view::npos) at += 1;
      } else if (c == '[') {
        ++depth;
      } else if (c == ']') {
        --depth;
      } else if (c == '>' && depth == 0) {
        add(PieceKind::doctype, at + 1 - at_);
        return;
      }
      if (at == std::string_view::npos) break;
      ++at;
    }
    ok_ = false;
  }

  std::string_view text_;
  bool inDocument_;
  bool atDocumentLevel_;
  PieceArena& arena_;
  std::size_t at_ = 0;
  bool ok_ = true;
  bool hasDoctype_ = false;
  PieceRun run_;
  std::vector<Piece*> open_;
};

}  // namespace

Result<PieceRun> tokenize(std::string_view text, Start start, bool inDocument, PieceArena& arena) {
  return Tokenizer(text, start, inDocument, arena).run();
}

}  // namespace carbonfix
