#include "lint/entry_places.h"

#include <utility>

namespace carbonfix {
namespace {

constexpr std::size_t kMostReaders = 8;

std::vector<Home> onlyThis(const Home& home) {
  std::vector<Home> homes;
  homes.push_back(home.another());
  return homes;
}

}  // namespace

struct OtherHomes::Reader {
  Reader(const OtherHomes& others, std::size_t home)
      : homes(onlyThis(others.homes_[home])),
        files(homes, notes, unmeasured),
        keys({files, 0, others.facts_, others.clusterKeys_, tables, others.expressions_, faults, notes}) {}

  std::vector<Home> homes;
  Notes notes;  // all of it was said when the entries were collected
  RuleFaults faults;
  Stats unmeasured{false};
  Files files;
  ClusterTables tables;
  Keys keys;
};

Location OtherHomes::locate(const Pack& pack, const KeyEntry& entry) {
  const auto known = readers_.find(entry.home);
  if (known != readers_.end()) return known->second->keys.locate(pack, entry);
  if (readers_.size() == kMostReaders) readers_.clear();
  auto& reader = readers_[entry.home];
  reader = std::make_shared<Reader>(*this, entry.home);
  return reader->keys.locate(pack, entry);
}

}  // namespace carbonfix
