#include "lint/key_table.h"

#include <algorithm>
#include <numeric>

namespace carbonfix {
namespace {

// The elements of so many entries are made at once, in one document. Of more than that, those are made that are asked
// for, since each thread has its own.
constexpr std::size_t kFew = 1000;

}  // namespace

void KeyEntries::seal() {
  std::vector<KeyIndex::Item> items;
  items.reserve(entries.size());
  for (const KeyEntry& entry : entries) items.push_back({entry.value, entry.group, entry.isTemplate});
  index = KeyIndex(items);
  holdsTemplates = std::ranges::any_of(entries, &KeyEntry::isTemplate);
}

NodeSet KeyTable::elements(KeyAsk ask, std::string_view of) {
  const KeyIndex::Indexes& indexes = find(ask, of);
  if (indexes.empty()) return {};
  if (shared_->entries.size() > kFew) {
    const auto [place, isNew] = asked_.try_emplace({ask, std::string(of)});
    if (isNew) place->second = make(indexes);
    return place->second.elements;
  }
  if (!all_) {
    KeyIndex::Indexes every(shared_->entries.size());
    std::iota(every.begin(), every.end(), std::size_t{0});
    all_ = make(every);
  }
  NodeSet found;
  for (const std::size_t index : indexes) found.push_back(all_->elements[index]);
  return found;
}

KeyTable::Made KeyTable::make(const KeyIndex::Indexes& indexes) const {
  std::vector<KeyElement> elements;
  elements.reserve(indexes.size());
  for (const std::size_t index : indexes) {
    const KeyEntry& entry = shared_->entries[index];
    elements.push_back({entry.key->name, homes_[entry.home].node(), entry.path, entry.at, entry.value, entry.group,
                        entry.isTemplate, shared_->index.find(KeyAsk::group, entry.group).size()});
  }
  Made made{std::make_unique<Document>(documentOf(elements)), {}};
  made.elements = made.document->rootElement().elements();
  return made;
}

}  // namespace carbonfix
