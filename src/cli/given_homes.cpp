#include "cli/given_homes.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/path.h"
#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "carbonfix/home/home_glob.h"
#include "carbonfix/rules/inventory_file.h"
#include "cli/base_home.h"
#include "cli/inputs.h"

namespace carbonfix {
namespace {

using Arguments = std::vector<PlacedHome>;

Error noHome(const Options& options) {
  return Error{.message = "no HOME given, and CARBON_HOME is not set",
               .hint = fmt::format("name the folder the product is installed in: carbonfix {} /opt/wso2das-3.1.0",
                                   options.command->name)};
}

Error notOneHome(const std::string& name) {
  return Error{.message = fmt::format("--node {} does not say which of the homes it is", name),
               .hint = fmt::format("name each home: --node {}=PATH", name)};
}

// What stands on the command line: a home without name, or a name without home, where only one was said.
Arguments argumentsOf(const Options& options, const Console& console) {
  Arguments arguments;
  for (const HomeArgument& node : options.nodes) {
    if (!node.path.empty()) arguments.push_back({.node = node.node, .path = node.path});
  }
  for (const std::string& path : options.arguments) arguments.push_back({.node = {}, .path = path});
  if (!arguments.empty()) return arguments;
  if (const auto home = console.environment("CARBON_HOME"); home && !home->empty()) {
    arguments.push_back({.node = {}, .path = *home});
  }
  return arguments;
}

std::vector<std::string> namesWithoutPath(const Options& options) {
  std::vector<std::string> names;
  for (const HomeArgument& node : options.nodes) {
    if (node.path.empty()) names.push_back(node.node);
  }
  return names;
}

// What differs from the inventory is a finding then, no error.
bool onlyLooks(const Options& options) { return options.command->bit == kLint || options.command->bit == kPorts; }

// Gives each home the name of its node in the inventory.
class Binder {
 public:
  Binder(GivenHomes& given, bool onlyLooks) : given_(given), inventory_(*given.inventory), onlyLooks_(onlyLooks) {}

  Status bind(Arguments& arguments, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      if (inventory_.find(name) == nullptr) return unknown(name);
    }
    if (arguments.empty() && names.empty() && onlyLooks_) return takeAll(arguments);
    if (arguments.empty()) return takeHomes(arguments, names);
    const auto unnamed = std::ranges::count_if(arguments, [](const auto& each) { return each.node.empty(); });
    if (names.size() == 1 && unnamed == 1) {
      std::ranges::find_if(arguments, [](const auto& each) { return each.node.empty(); })->node = names.front();
    } else if (!names.empty()) {
      return notOneHome(names.front());
    }
    for (PlacedHome& argument : arguments) {
      if (Status bound = bindOne(argument); !bound) return bound;
    }
    return {};
  }

 private:
  std::string nodesThere() const { return "its nodes are " + join(inventory_.nodeNames(), ", "); }

  Status unknown(const std::string& name) const {
    return Error{.message = fmt::format("there is no node \"{}\" in the inventory{}", name,
                                        didYouMean(name, inventory_.nodeNames())),
                 .path = inventory_.path,
                 .hint = nodesThere()};
  }

  // Only nodes were named: the inventory knows where they live.
  Status takeHomes(Arguments& arguments, const std::vector<std::string>& names) const {
    for (const std::string& name : names) {
      const InventoryNode& node = *inventory_.find(name);
      if (node.home.empty()) {
        return Error{
            .message = fmt::format("no HOME given for the node {}, and the inventory has no home= for it", name),
            .path = inventory_.path,
            .hint = fmt::format("say --node {}=PATH", name)};
      }
      auto path = placeOf(node);
      if (!path) {
        path.error().message = fmt::format("the home of the node {}: {}", name, path.error().message);
        return path.error();
      }
      arguments.push_back({.node = name, .path = std::move(*path)});
    }
    return {};
  }

  // Nothing was named: all that the inventory tells, each with its home or why it has none.
  Status takeAll(Arguments& arguments) {
    for (const InventoryNode& node : inventory_.nodes) {
      auto path = placeOf(node);
      std::string why = path ? whyNoHome(*path) : path.error().message;
      if (why.empty() && !node.home.empty()) {
        arguments.push_back({.node = node.name, .path = std::move(*path)});
      } else {
        given_.absent.emplace(node.name, node.home.empty() ? std::string() : std::move(why));
      }
    }
    return {};
  }

  Result<std::string> placeOf(const InventoryNode& node) const {
    return theOnePath(diskFileSystem(), inventory_.beside(node.home));
  }

  // A folder that can be listed, or a file.
  static std::string whyNoHome(const std::string& path) {
    const auto status = diskFileSystem().status(path);
    if (!status) return status.error().message;
    if (status->kind == FileKind::missing) return path + ": no such folder";
    if (status->kind != FileKind::folder) return {};
    const auto names = diskFileSystem().list(path);
    return names ? std::string() : names.error().message;
  }

  Status bindOne(PlacedHome& argument) {
    if (!argument.node.empty()) {
      // One out of a snapshot may be a runtime.
      const bool isOfSnapshot = argument.files != nullptr;
      const auto* const node = isOfSnapshot ? inventory_.nodeOf(argument.node) : inventory_.find(argument.node);
      if (node != nullptr) return {};
      if (!onlyLooks_) return unknown(argument.node);
      given_.strangers.push_back(argument.path);
      return {};
    }
    const std::vector<std::string> matching = nodesAt(argument.path);
    if (matching.size() == 1) {
      argument.node = matching.front();
      return {};
    }
    // One that is called like a node may be meant as that.
    if (onlyLooks_ && matching.empty() && inventory_.find(nameOf(realPath(argument.path))) == nullptr) {
      given_.strangers.push_back(argument.path);
      return {};
    }
    std::string message = fmt::format("which node of the inventory is {}? No node has it as its home=", argument.path);
    if (!matching.empty()) {
      message = fmt::format("which node of the inventory is {}? {} have it as their home=", argument.path,
                            join(matching, ", "));
    }
    return Error{.message = std::move(message),
                 .path = inventory_.path,
                 .hint = fmt::format("say --node NAME; {}", nodesThere())};
  }

