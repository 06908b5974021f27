#include "lint/cluster_keys.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include "carbonfix/base/text.h"

namespace carbonfix {

ClusterKeys::ClusterKeys(const RunPlan& plan, std::size_t homes) : plan_(plan), parts_(homes) {}

void ClusterKeys::seal() {
  for (std::size_t i = 0; i < plan_.clusterKeys().size(); ++i) {
    auto all = std::make_shared<KeyEntries>();
    std::vector<std::set<const Key*>> withoutFiles;  // by home
    for (auto& ofHome : parts_) {
      const std::unique_ptr<KeyEntries> part = std::move(ofHome[i]);
      std::ranges::move(part->entries, std::back_inserter(all->entries));
      all->complete = all->complete && part->complete;
      withoutFiles.push_back(std::move(part->withoutFiles));
    }
    if (!withoutFiles.empty()) all->withoutFiles = std::move(withoutFiles.front());
    for (const std::set<const Key*>& others : withoutFiles) {
      if (&others != withoutFiles.data())
        std::erase_if(all->withoutFiles, [&](const Key* key) { return !others.contains(key); });
    }
    all->seal();
    sealed_[plan_.clusterKeys()[i]].entries = std::move(all);
  }
  parts_.clear();
}

std::shared_ptr<const KeyEntries> ClusterKeys::find(const Pack& pack, std::string_view name, std::size_t home) const {
  const auto found = sealed_.find({&pack, std::string(name)});
  if (found == sealed_.end()) return nullptr;
  std::atomic<std::size_t>& first = found->second.firstAsker;
  for (std::size_t known = first; home < known && !first.compare_exchange_weak(known, home);) continue;
  return found->second.entries;
}

void ClusterKeys::noteMissing(const std::vector<Home>& homes, Notes& notes) const {
  for (const auto& [key, sealed] : sealed_) {
    if (sealed.firstAsker == kNobody) continue;
    for (const Key* const each : sealed.entries->withoutFiles) {
      for (const std::string_view glob : splitSpace(each->files)) {
        notes.add(homes[sealed.firstAsker].node(), std::string(glob), "no such file");
      }
    }
  }
}

}  // namespace carbonfix
