// What a finding is recognised by in a later run: its rule, its file, and the place in there, told by names and keys
// and by the text that stands there, never by line numbers. Edits elsewhere, another layout, other line ends, and the
// move to another home leave it as it is.
//
// Secrets are left out (their mask stands for them), so a fingerprint gives nobody a password to guess at; a finding
// about a password keeps its fingerprint when that changes.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "carbonfix/document/node.h"
#include "carbonfix/lint/finding.h"

namespace carbonfix {

// "/axisconfig/clustering/parameter[@name='domain']": keys where there are some, no positions among siblings.
class PlacesByNames {
 public:
  std::string of(Node node);

 private:
  const std::string& ofParent(Node node);

  std::unordered_map<const void*, std::string> parents_;  // one of many findings in it is looked at once
};

// The text of what stands there, white space normalised, secrets masked: of an element its attributes, and its value
// when it has no elements in it.
std::string contentWithoutSecrets(Node node, const std::vector<std::string>& secretValues);

// Gives each finding its fingerprint; they must be sorted. Of several that are alike on a node, the n-th stays the
// n-th.
void addFingerprints(std::vector<Finding>& findings);

}  // namespace carbonfix
