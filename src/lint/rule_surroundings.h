// Surroundings of a rule: other files of the home, and keys. Remembers which entries of keys were looked up, since
// those become the related locations of a finding.
#pragma once

#include <string_view>
#include <vector>

#include "carbonfix/rules/model.h"
#include "lint/keys.h"
#include "lint/surroundings.h"

namespace carbonfix {

class RuleSurroundings : public HomeSurroundings {
 public:
  RuleSurroundings(Files& files, Keys& keys, LiveHost* machine) : HomeSurroundings(files, machine), keys_(keys) {}

  void enter(const Pack& pack, std::size_t home) {
    pack_ = &pack;
    HomeSurroundings::enter(home);
  }

  NodeSet key(std::string_view name, KeyAsk ask, std::string_view of) override {
    KeyTable& table = keys_.table(*pack_, name);
    const KeyIndex::Indexes& found = table.find(ask, of);
    if (found.empty()) missed_.push_back(&table);
    for (const std::size_t index : found) lookups_.push_back(&table.entry(index));
    return table.elements(ask, of);
  }

  void forgetLookups() {
    lookups_.clear();
    missed_.clear();
  }
  const std::vector<const KeyEntry*>& lookups() const { return lookups_; }
  // Keys that did not have a value that was looked up.
  const std::vector<const KeyTable*>& missed() const { return missed_; }

 private:
  Keys& keys_;
  const Pack* pack_ = nullptr;
  std::vector<const KeyEntry*> lookups_;
  std::vector<const KeyTable*> missed_;
};

}  // namespace carbonfix
