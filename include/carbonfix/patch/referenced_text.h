// Text without its secrets: where one stood there is a reference to what it comes from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/patch/change_set.h"

namespace carbonfix {

struct TextPiece {
  enum class Kind {
    text,
    parameter,  // the value of the sensitive parameter `text`
    omitted,    // another secret; of an edit `text` is the patch that it comes from
  } kind = Kind::text;
  std::string text;
  friend bool operator==(const TextPiece&, const TextPiece&) = default;
};
using ReferencedText = std::vector<TextPiece>;

bool hasSecret(const ReferencedText& text);

// The value of a sensitive parameter.
struct NamedSecret {
  std::string name;
  std::string value;
  friend bool operator==(const NamedSecret&, const NamedSecret&) = default;
};

// The text of each edit of a file, as it will stand in the file: what is around an edit tells that it is a secret, and
// an edit may write a part of one only. Where it can't be told for sure, all the text of an edit is left out.
std::vector<ReferencedText> referencedEdits(const FileChange& file, const std::vector<NamedSecret>& secrets);

// A value that is no secret by its name. One that holds a secret which is no parameter's is left out as a whole.
ReferencedText referencedValue(std::string_view value, const std::vector<NamedSecret>& secrets);

}  // namespace carbonfix
