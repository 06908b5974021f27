#include "carbonfix/lint/expectations.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/version_text.h"
#include "carbonfix/base/secrets.h"
#include "carbonfix/base/text.h"
#include "carbonfix/document/node_paths.h"
#include "carbonfix/home/node_host.h"
#include "carbonfix/home/port_offset.h"
#include "carbonfix/lint/own_findings.h"
#include "lint/fingerprint.h"
#include "lint/place.h"

namespace carbonfix {
namespace {

// Profiles of the API Manager: values of -Dprofile.
constexpr std::array<std::string_view, 6> kProfiles = {"api-key-manager", "api-publisher",  "api-store",
                                                       "gateway-manager", "gateway-worker", "traffic-manager"};
// Runtimes of EI: what stands behind "ei-" in $product.
constexpr std::array<std::string_view, 4> kRuntimes = {"analytics", "broker", "business-process", "msf4j"};

// An option of the start script that switches off what nodes of a role are there for.
struct SwitchedOff {
  std::string_view role;
  std::string_view option;
};
constexpr std::array<SwitchedOff, 5> kSwitches = {{{"analyzer", "disableAnalyticsEngine"},
                                                   {"analyzer", "disableAnalyticsExecution"},
                                                   {"indexer", "disableIndexing"},
                                                   {"receiver", "disableEventSink"},
                                                   {"spark", "disableAnalyticsEngine"}}};

std::optional<long> numberOf(std::string_view text) {
  long number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Location placeIn(Position at) {
  Location location;
  location.start = location.end = at;
  return location;
}

Finding ofOwn(std::string_view id, std::string message) {
  Finding finding;
  finding.id = id;
  finding.severity = findOwn(id)->severity;
  finding.message = std::move(message);
  return finding;
}

// A finding at a line of the inventory.
Finding inInventory(std::string_view id, const Inventory& inventory, const InventoryNode& node, Position at,
                    std::string message) {
  Finding finding = ofOwn(id, std::move(message));
  finding.path = inventory.path;
  finding.located = true;
  finding.location = placeIn(at);
  finding.anchor.place = fmt::format("/cluster/node[@name='{}']", node.name);
  return finding;
}

// The homes of one run differ from the inventory one by one.
class Comparison {
 public:
  Comparison(const Home& home, const Inventory& inventory, const InventoryNode& node)
      : home_(home), inventory_(inventory), node_(node), isItself_(node.name == home.node()) {}

  std::vector<Finding> run() {
    compareHost();
    if (!isItself_) return std::move(findings_);  // a runtime of the node has ports and a product of its own
    compareOffset();
    compareProduct();
    compareProfile();
    compareSwitches();
    return std::move(findings_);
  }

 private:
  void compareHost() {
    const Node member = localMemberHost(home_);
    if (!member || mayBeOneHost(trim(member.value()), node_.host)) return;
    add(kInventoryHost, "conf/axis2/axis2.xml", member,
        fmt::format("localMemberHost of {} is {}, but its host in the inventory is {}.", home_.node(),
                    trim(member.value()), node_.host),
        node_.places.at("host"), fmt::format("host {}", node_.host));
  }

  void compareOffset() {
    const auto [expected, at] = inventory_.offsetOf(node_);
    const Setting setting = portOffsetSetting(home_);
    const auto wanted = numberOf(expected);
    const auto is = numberOf(setting.value);
    if (!wanted || !is || *wanted == *is) return;
    add(kInventoryOffset, setting.path, setting.node,
        fmt::format("The port offset of {} is {}, but {} in the inventory.", home_.node(), *is, *wanted), at,
        fmt::format("offset {}", *wanted));
  }

  void compareProduct() {
    const ProductFacts& facts = home_.facts();
    if (!node_.product.empty() && !facts.product.empty() && node_.product != facts.product) {
      findings_.push_back(
          inInventory(kInventoryProduct, inventory_, node_, node_.places.at("product"),
                      fmt::format("The home of {} holds {}, not {}.", node_.name, facts.product, node_.product)));
    }
    if (compareVersions(node_.version, facts.version).value_or(0) != 0) {
      findings_.push_back(inInventory(
          kInventoryVersion, inventory_, node_, node_.places.at("version"),
          fmt::format("The home of {} holds version {}, not {}.", node_.name, facts.version, node_.version)));
    }
  }

  bool hasRole(std::string_view role) const { return std::ranges::find(node_.roles, role) != node_.roles.end(); }

  // The first of its roles that is one of these; empty: none is.
  std::string_view roleAmong(std::span<const std::string_view> names) const {
    const auto found = std::ranges::find_if(names, [this](std::string_view name) { return hasRole(name); });
    return found == names.end() ? std::string_view() : *found;
  }

  void compareProfile() {
    const Setting profile = startOption(home_, "profile");
    const bool isKnown = std::ranges::find(kProfiles, profile.value) != kProfiles.end();
    const std::string_view expected = roleAmong(kProfiles);
    if (isKnown && !expected.empty() && !hasRole(profile.value)) {
      addRole(profile, fmt::format("{} is started with the profile {}, but its role in the inventory is {}.",
                                   home_.node(), profile.value, expected));
    }
    const std::string_view runtime = roleAmong(kRuntimes);
    const std::string& product = home_.facts().product;
    if (product.starts_with("ei-") && !runtime.empty() && !hasRole(product.substr(3))) {
      findings_.push_back(inInventory(kInventoryRole, inventory_, node_, node_.places.at("roles"),
                                      fmt::format("The home of {} is the runtime {}, but its role is {}.", node_.name,
                                                  product.substr(3), runtime)));
    }
  }

  void compareSwitches() {
    for (const auto& [role, option] : kSwitches) {
      if (!hasRole(role)) continue;
      const Setting setting = startOption(home_, option);
      if (setting.value != "true") continue;
      addRole(setting, fmt::format("{} is started with -D{}=true, but its role in the inventory is {}.", home_.node(),
                                   option, role));
    }
  }

  void addRole(const Setting& setting, const std::string& message) {
    add(kInventoryRole, setting.path, setting.node, message, node_.places.at("roles"), "roles");
  }

  // A finding at a setting; the inventory's line is related to it.
  void add(std::string_view id, const std::string& path, Node node, const std::string& message, Position expectedAt,
           std::string expected) {
    Finding finding = ofOwn(id, maskSecrets(message));
    finding.node = home_.node();
    finding.path = home_.resolve(path);
    finding.xpath = NodePaths().of(node);
    finding.anchor.place = PlacesByNames().of(node);
    const Document& document = *home_.load(finding.path).document;
    if (const auto location = nearestPlace(document, node)) {
      finding.located = true;
      finding.location = *location;
    }
    finding.related.push_back({{}, inventory_.path, placeIn(expectedAt), std::move(expected)});
    findings_.push_back(std::move(finding));
  }

  const Home& home_;
  const Inventory& inventory_;
  const InventoryNode& node_;
  bool isItself_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> differences(const Home& home, const Inventory& inventory, const InventoryNode* node) {
  if (node != nullptr) return Comparison(home, inventory, *node).run();
  Finding finding =
      ofOwn(kInventoryNodeUnknown, fmt::format("{} is no node of the inventory {}.", home.path(), inventory.path));
  finding.node = home.node();
  finding.help = fmt::format("Its nodes are {}; say --node NAME={} if it is one of them.",
                             join(inventory.nodeNames(), ", "), home.path());
  return {std::move(finding)};
}

Finding homeMissing(const Inventory& inventory, const InventoryNode& node, const std::string& why) {
  const auto home = node.places.find("home");
  return inInventory(kInventoryHomeMissing, inventory, node, home == node.places.end() ? node.at : home->second,
                     fmt::format("The home of {} can't be looked at: {}.", node.name, why));
}

Finding nodeMissing(const Inventory& inventory, const InventoryNode& node) {
  return inInventory(kInventoryNodeMissing, inventory, node, node.at,
                     fmt::format("{} is not among the homes of this run.", node.name));
}

}  // namespace carbonfix
