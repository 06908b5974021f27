// <key>: where each value stands, over the files of one home or of all homes. An index is built in one pass, so that
// references and duplicates cost O(n).
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "carbonfix/document/document.h"
#include "carbonfix/document/xpath.h"
#include "carbonfix/rules/model.h"
#include "lint/cluster_keys.h"
#include "lint/evaluation.h"
#include "lint/facts.h"
#include "lint/files.h"
#include "lint/key_table.h"
#include "lint/secrets_in_files.h"
#include "lint/surroundings.h"

namespace carbonfix {

// The tables of keys across nodes that a thread has made so far.
using ClusterTables = std::map<const KeyEntries*, KeyTable>;

// As they are seen from one home.
class Keys {
 public:
  struct Parts {
    Files& files;
    std::size_t home;
    const Facts& facts;
    const ClusterKeys& clusterKeys;
    ClusterTables& clusterTables;
    Expressions& expressions;
    RuleFaults& faults;
    Notes& notes;
  };
  explicit Keys(const Parts& parts);

  // The entries of every <key> of this name in the pack: of all homes once they are known, else of this home. They are
  // looked for while another expression runs, hence by an evaluation of its own, in which key() finds nothing.
  KeyTable& table(const Pack& pack, std::string_view name);

  // What this home has of a key, to be kept when its files are let go.
  std::unique_ptr<KeyEntries> entriesToKeep(const Pack& pack, std::string_view name);

  // What the key matched, which may have been let go meanwhile; none: the file is not what it was. The home is this
  // one.
  Node nodeOf(const Pack& pack, const KeyEntry& entry);
  // And where it stands.
  Location locate(const Pack& pack, const KeyEntry& entry);

 private:
  std::unique_ptr<KeyEntries> entriesOf(const Pack& pack, std::string_view name);
  void collect(const Pack& pack, const Key& key, KeyEntries& into);
  void collectFile(const Pack& pack, const Key& key, const std::string& path, const Document& document,
                   KeyEntries& into);
  void enter(const Pack& pack, const std::string& path, Variables& facts);

  Parts parts_;
  HomeSurroundings surroundings_;
  Evaluation evaluation_;
  SecretsInFiles secrets_;
  std::map<std::pair<const Pack*, std::string>, std::unique_ptr<KeyTable>> tables_;
  std::map<std::pair<const Key*, std::string>, NodeSet> matched_;  // of what was let go, by key and file
};

// Is one of the keys of this name an index over all homes?
bool isClusterKey(const Pack& pack, std::string_view name);

}  // namespace carbonfix
