// <key>: where each value stands, over the files of one home or of all homes. An index is built when a rule first asks
// for it, in one pass, so that references and duplicates cost O(n).
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "carbonfix/document/document.h"
#include "carbonfix/document/xpath.h"
#include "carbonfix/rules/model.h"
#include "lint/evaluation.h"
#include "lint/facts.h"
#include "lint/files.h"
#include "lint/surroundings.h"
#include "rules/key_elements.h"

namespace carbonfix {

struct KeyEntry {
  std::size_t home = 0;
  std::string path;
  const Document* document = nullptr;
  Node node;  // what the key matched
  std::string key;
  std::string value;
  std::string group;
};

// The entries of one key, and the elements that key(), group() and usual() give of them.
class KeyTable {
 public:
  // `places`: the elements have lines and columns. `complete`: every file of the key could be read.
  KeyTable(std::vector<KeyEntry> entries, const std::vector<Home>& homes, bool places, bool complete);
  const KeyElements& elements() const { return elements_; }
  const KeyEntry& entry(std::size_t index) const { return entries_[index]; }
  // That a value is not there says nothing where a file can't be read, or where one of the values is yet to be filled
  // in.
  bool isComplete() const { return complete_; }
  bool holdsTemplates() const { return holdsTemplates_; }

 private:
  std::vector<KeyEntry> entries_;
  KeyElements elements_;
  bool complete_;
  bool holdsTemplates_;
};

class Keys {
 public:
  Keys(Files& files, const Facts& facts, RuleFaults& faults, Notes& notes)
      : files_(files), facts_(facts), surroundings_(files), evaluation_(&surroundings_, faults, notes) {}

  // The index of every <key> of this name in the pack, seen from this home. It is made while another expression runs,
  // hence by an evaluation of its own, in which key() finds nothing.
  const KeyTable& table(const Pack& pack, std::string_view name, std::size_t home);

 private:
  // False where a file can't be read.
  bool collect(const Pack& pack, const Key& key, std::size_t home, std::vector<KeyEntry>& entries);

  Files& files_;
  const Facts& facts_;
  HomeSurroundings surroundings_;
  Evaluation evaluation_;
  std::map<std::tuple<const Pack*, std::string, std::size_t>, std::unique_ptr<KeyTable>> tables_;
};

// Is one of the keys of this name an index over all homes?
bool isClusterKey(const Pack& pack, std::string_view name);

}  // namespace carbonfix
