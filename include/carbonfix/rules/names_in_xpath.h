// Names that an XPath expression mentions, with their places in it: for messages about rules, and for knowing which
// checks need other nodes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace carbonfix {

struct NameInXPath {
  std::string name;
  std::size_t column = 0;  // 1-based code point inside the expression
};

struct KeyInXPath : NameInXPath {
  bool byGroup = false;
};

// The literal first arguments of key(…), group(…) and usual(…); a key whose name is computed is not among them.
std::vector<KeyInXPath> keysIn(std::string_view xpath);

// Variables, without $; each time one is mentioned.
std::vector<NameInXPath> variablesIn(std::string_view xpath);

}  // namespace carbonfix
