#include "cli/given_snapshots.h"

#include <algorithm>
#include <fstream>
#include <istream>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/file_system.h"
#include "carbonfix/base/text.h"
#include "carbonfix/rules/snapshot_file.h"

namespace carbonfix {
namespace {

constexpr const char* kStandardInput = "-";

std::string nameOfInput(const std::string& path) { return path == kStandardInput ? "standard input" : path; }

Error refusal(const std::string& path, std::string message, std::string hint) {
  return Error{.message = std::move(message), .path = path, .hint = std::move(hint)};
}

// Is it no folder, but something that can be read?
bool mayBeSnapshot(const std::string& path) {
  if (path == kStandardInput) return true;
  const auto status = diskFileSystem().status(path);
  return status && (status->kind == FileKind::file || status->kind == FileKind::other);
}

// What lint gets instead of a home where it writes.
Errors refuseSnapshots(const Options& options, const std::vector<PlacedHome>& arguments) {
  for (const PlacedHome& argument : arguments) {
    if (!mayBeSnapshot(argument.path)) continue;
    const std::string name = nameOfInput(argument.path);
    if (options.fix || options.diff) {
      return {refusal(argument.path,
                      fmt::format("{} is no folder but stands for a snapshot, and --{} has nothing to write there",
                                  name, options.fix ? "fix" : "diff"),
                      "Lint the snapshot without it, and fix the home on its node.")};
    }
    if (options.live) {
      return {
          refusal(argument.path,
                  fmt::format("--live asks this machine, and {} stands for a snapshot, perhaps of another one", name),
                  "Run carbonfix lint --live on the node itself.")};
    }
    if (!options.base.empty()) {
      return {refusal(argument.path, fmt::format("{} can't lie over --base: it is no folder", name),
                      "A snapshot has all that rules read: leave --base out.")};
    }
  }
  return {};
}

Errors checkStandardInput(const Options& options, const std::vector<PlacedHome>& arguments) {
  const auto homes = std::ranges::count(arguments, kStandardInput, &PlacedHome::path);
  const bool isTaken = options.inventory == kStandardInput || std::ranges::count(options.rules, kStandardInput) > 0 ||
                       std::ranges::count(options.paramFiles, kStandardInput) > 0;
  if (homes < 1 || (homes == 1 && !isTaken)) return {};
  return {Error{.message = "standard input is given twice, and there is one",
                .hint = "Several snapshots may come one after the other: cat a.cfs b.cfs | carbonfix lint -"}};
}

Result<std::vector<Snapshot>, Errors> readAll(const std::string& path, const Console& console) {
  if (path == kStandardInput) return readSnapshots(console.in, nameOfInput(path));
  std::ifstream in(path, std::ios::binary);
  if (!in) return Errors{refusal(path, fmt::format("cannot read {}", path), "May this user read it?")};
  return readSnapshots(in, path);
}

// NAME=FILE: the home in it is NAME, and a runtime of it NAME/runtime.
Status rename(const PlacedHome& argument, std::vector<Snapshot>& snapshots) {
  if (argument.node.empty()) return {};
  const std::string old = snapshots.front().node;
  std::vector<std::string> names;
  names.reserve(snapshots.size());
  for (const Snapshot& each : snapshots) names.push_back(each.node);
  for (Snapshot& each : snapshots) {
    const bool isPart = each.node.starts_with(old + '/');
    if (each.node != old && !isPart) {
      return refusal(argument.path,
                     fmt::format("{} holds the nodes {}, and they can't all be called {}", nameOfInput(argument.path),
                                 join(names, ", "), argument.node),
                     "Give the file without a name, or one file for each node.");
    }
    each.node = argument.node + each.node.substr(old.size());
  }
  return {};
}

// One name for a snapshot alone.
void nameTheOnly(std::vector<std::string>& names, std::vector<PlacedHome>& arguments) {
  const auto isUnnamed = [](const PlacedHome& each) { return each.node.empty() && each.files == nullptr; };
  if (names.size() != 1 || std::ranges::count_if(arguments, isUnnamed) != 1) return;
  const auto only = std::ranges::find_if(arguments, isUnnamed);
  if (!mayBeSnapshot(only->path)) return;
  only->node = names.front();
  names.clear();
}

Status checkNames(const std::vector<PlacedHome>& arguments, const std::map<const FileSystem*, std::string>& from) {
  std::map<std::string, const FileSystem*> known;
  for (const PlacedHome& argument : arguments) {
    if (argument.files == nullptr) continue;
    const auto [place, isNew] = known.emplace(argument.node, argument.files);
    if (isNew || !from.contains(argument.files) || !from.contains(place->second)) continue;
    const std::string& first = from.at(place->second);
    const std::string& second = from.at(argument.files);
    return refusal(second,
                   fmt::format("two snapshots are of a node that is called {}: one in {}, one in {}", argument.node,
                               first, second),
                   "Take each with a name of its own (carbonfix snapshot --node NAME HOME), or give the files names: "
                   "--node NAME=FILE");
  }
  return {};
}

}  // namespace

Status refuseSnapshot(const std::string& path, const Options& options) {
  constexpr std::size_t kStart = 1024;
  const auto status = diskFileSystem().status(path);
  if (!status || status->kind != FileKind::file) return {};
  std::string start(kStart, ' ');
  std::ifstream(path, std::ios::binary).read(start.data(), static_cast<std::streamsize>(start.size()));
  if (start.find("<snapshot") == std::string::npos || start.find(kSnapshotNamespace) == std::string::npos) return {};
  return refusal(
      path,
      fmt::format("{} is a snapshot, which {} can do nothing with: it holds no home, only what rules see of "
                  "one",
                  path, options.command->name),
      fmt::format("Run carbonfix {} on the node itself; carbonfix lint takes snapshots.", options.command->name));
}

Errors openSnapshots(const Options& options, const Console& console, std::vector<std::string>& names,
                     std::vector<PlacedHome>& arguments, Snapshots& snapshots) {
  if ((options.command->bit & (kLint | kPorts)) == 0) {
    for (const PlacedHome& argument : arguments) {
      if (const Status refused = refuseSnapshot(argument.path, options); !refused) return {refused.error()};
    }
    return {};
  }
  const bool isThere = std::ranges::any_of(
      arguments, [](const PlacedHome& each) { return each.files == nullptr && mayBeSnapshot(each.path); });
  if (!isThere) return {};
  if (Errors refused = refuseSnapshots(options, arguments); !refused.empty()) return refused;
  if (Errors twice = checkStandardInput(options, arguments); !twice.empty()) return twice;
  nameTheOnly(names, arguments);

  std::vector<PlacedHome> expanded;
  std::map<const FileSystem*, std::string> from;
  for (PlacedHome& argument : arguments) {
    if (argument.files != nullptr || !mayBeSnapshot(argument.path)) {
      expanded.push_back(std::move(argument));
      continue;
    }
    auto read = readAll(argument.path, console);
    if (!read) return read.error();
    if (const Status named = rename(argument, *read); !named) return {named.error()};
    for (Snapshot& each : *read) {
      PlacedHome home{.node = each.node, .path = each.home};
      snapshots.push_back(
          std::make_unique<SnapshotFileSystem>(std::make_shared<const Snapshot>(std::move(each)), StandIns{}));
      home.files = snapshots.back().get();
      from[home.files] = nameOfInput(argument.path);
      expanded.push_back(std::move(home));
    }
  }
  arguments = std::move(expanded);
  if (const Status unique = checkNames(arguments, from); !unique) return {unique.error()};
  return {};
}

}  // namespace carbonfix
