// The inventory of a cluster: its nodes, their roles, and the values that rules ask for. docs/inventory.md tells the
// file's form, rules/schema/inventory.rng is its schema.
//
// Reading the file reads no value that stands elsewhere (from="env:…", from="file:…"): those of a node are read when
// they are asked for. No message ever holds a value.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/result.h"
#include "carbonfix/document/document.h"

namespace carbonfix {

inline constexpr std::string_view kInventoryNamespace = "urn:carbonfix:inventory:1";

struct InventoryParam {
  enum class Source { text, environment, file };
  std::string name;
  Source source = Source::text;
  std::string text;  // the value, the variable's name, or the file's path as written
  bool sensitive = false;
  Position at;  // of its name
};

struct InventoryRole {
  std::string name;
  std::vector<InventoryParam> params;
};

struct InventoryNode {
  std::string name;
  std::string host;
  std::string home;                // where the product is installed; a relative path is one beside the inventory
  std::vector<std::string> roles;  // of two that have the same parameter the later one counts
  std::vector<InventoryParam> params;
  // What its files should say; empty: not told.
  std::string product;
  std::string version;
  std::string offset;
  Position at;                                          // of its start tag
  std::map<std::string, Position, std::less<>> places;  // of the values of its attributes
};

struct Inventory {
  std::string path;
  std::string cluster;
  std::vector<InventoryParam> params;  // for all nodes
  std::vector<InventoryRole> roles;
  std::vector<InventoryNode> nodes;

  const InventoryNode* find(std::string_view node) const;
  // A runtime of an EI home ("ei1/analytics") that has no node of its own is part of its home's.
  const InventoryNode* nodeOf(std::string_view homesNode) const;
  std::vector<std::string> nodeNames() const;
  // The offset that the node should have, from offset= or the parameter of that name, where its value stands in the
  // inventory, and where it does. Empty: none is told.
  std::pair<std::string, Position> offsetOf(const InventoryNode& node) const;
  // The parameters of a node: the cluster's, those of its roles, its own; later ones win.
  std::map<std::string, const InventoryParam*, std::less<>> paramsOf(const InventoryNode& node) const;
  // `relative` as a path from the current folder; absolute ones as they are.
  std::string beside(const std::string& relative) const;
};

// From a document that the schema accepts. All problems at once: names that are there twice, roles that nobody
// declares, values that can't be.
Result<Inventory, Errors> readInventory(const Document& document);

// Where values come from that do not stand in the inventory.
struct ValueSources {
  const FileSystem& files;
  std::function<std::optional<std::string>(const char* name)> environment;
};

// Of a file one line end at its end is cut. Error: no such variable or file; the parameter and its place, no value.
Result<std::string> valueOf(const Inventory& inventory, const InventoryParam& param, const ValueSources& sources);

// The tree that rules see, a document of its own:
//   <cluster name="…"><node name="das1" host="…" roles="a b"><param name="offset">0</param>…</node>…</cluster>
// Each node has all its parameters. One that is sensitive has sensitive="true" and no value.
Result<Document, Errors> inventoryTree(const Inventory& inventory, const ValueSources& sources,
                                       const std::function<bool(std::string_view name)>& isSensitive);

}  // namespace carbonfix
