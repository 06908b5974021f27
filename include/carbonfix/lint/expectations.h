// The inventory as an expectation: what differs from it is a finding.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "carbonfix/home/home.h"
#include "carbonfix/home/inventory.h"
#include "carbonfix/lint/finding.h"

namespace carbonfix {

// What the files of a home say otherwise. `node`: which one it is; null: none of the inventory's.
std::vector<Finding> differences(const Home& home, const Inventory& inventory, const InventoryNode* node);

// A node whose home can't be found, and why.
Finding homeMissing(const Inventory& inventory, const InventoryNode& node, const std::string& why);
// A node that is not among the homes of the run.
Finding nodeMissing(const Inventory& inventory, const InventoryNode& node);

}  // namespace carbonfix
