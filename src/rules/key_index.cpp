#include "rules/key_index.h"

#include <algorithm>

namespace carbonfix {
namespace {

// The first of the items whose value no other value beats in number; empty: all of them are templates.
KeyIndex::Indexes usualOf(const std::vector<KeyIndex::Item>& items, const KeyIndex::Indexes& group) {
  std::unordered_map<std::string_view, std::size_t> counts;
  std::size_t most = 0;
  for (const std::size_t index : group) {
    if (!items[index].isTemplate) most = std::max(most, ++counts[items[index].value]);
  }
  const auto found = std::ranges::find_if(
      group, [&](std::size_t index) { return !items[index].isTemplate && counts[items[index].value] == most; });
  return found == group.end() ? KeyIndex::Indexes() : KeyIndex::Indexes{*found};
}

}  // namespace

KeyIndex::KeyIndex(const std::vector<Item>& items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    byValue_[items[i].value].push_back(i);
    byGroup_[items[i].group].push_back(i);
  }
  for (const auto& [group, indexes] : byGroup_) usual_[group] = usualOf(items, indexes);
}

const KeyIndex::Indexes& KeyIndex::find(KeyAsk ask, std::string_view of) const {
  static const Indexes none;
  const Index& index = ask == KeyAsk::value ? byValue_ : ask == KeyAsk::group ? byGroup_ : usual_;
  const auto found = index.find(of);
  return found == index.end() ? none : found->second;
}

}  // namespace carbonfix
