// The homes that the command line names, and the inventory that says which node each of them is.
#pragma once

#include <optional>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/cli/cli.h"
#include "carbonfix/home/home.h"
#include "carbonfix/home/inventory.h"
#include "cli/options.h"

namespace carbonfix {

struct GivenHomes {
  std::vector<Home> homes;
  std::optional<Inventory> inventory;  // of --inventory

  // Null without an inventory.
  const InventoryNode* nodeOf(const Home& home) const;
};

// The homes of --node and of the arguments; $CARBON_HOME when there are none, else the home= of the nodes that --node
// names. With an inventory every home is one of its nodes: by --node, or by the node's home=.
Result<GivenHomes, Errors> openGivenHomes(const Options& options, const Console& console);

}  // namespace carbonfix
