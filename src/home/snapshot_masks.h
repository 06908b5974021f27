// Takes the secrets out of a text, and notes where they were.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/home/snapshot.h"

namespace carbonfix {

struct Masking {
  std::string_view key = {};            // of the digests; empty: none are made
  bool isJson = false;                  // values without quotes are numbers there
  bool keepsPunctuation = false;        // what a parser may need of a secret stays
  std::vector<std::string> known = {};  // values that are secrets wherever they stand
};

// Is it what nobody has replaced yet: [password], <your password>, #_DB_PASSWORD_#, %PASSWORD%? In XML that is shown.
bool isUnsetSecret(std::string_view value);

SnapshotText masked(SnapshotText plain, const Masking& masking);

}  // namespace carbonfix
