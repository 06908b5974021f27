// What key('member', v) gives: small elements <member node="…" path="…">value</member>, one an entry.
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
};

class KeyElements {
 public:
  explicit KeyElements(const std::vector<KeyElement>& entries);

  NodeSet of(std::string_view value) const;
  // Indexes of the entries with this value.
  std::vector<std::size_t> indexesOf(std::string_view value) const;

 private:
  Document document_;
  std::vector<Node> elements_;  // by entry
  std::map<std::string, std::vector<std::size_t>, std::less<>> byValue_;
};

// What `use` gave at a node: a value for each node of a set, or the one value.
std::vector<std::string> keyValues(const Value& used);

}  // namespace carbonfix
