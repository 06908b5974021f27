// From the tree of an inventory to the model.
#include "carbonfix/home/inventory.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr std::string_view kEnvironment = "env:";
constexpr std::string_view kFile = "file:";

bool isOurs(Node element) { return element.namespaceUri() == kInventoryNamespace; }

class InventoryReader {
 public:
  explicit InventoryReader(const Document& document) : document_(document) {}

  Result<Inventory, Errors> read() {
    const Node root = document_.rootElement();
    inventory_.path = document_.path();
    inventory_.cluster = root.attribute("name");
    inventory_.params = readParams(root);
    for (const Node& child : root.elements()) {
      if (!isOurs(child)) continue;
      if (child.localName() == "role") readRole(child);
      if (child.localName() == "node") readNode(child);
    }
    if (!errors_.empty()) return errors_;
    return std::move(inventory_);
  }

 private:
  Position place(Node element, std::string_view attribute) {
    for (const Node& each : element.attributes()) {
      if (each.name() != attribute) continue;
      const auto located = document_.locate(each);
      if (located) return {located->start.line, located->start.column + 1};  // behind the quote
    }
    return {element.line(), 0};
  }

  void add(Node element, std::string_view attribute, std::string message, std::string hint = {}) {
    errors_.push_back(Error{.message = std::move(message),
                            .path = document_.path(),
                            .at = place(element, attribute),
                            .hint = std::move(hint)});
  }

  void readRole(Node element) {
    InventoryRole role{.name = std::string(trim(element.attribute("name"))), .params = readParams(element)};
    if (std::ranges::find(inventory_.roles, role.name, &InventoryRole::name) != inventory_.roles.end()) {
      add(element, "name", fmt::format("the role \"{}\" is there twice", role.name));
    }
    inventory_.roles.push_back(std::move(role));
  }

  void readNode(Node element) {
    InventoryNode node;
    node.name = trim(element.attribute("name"));
    node.host = trim(element.attribute("host"));
    node.home = element.attribute("home");
    node.params = readParams(element);
    node.product = trim(element.attribute("product"));
    node.version = trim(element.attribute("version"));
    node.offset = trim(element.attribute("offset"));
    node.at = document_.locate(element) ? document_.locate(element)->start : Position{element.line(), 0};
    for (const Node& attribute : element.attributes()) {
      node.places.emplace(attribute.name(), place(element, attribute.name()));
    }
    std::vector<std::string> known;
    for (const InventoryRole& role : inventory_.roles) known.push_back(role.name);
    const std::string roles = element.attribute("roles");
    for (const std::string_view role : splitSpace(roles)) {
      node.roles.emplace_back(role);
      if (std::ranges::find(known, role) != known.end()) continue;
      add(element, "roles", fmt::format("there is no role \"{}\"{}", role, didYouMean(role, known)),
          fmt::format("declare it before the nodes: <role name=\"{}\"/>", role));
    }
    if (inventory_.find(node.name) != nullptr) {
      add(element, "name", fmt::format("the node \"{}\" is there twice", node.name));
    }
    if (node.name.find('=') != std::string::npos) {
      add(element, "name", "the name of a node can't have \"=\" in it", "--node NAME=PATH could not name it");
    }
    inventory_.nodes.push_back(std::move(node));
  }

  std::vector<InventoryParam> readParams(Node parent) {
    std::vector<InventoryParam> params;
    for (const Node& child : parent.elements()) {
      if (!isOurs(child) || child.localName() != "param") continue;
      InventoryParam param = readParam(child);
      if (std::ranges::find(params, param.name, &InventoryParam::name) != params.end()) {
        add(child, "name",
            fmt::format("the parameter \"{}\" is there twice in one <{}>", param.name, parent.localName()));
      }
      params.push_back(std::move(param));
    }
    return params;
  }

  InventoryParam readParam(Node element) {
    InventoryParam param;
    param.name = trim(element.attribute("name"));
    param.at = place(element, "name");
    const std::string sensitive = element.attribute("sensitive");
    param.sensitive = trim(sensitive) == "true" || trim(sensitive) == "1";
    const std::string value = element.value();
    param.text = trim(value);
    if (element.hasAttribute("from")) readSource(element, param);
    return param;
  }

  // What stands in the element is never shown: a person may have put the secret there.
  void readSource(Node element, InventoryParam& param) {
    if (!param.text.empty()) {
      add(element, "from",
          fmt::format("the parameter \"{}\" has a value and from=, which says where its value is", param.name));
    }
    const std::string from = element.attribute("from");
    const bool environment = from.starts_with(kEnvironment);
    param.source = environment ? InventoryParam::Source::environment : InventoryParam::Source::file;
    param.text = from.substr(std::min(from.size(), environment ? kEnvironment.size() : kFile.size()));
    if ((!environment && !from.starts_with(kFile)) || param.text.empty()) {
      add(element, "from",
          fmt::format("from= of the parameter \"{}\" must be env:NAME, a variable of the environment, or file:PATH",
                      param.name));
    }
  }

  const Document& document_;
  Inventory inventory_;
  Errors errors_;
};

}  // namespace

const InventoryNode* Inventory::find(std::string_view node) const {
  const auto found = std::ranges::find(nodes, node, &InventoryNode::name);
  return found == nodes.end() ? nullptr : &*found;
}

const InventoryNode* Inventory::nodeOf(std::string_view homesNode) const {
  const InventoryNode* const node = find(homesNode);
  return node != nullptr ? node : find(homesNode.substr(0, homesNode.rfind('/')));
}

std::vector<std::string> Inventory::nodeNames() const {
  std::vector<std::string> names;
  for (const InventoryNode& node : nodes) names.push_back(node.name);
  return names;
}

std::map<std::string, const InventoryParam*, std::less<>> Inventory::paramsOf(const InventoryNode& node) const {
  std::map<std::string, const InventoryParam*, std::less<>> found;
  const auto take = [&found](const std::vector<InventoryParam>& from) {
    for (const InventoryParam& param : from) found.insert_or_assign(param.name, &param);
  };
  take(params);
  for (const std::string& name : node.roles) {
    const auto role = std::ranges::find(roles, name, &InventoryRole::name);
    if (role != roles.end()) take(role->params);
  }
  take(node.params);
  return found;
}

std::pair<std::string, Position> Inventory::offsetOf(const InventoryNode& node) const {
  if (!node.offset.empty()) return {node.offset, node.places.at("offset")};
  const auto all = paramsOf(node);
  const auto param = all.find("offset");
  const bool isTold = param != all.end() && param->second->source == InventoryParam::Source::text;
  return isTold ? std::pair(param->second->text, param->second->at) : std::pair<std::string, Position>();
}

std::string Inventory::beside(const std::string& relative) const {
  const std::size_t slash = path.rfind('/');
  if (relative.starts_with('/') || slash == std::string::npos) return relative;
  return path.substr(0, slash + 1) + relative;
}

Result<Inventory, Errors> readInventory(const Document& document) { return InventoryReader(document).read(); }

}  // namespace carbonfix
