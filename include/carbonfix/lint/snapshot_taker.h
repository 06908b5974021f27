// Takes the snapshot of a home: the names of all that is in it, and the texts of what rules can read.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/home/home.h"
#include "carbonfix/home/snapshot.h"
#include "carbonfix/rules/model.h"

namespace carbonfix {

struct SnapshotTaking {
  std::string machine = {};  // the name of the machine
  std::string taken = {};    // the time
  std::string key = {};      // of the digests of secrets; empty: none are made
};

// `unread` gets what rules would read, and this user could not: path and reason.
struct TakenSnapshot {
  Snapshot snapshot;
  Errors unread;
};

// Rules can read the files of their patterns and keys in all phases, every XML file of the configuration root, and what
// they open from there. No secret that is not known to everybody is in the snapshot.
TakenSnapshot takeSnapshot(const Home& home, const std::vector<Pack>& packs, const SnapshotTaking& taking);

// Tells keys apart, and nothing else of them.
std::string keyIdOf(const std::string& key);

}  // namespace carbonfix
