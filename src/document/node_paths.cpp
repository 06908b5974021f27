#include "carbonfix/document/node_paths.h"

#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace carbonfix {
namespace {

// What a person tells siblings of one name apart by.
std::string keyOf(const Node& element) {
  for (const char* key : {"name", "id", "path", "key"}) {
    if (element.hasAttribute(key)) return fmt::format("@{}='{}'", key, element.attribute(key));
  }
  for (const Node& child : element.elements()) {
    if (child.name() == "name" || child.name() == "id") return fmt::format("{}='{}'", child.name(), child.value());
  }
  return {};
}

struct Sibling {
  Node element;
  std::size_t position = 0;  // among those of its name
  std::string key = {};
};

// Siblings of one name: their keys where they tell them apart, else their positions.
void addSteps(const std::string& name, std::vector<Sibling> same, std::unordered_map<const void*, std::string>& steps) {
  if (same.size() == 1) {
    steps.emplace(same.front().element.raw(), name);
    return;
  }
  std::unordered_map<std::string, std::size_t> keys;
  for (Sibling& each : same) {
    each.key = keyOf(each.element);
    ++keys[each.key];
  }
  for (const Sibling& each : same) {
    const bool isKnownByKey = !each.key.empty() && keys[each.key] == 1;
    steps.emplace(each.element.raw(),
                  isKnownByKey ? fmt::format("{}[{}]", name, each.key) : fmt::format("{}[{}]", name, each.position));
  }
}

}  // namespace

std::string NodePaths::of(Node node) {
  if (!node) return {};
  if (node.kind() == NodeKind::document) return "/";
  const Node parent = node.parent();
  const std::string before = parent && parent.kind() == NodeKind::element ? of(parent) : std::string();
  switch (node.kind()) {
    case NodeKind::element:
      return before + "/" + stepOf(node);
    case NodeKind::attribute:
      return before + "/@" + node.name();
    case NodeKind::comment:
      return before + "/comment()";
    case NodeKind::instruction:
      return before + "/processing-instruction()";
    default:
      return before + "/text()";
  }
}

const std::string& NodePaths::stepOf(Node element) {
  const auto known = steps_.find(element.raw());
  if (known != steps_.end()) return known->second;
  const Node parent = element.parent();
  if (!parent || parent.kind() != NodeKind::element) {
    return steps_.emplace(element.raw(), element.name()).first->second;
  }
  std::map<std::string, std::vector<Sibling>> byName;
  for (const Node& each : parent.elements()) {
    std::vector<Sibling>& same = byName[each.name()];
    same.push_back({.element = each, .position = same.size() + 1});
  }
  for (auto& [name, same] : byName) addSteps(name, std::move(same), steps_);
  return steps_.at(element.raw());
}

}  // namespace carbonfix
