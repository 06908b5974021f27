// A file's bytes through several rounds of edits, each on the result of the one before; and what they all amount to.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "carbonfix/document/document.h"

namespace carbonfix {

// An edit, and the rule that it comes from.
struct OwnedEdit {
  Edit edit;
  std::string owner;
};

class EditedText {
 public:
  explicit EditedText(std::string before);

  const std::string& before() const { return before_; }
  std::string after() const;

  // Edits of the present bytes: ascending, not overlapping.
  void apply(const std::vector<OwnedEdit>& edits);
  // What all of them amount to: edits of before(), ascending, not overlapping. Where one took the place of another the
  // owners of both are named.
  std::vector<OwnedEdit> edits() const;

 private:
  // Bytes of before(), or text that came in; a removal is a text of no bytes.
  struct Piece {
    bool isOriginal = false;
    std::size_t offset = 0;  // of the original
    std::size_t length = 0;
    std::string text = {};                 // of what came in
    std::vector<std::string> owners = {};  // of what came in
  };
  class Cursor;

  std::string_view textOf(const Piece& piece) const;

  std::string before_;
  std::vector<Piece> pieces_;
};

}  // namespace carbonfix
