// The entries of one key: values, and where they stand. Those of a key across nodes are kept when the files they come
// from have been let go, and threads share them; the elements that key(), group() and usual() give are a thread's own.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "carbonfix/home/home.h"
#include "carbonfix/rules/model.h"
#include "rules/key_elements.h"
#include "rules/key_index.h"

namespace carbonfix {

struct KeyEntry {
  std::size_t home = 0;
  const Key* key = nullptr;
  std::string path;
  std::size_t match = 0;               // the how manieth node of the file that the key matches
  const Document* document = nullptr;  // null: the file has been let go
  Node node;                           // what the key matched, while the document is there
  std::string value;
  std::string group;
  Position at;  // where the pack asks for places
  bool isTemplate = false;
  bool isSecret = false;  // where the document is not kept
};

struct KeyEntries {
  std::vector<KeyEntry> entries;
  KeyIndex index;                     // of the entries, which stay as they are from then on
  std::set<const Key*> withoutFiles;  // keys that are about no file there is
  bool complete = true;               // every file of the key could be read
  bool holdsTemplates = false;

  // No entry is added after this.
  void seal();
};

class KeyTable {
 public:
  KeyTable(std::shared_ptr<const KeyEntries> entries, const std::vector<Home>& homes)
      : shared_(std::move(entries)), homes_(homes) {}

  const KeyIndex::Indexes& find(KeyAsk ask, std::string_view of) const { return shared_->index.find(ask, of); }
  const KeyEntry& entry(std::size_t index) const { return shared_->entries[index]; }
  // The elements of what was found.
  NodeSet elements(KeyAsk ask, std::string_view of);
  // That a value is not there says nothing where a file can't be read, or where one of the values is yet to be filled
  // in.
  bool isComplete() const { return shared_->complete; }
  bool holdsTemplates() const { return shared_->holdsTemplates; }

 private:
  struct Made {
    std::unique_ptr<Document> document;
    NodeSet elements;
  };
  Made make(const KeyIndex::Indexes& indexes) const;

  std::shared_ptr<const KeyEntries> shared_;
  const std::vector<Home>& homes_;
  std::optional<Made> all_;  // of few entries, by entry
  std::map<std::pair<KeyAsk, std::string>, Made> asked_;
};

}  // namespace carbonfix
