// What key('member', v), group('member', g) and usual('member', g) give: small elements
// <member node="…" path="…" group="…" size="…">value</member>, one an entry.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/document/document.h"
#include "carbonfix/document/xpath.h"
#include "rules/key_index.h"

namespace carbonfix {

struct KeyElement {
  std::string key;
  std::string node;
  std::string path;
  Position at;  // line 0: it is not told
  std::string value;
  std::string group;
  bool isTemplate = false;  // its value is yet to be filled in, and so can't be the usual one
  std::size_t groupSize = 0;
};

class KeyElements {
 public:
  explicit KeyElements(std::vector<KeyElement> entries);

  // Of entries, in their order.
  const KeyIndex::Indexes& find(KeyAsk ask, std::string_view of) const { return index_.find(ask, of); }
  NodeSet elements(const KeyIndex::Indexes& indexes) const;

 private:
  std::vector<KeyElement> entries_;
  KeyIndex index_;
  Document document_;
  std::vector<Node> elements_;  // by entry
};

// The elements of these entries, in their order, in a document of their own.
Document documentOf(const std::vector<KeyElement>& entries);

// What `use` gave at a node: a value for each node of a set, or the one value.
std::vector<std::string> keyValues(const Value& used);

}  // namespace carbonfix
