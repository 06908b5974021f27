#include "tools/lean.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace carbonfix {
namespace {

constexpr std::array<std::string_view, 2> kDropped = {"example", "p"};
constexpr std::array<std::string_view, 4> kPasted = {"add", "replace", "set", "merge"};

template <std::size_t N>
bool isOneOf(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

enum class Kind { text, comment, other, start, end, empty };

struct Piece {
  Kind kind = Kind::text;
  std::string_view text;
  std::string_view name;  // of a tag
};

// Cuts a well-formed document into text, tags, comments and the rest (CDATA, processing instructions, DOCTYPE).
class Cutter {
 public:
  explicit Cutter(std::string_view text) : rest_(text) {}

  // False at the end and at markup that does not close; `broken` tells which.
  bool next(Piece& piece) {
    if (rest_.empty()) return false;
    if (rest_.front() != '<') return take(piece, Kind::text, std::min(rest_.find('<'), rest_.size()));
    if (rest_.starts_with("<!--")) return takeTo(piece, Kind::comment, "-->", 4);
    if (rest_.starts_with("<![CDATA[")) return takeTo(piece, Kind::other, "]]>", 9);
    if (rest_.starts_with("<?")) return takeTo(piece, Kind::other, "?>", 2);
    if (rest_.starts_with("<!")) return takeTo(piece, Kind::other, ">", 2);
    return takeTag(piece);
  }

  bool broken() const { return broken_; }

 private:
  bool take(Piece& piece, Kind kind, std::size_t length) {
    piece = {kind, rest_.substr(0, length), {}};
    rest_.remove_prefix(length);
    return true;
  }

  bool takeTo(Piece& piece, Kind kind, std::string_view end, std::size_t from) {
    const std::size_t at = rest_.find(end, from);
    if (at == std::string_view::npos) return fail();
    return take(piece, kind, at + end.size());
  }

  bool takeTag(Piece& piece) {
    std::size_t at = 1;
    char quote = 0;
    for (; at < rest_.size() && (quote != 0 || rest_[at] != '>'); ++at) {
      const char c = rest_[at];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if (c == '"' || c == '\'') {
        quote = c;
      }
    }
    if (at == rest_.size()) return fail();
    const bool isEnd = rest_.starts_with("</");
    const bool isEmpty = rest_[at - 1] == '/';
    take(piece, isEnd ? Kind::end : isEmpty ? Kind::empty : Kind::start, at + 1);
    const std::string_view inside = piece.text.substr(isEnd ? 2 : 1);
    piece.name = inside.substr(0, inside.find_first_of(" \t\r\n/>"));
    return true;
  }

  bool fail() {
    broken_ = true;
    return false;
  }

  std::string_view rest_;
  bool broken_ = false;
};

// Something was left out behind `out`; takes the rest of the line with it when nothing else stands on that line.
void closeGap(std::string& out, std::string_view& following) {
  const std::size_t last = out.find_last_not_of(" \t");
  const std::size_t first = following.find_first_not_of(" \t");
  const bool startsLine = last == std::string::npos || out[last] == '\n';
  const bool endsLine = first != std::string_view::npos && (following[first] == '\n' || following[first] == '\r');
  if (!startsLine || !endsLine) return;
  out.resize(last == std::string::npos ? 0 : last + 1);
  following.remove_prefix(following.find('\n') == std::string_view::npos ? first : following.find('\n') + 1);
}

}  // namespace

std::optional<std::string> leanPack(std::string_view pack) {
  std::string out;
  out.reserve(pack.size());
  Cutter cutter(pack);
  Piece piece;
  int depth = 0;
  int dropping = 0;  // depth inside an element that is left out
  int pasted = 0;    // depth inside content that stays as it is
  bool gap = false;
  while (cutter.next(piece)) {
    const int step = piece.kind == Kind::start ? 1 : piece.kind == Kind::end ? -1 : 0;
    depth += step;
    if (dropping > 0) {
      dropping += step;
      gap = true;
      continue;
    }
    if (pasted > 0 || (step > 0 && isOneOf(piece.name, kPasted))) {
      pasted += step;
    } else if (step > 0 && isOneOf(piece.name, kDropped)) {
      dropping = 1;
      continue;
    } else if (piece.kind == Kind::comment || (piece.kind == Kind::empty && isOneOf(piece.name, kDropped))) {
      gap = true;
      continue;
    }
    if (gap && piece.kind == Kind::text) closeGap(out, piece.text);
    gap = false;
    out += piece.text;
  }
  if (cutter.broken() || depth != 0) return std::nullopt;
  return out;
}

}  // namespace carbonfix
