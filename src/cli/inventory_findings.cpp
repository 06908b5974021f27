#include "cli/inventory_findings.h"

#include <set>
#include <string>

#include "carbonfix/lint/expectations.h"
#include "cli/source_lines.h"

namespace carbonfix {
namespace {

// A run over one home is about that one.
bool isOfCluster(const GivenHomes& given, const std::set<const InventoryNode*>& there) {
  return there.size() + given.strangers.size() > 1;
}

// The line that a finding is at, without secrets. A script's may hold any: it is not shown.
void showLine(Finding& finding, SourceLines& lines) {
  if (!finding.located || !finding.path.ends_with(".xml")) return;
  const Position from = finding.location.start;
  const Position to = finding.location.end;
  finding.excerpt = lines.line(finding, from.line);
  finding.excerptColumn = from.column;
  finding.excerptLength = to.line == from.line && to.column > from.column ? to.column - from.column : 1;
}

}  // namespace

void expectInventory(const GivenHomes& given, const std::vector<Home>& homes, const std::vector<std::string>& secrets,
                     LintOptions& options) {
  if (!given.inventory) return;
  std::set<const InventoryNode*> there;
  for (const Home& home : homes) {
    if (const InventoryNode* const node = given.nodeOf(home)) there.insert(node);
  }
  for (const InventoryNode& node : given.inventory->nodes) {
    if (there.contains(&node)) continue;
    const auto absent = given.absent.find(node.name);
    if (absent == given.absent.end()) {
      if (isOfCluster(given, there)) options.found.push_back(nodeMissing(*given.inventory, node));
    } else if (!absent->second.empty()) {
      options.found.push_back(homeMissing(*given.inventory, node, absent->second));
    } else {
      options.notChecked.push_back({.node = node.name, .path = {}, .why = "the inventory has no home= for it"});
    }
  }
  options.look = [&given, &secrets](const Home& home) {
    std::vector<Finding> found = differences(home, *given.inventory, given.nodeOf(home));
    SourceLines lines({&home, 1}, secrets);
    for (Finding& finding : found) {
      if (finding.node == home.node()) showLine(finding, lines);
    }
    return found;
  };
}

}  // namespace carbonfix