  // The nodes whose home= this folder is, whatever links lead to it.
  std::vector<std::string> nodesAt(const std::string& path) {
    if (byHome_.empty()) {
      for (const InventoryNode& node : inventory_.nodes) {
        const auto place = placeOf(node);
        if (place && !node.home.empty()) byHome_[realPath(*place)].push_back(node.name);
      }
    }
    const auto found = byHome_.find(realPath(path));
    return found == byHome_.end() ? std::vector<std::string>() : found->second;
  }

  static std::string realPath(const std::string& path) { return diskFileSystem().realPath(path).value_or(path); }

  GivenHomes& given_;
  const Inventory& inventory_;
  bool onlyLooks_;
  std::map<std::string, std::vector<std::string>> byHome_;  // names of nodes; made when first needed
};

// A fix of a file that only the base has would have to be written into the base, which others share.
Status openOver(FileSystem& disk, const Options& options, const Arguments& arguments, GivenHomes& given) {
  if (options.fix || options.diff) {
    return Error{.message = fmt::format("--{} can't stand beside --base: it would be about files of the base too",
                                        options.fix ? "fix" : "diff"),
                 .hint = "fix the folder of changed files alone: leave --base out, and say --assume PRODUCT@VERSION"};
  }
  std::vector<HomeArgument> folders;
  for (const PlacedHome& each : arguments) folders.push_back({.node = each.node, .path = each.path});
  return openOverBase(disk, options.base, folders, given);
}

Status openPlain(FileSystem& disk, const Arguments& arguments, GivenHomes& given) {
  auto homes = openPlacedHomes(disk, arguments);
  if (!homes) return std::move(homes).error();
  given.homes = std::move(*homes);
  return {};
}

std::string textOf(const ProductFacts& facts) {
  return facts.version.empty() ? facts.product : fmt::format("{}@{}", facts.product, facts.version);
}

// --assume: the kernel stays what the files say, and so does what a runtime of EI says of itself.
Status assume(const std::string& text, GivenHomes& given) {
  auto facts = parseProduct(text);
  if (!facts) {
    facts.error().message = "option --assume: " + facts.error().message;
    return std::move(facts).error();
  }
  for (std::vector<Home>* const homes : {&given.base, &given.homes}) {
    for (Home& home : *homes) {
      if (!runtimeOf(home, *homes).empty()) continue;
      const ProductFacts own = home.facts();
      if (homes == &given.homes && !own.product.empty() && textOf(own) != text) {
        given.notes.push_back(
            fmt::format("{}: its files say {}, but --assume says {}", home.node(), textOf(own), text));
      }
      home.setFacts({.product = facts->product, .version = facts->version, .kernel = own.kernel});
    }
  }
  return {};
}

}  // namespace

const InventoryNode* GivenHomes::nodeOf(const Home& home) const {
  const bool isStranger = std::ranges::any_of(strangers, [&home](const std::string& path) {
    return home.path() == path || home.path().starts_with(path + "/");
  });
  return inventory && !isStranger ? inventory->nodeOf(home.node()) : nullptr;
}

Result<GivenHomes, Errors> openGivenHomes(const Options& options, const Console& console) {
  GivenHomes given;
  Arguments arguments = argumentsOf(options, console);
  std::vector<std::string> names = namesWithoutPath(options);
  if (Errors errors = openSnapshots(options, console, names, arguments, given.snapshots); !errors.empty()) {
    return errors;
  }
  if (options.inventory.empty() && !names.empty()) {  // for snapshot alone
    if (names.size() != 1 || arguments.size() != 1) return Errors{notOneHome(names.front())};
    arguments.front().node = names.front();
  }
  if (!options.inventory.empty()) {
    auto text = readInput(options.inventory, console, kMaxInventory);
    if (!text) return Errors{text.error()};
    auto inventory = parseInventory(std::move(*text), options.inventory == "-" ? "standard input" : options.inventory);
    if (!inventory) return inventory.error();
    given.inventory = std::move(*inventory);
    if (const Status bound = Binder(given, onlyLooks(options)).bind(arguments, names); !bound)
      return Errors{bound.error()};
    // A node may have a snapshot for its home.
    if (Errors errors = openSnapshots(options, console, names, arguments, given.snapshots); !errors.empty()) {
      return errors;
    }
  }
  if (arguments.empty() && given.absent.empty()) return Errors{noHome(options)};
  // A plan that is kept is applied from another folder perhaps, and rules may look at $home.
  if (!options.planFile.empty()) {
    for (PlacedHome& home : arguments) home.path = diskFileSystem().realPath(home.path).value_or(home.path);
  }
  FileSystem& disk = options.fsync ? diskFileSystem() : unsyncedDiskFileSystem();
  if (const Status opened =
          options.base.empty() ? openPlain(disk, arguments, given) : openOver(disk, options, arguments, given);
      !opened) {
    return Errors{opened.error()};
  }
  if (const Status assumed = options.assume.empty() ? Status() : assume(options.assume, given); !assumed) {
    return Errors{assumed.error()};
  }
  for (Home& home : given.homes) {
    if (const InventoryNode* const node = given.nodeOf(home)) home.setGivenHost(node->host);
  }
  return given;
}

}  // namespace carbonfix
