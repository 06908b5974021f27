// Ids as people write them: exact, a prefix that ends in ".", or a glob.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/rules/model.h"

namespace carbonfix {

bool covers(std::string_view wanted, std::string_view id);
bool coversOne(const std::vector<std::string>& wanted, std::string_view id);

// Of the packs' checks and of the tool's own findings, sorted.
std::vector<std::string> knownIds(const std::vector<Pack>& packs);

// A misspelt prefix is put right as a prefix: "clusterin." means "clustering.".
std::string didYouMeanId(const std::string& wanted, const std::vector<std::string>& ids);

// The known ids, collected when first asked for.
class KnownIds {
 public:
  explicit KnownIds(const std::vector<Pack>& packs) : packs_(packs) {}

  // Does some rule have it? Of a pack that was not given nothing is known: where the shipped packs are left out, ids
  // of packs that are not there are let pass.
  bool mayExist(std::string_view wanted);
  std::string didYouMean(const std::string& wanted) { return didYouMeanId(wanted, all()); }

 private:
  const std::vector<std::string>& all();

  const std::vector<Pack>& packs_;
  std::vector<std::string> ids_;
};

}  // namespace carbonfix
