// Where entries of keys stand, for those that a finding names: files that have been let go are read again.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <vector>

#include "carbonfix/document/document.h"
#include "carbonfix/home/home.h"
#include "carbonfix/rules/model.h"
#include "lint/expressions.h"
#include "lint/facts.h"
#include "lint/keys.h"

namespace carbonfix {

// Other homes than the one at hand, as a thread reads them: others may be at work on them.
class OtherHomes {
 public:
  OtherHomes(const std::vector<Home>& homes, const Facts& facts, const ClusterKeys& clusterKeys,
             Expressions& expressions)
      : homes_(homes), facts_(facts), clusterKeys_(clusterKeys), expressions_(expressions) {}

  Location locate(const Pack& pack, const KeyEntry& entry);

 private:
  struct Reader;

  const std::vector<Home>& homes_;
  const Facts& facts_;
  const ClusterKeys& clusterKeys_;
  Expressions& expressions_;
  std::map<std::size_t, std::shared_ptr<Reader>> readers_;  // by home; a few at a time
};

class EntryPlaces {
 public:
  EntryPlaces(const std::vector<Home>& homes, std::size_t home, Keys& keys, OtherHomes& others)
      : homes_(homes), home_(home), keys_(keys), others_(others) {}

  const std::string& node(const KeyEntry& entry) const { return homes_[entry.home].node(); }
  // What it is about; none when that is in another home.
  Node nodeHere(const Pack& pack, const KeyEntry& entry) {
    return entry.home == home_ ? keys_.nodeOf(pack, entry) : Node();
  }
  Location locate(const Pack& pack, const KeyEntry& entry) {
    return entry.home == home_ ? keys_.locate(pack, entry) : others_.locate(pack, entry);
  }

 private:
  const std::vector<Home>& homes_;
  std::size_t home_;
  Keys& keys_;
  OtherHomes& others_;
};

}  // namespace carbonfix
