// The homes that the command line names, and the inventory that says which node each of them is.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/cli/cli.h"
#include "carbonfix/home/home.h"
#include "carbonfix/home/inventory.h"
#include "carbonfix/home/overlay.h"
#include "cli/given_snapshots.h"
#include "cli/options.h"

namespace carbonfix {

struct GivenHomes {
  std::vector<Home> base;                       // of --base, with its runtimes; empty without it
  std::unique_ptr<OverlayFileSystem> overlays;  // through which `homes` see it
  Snapshots snapshots;                          // through which homes are seen that are elsewhere
  std::vector<Home> homes;
  std::vector<std::string> notes;      // for whoever is to see them
  std::optional<Inventory> inventory;  // of --inventory
  // Where all nodes of the inventory were asked for: those whose home can't be found, and why; empty: it tells none.
  std::map<std::string, std::string> absent;
  std::vector<std::string> strangers;  // paths of homes that are no node of the inventory

  // Null without an inventory, and for a home that is no node of it.
  const InventoryNode* nodeOf(const Home& home) const;
};

// The homes of --node and of the arguments; $CARBON_HOME when there are none, else the home= of the nodes that --node
// names. With an inventory every home is one of its nodes: by --node, or by the node's home=. Commands that only look
// take all its nodes when nothing is said, and homes that are none of them. With --base they are folders that lie over
// it.
Result<GivenHomes, Errors> openGivenHomes(const Options& options, const Console& console);

}  // namespace carbonfix
