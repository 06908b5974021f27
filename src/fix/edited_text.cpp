#include "fix/edited_text.h"

#include <algorithm>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

void addOwners(std::vector<std::string>& owners, const std::vector<std::string>& more) {
  for (const std::string& owner : more) {
    if (std::ranges::find(owners, owner) == owners.end()) owners.push_back(owner);
  }
}

}  // namespace

// Walks over pieces once; they can be cut anywhere.
class EditedText::Cursor {
 public:
  explicit Cursor(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {}

  // The next pieces of `length` bytes together, and the empty ones before them.
  std::vector<Piece> take(std::size_t length) {
    std::vector<Piece> taken;
    while (next_ < pieces_.size() && (length > 0 || pieces_[next_].length == 0)) {
      Piece& piece = pieces_[next_];
      if (piece.length > length) {
        taken.push_back(cutOff(piece, length));
        break;
      }
      length -= piece.length;
      taken.push_back(std::move(piece));
      ++next_;
    }
    return taken;
  }
  std::vector<Piece> rest() {
    return {std::make_move_iterator(pieces_.begin() + static_cast<std::ptrdiff_t>(next_)),
            std::make_move_iterator(pieces_.end())};
  }

 private:
  static Piece cutOff(Piece& piece, std::size_t length) {
    Piece head = piece;
    head.length = length;
    piece.length -= length;
    if (piece.isOriginal) {
      piece.offset += length;
    } else {
      head.text.resize(length);
      piece.text.erase(0, length);
    }
    return head;
  }

  std::vector<Piece> pieces_;
  std::size_t next_ = 0;
};

EditedText::EditedText(std::string before)
    : before_(std::move(before)), pieces_{{.isOriginal = true, .offset = 0, .length = before_.size()}} {}

std::string_view EditedText::textOf(const Piece& piece) const {
  return piece.isOriginal ? std::string_view(before_).substr(piece.offset, piece.length) : piece.text;
}

std::string EditedText::after() const {
  std::string out;
  for (const Piece& piece : pieces_) out += textOf(piece);
  return out;
}

void EditedText::apply(const std::vector<OwnedEdit>& edits) {
  Cursor cursor(std::move(pieces_));
  pieces_.clear();
  std::size_t at = 0;
  for (const auto& [edit, owner] : edits) {
    std::ranges::move(cursor.take(edit.offset - at), std::back_inserter(pieces_));
    Piece piece{.length = edit.text.size(), .text = edit.text, .owners = {}};
    for (const Piece& gone : cursor.take(edit.length)) addOwners(piece.owners, gone.owners);
    addOwners(piece.owners, {owner});
    pieces_.push_back(std::move(piece));
    at = edit.offset + edit.length;
  }
  std::ranges::move(cursor.rest(), std::back_inserter(pieces_));
}

std::vector<OwnedEdit> EditedText::edits() const {
  std::vector<OwnedEdit> out;
  std::size_t at = 0;  // of before_, up to which all is told
  std::string text;
  std::vector<std::string> owners;
  const auto flush = [&](std::size_t end) {
    if (std::string_view(before_).substr(at, end - at) != text) {
      out.push_back({{.offset = at, .length = end - at, .text = text}, join(owners, ", ")});
    }
    text.clear();
    owners.clear();
  };
  for (const Piece& piece : pieces_) {
    if (piece.isOriginal) {
      flush(piece.offset);
      at = piece.offset + piece.length;
    } else {
      text += piece.text;
      addOwners(owners, piece.owners);
    }
  }
  flush(before_.size());
  return out;
}

}  // namespace carbonfix
