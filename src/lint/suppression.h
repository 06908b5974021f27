// Suppression comments: <!-- carbonfix:ignore ID[, ID…]: reason until=2026-12-31 --> directly before an element hides
// what is found in that element; carbonfix:ignore-file before the root element (in formats of lines and in JSON: before
// the first setting) hides it in the whole file. Ids are exact or prefixes that end in "."; there is no form for all.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/document/document.h"

namespace carbonfix {

struct Suppression {
  std::vector<std::string> ids;
  std::string reason;   // may be empty
  std::string until;    // YYYY-MM-DD, the last day; may be empty
  std::string problem;  // why it hides nothing, a sentence; empty: nothing wrong
  bool wholeFile = false;
  Node comment;
  Position from;  // what it covers, unless it is the whole file
  Position to;
};

// Might a file with these bytes have some? Cheap: one search.
bool mayHaveSuppressions(std::string_view bytes);

// All in the file, in its order.
std::vector<Suppression> readSuppressions(const Document& document);

}  // namespace carbonfix
