// What key('member', v), group('member', g) and usual('member', g) give: small elements
// <member node="…" path="…" group="…" size="…">value</member>, one an entry.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/document/document.h"
#include "carbonfix/document/xpath.h"

namespace carbonfix {

struct KeyElement {
  std::string key;
  std::string node;
  std::string path;
  Position at;  // line 0: it is not told
  std::string value;
  std::string group;
  bool isTemplate = false;  // its value is yet to be filled in, and so can't be the usual one
};

class KeyElements {
 public:
  explicit KeyElements(const std::vector<KeyElement>& entries);

  using Indexes = std::vector<std::size_t>;  // of entries, in their order
  Indexes find(KeyAsk ask, std::string_view of) const;
  NodeSet elements(const Indexes& indexes) const;

 private:
  using Index = std::map<std::string, Indexes, std::less<>>;

  Document document_;
  std::vector<Node> elements_;  // by entry
  Index byValue_;
  Index byGroup_;
  Index usual_;  // by group, one entry each
};

// What `use` gave at a node: a value for each node of a set, or the one value.
std::vector<std::string> keyValues(const Value& used);

}  // namespace carbonfix
