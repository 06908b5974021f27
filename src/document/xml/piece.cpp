#include "document/xml/piece.h"

#include <algorithm>

namespace carbonfix {
namespace {

constexpr std::size_t kFirstBlock = 16;  // most files that are not XML are small
constexpr std::size_t kLargestBlock = std::size_t{1} << 18;

}  // namespace

Piece* PieceArena::make(PieceKind kind, std::string_view text, bool original) {
  if (blocks_.empty() || blocks_.back().size() == blocks_.back().capacity()) {
    const std::size_t room = blocks_.empty() ? kFirstBlock : std::min(blocks_.back().capacity() * 2, kLargestBlock);
    blocks_.emplace_back().reserve(room);
  }
  Piece& piece = blocks_.back().emplace_back();
  piece.kind = kind;
  piece.text = text;
  piece.original = original;
  piece.last = &piece;
  return &piece;
}

std::string_view PieceArena::own(std::string text) { return texts_.emplace_back(std::move(text)); }

void append(PieceRun& run, Piece* piece) {
  if (run.last == nullptr) {
    run.first = piece;
  } else {
    run.last->next = piece;
    piece->previous = run.last;
  }
  run.last = piece;
}

void linkAfter(Piece* anchor, PieceRun run) {
  if (run.first == nullptr) return;
  run.last->next = anchor->next;
  if (anchor->next != nullptr) anchor->next->previous = run.last;
  anchor->next = run.first;
  run.first->previous = anchor;
}

void unlink(Piece* first, Piece* last) {
  if (first->previous != nullptr) first->previous->next = last->next;
  if (last->next != nullptr) last->next->previous = first->previous;
  first->previous = nullptr;
  last->next = nullptr;
}

std::string textOf(const Piece* first, const Piece* last) {
  std::string out;
  for (const Piece* piece = first; piece != nullptr; piece = piece->next) {
    out += piece->text;
    if (piece == last) break;
  }
  return out;
}

}  // namespace carbonfix
