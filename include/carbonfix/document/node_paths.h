// Paths of many nodes: what tells siblings apart is found once for all of them, so that a thousand findings in one file
// cost no walk over their siblings each.
#pragma once

#include <string>
#include <unordered_map>

#include "carbonfix/document/node.h"

namespace carbonfix {

// The same as Node::path() for each; the documents must not change in between.
class NodePaths {
 public:
  std::string of(Node node);

 private:
  const std::string& stepOf(Node element);

  std::unordered_map<const void*, std::string> steps_;  // of elements; those of siblings are made at once
};

}  // namespace carbonfix
