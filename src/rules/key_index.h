// Where the entries of a key are found: by value, by group, and the usual one of a group. Nothing of it changes once it
// is made, so threads may share it.
#pragma once

#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "carbonfix/document/xpath.h"

namespace carbonfix {

class KeyIndex {
 public:
  struct Item {
    std::string_view value;
    std::string_view group;
    bool isTemplate = false;  // its value is yet to be filled in, and so can't be the usual one
  };
  using Indexes = std::vector<std::size_t>;  // of items, in their order

  KeyIndex() = default;
  // The texts live longer.
  explicit KeyIndex(const std::vector<Item>& items);

  const Indexes& find(KeyAsk ask, std::string_view of) const;

 private:
  using Index = std::unordered_map<std::string_view, Indexes>;

  Index byValue_;
  Index byGroup_;
  Index usual_;  // by group, one item each
};

}  // namespace carbonfix
