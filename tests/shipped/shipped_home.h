// Homes on disk, taken into memory, where the shipped rules and recipes can be tried on them.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "carbonfix/base/memory_file_system.h"
#include "carbonfix/lint/engine.h"
#include "carbonfix/patch/change_set.h"
#include "carbonfix/rules/builtin.h"
#include "carbonfix/rules/params.h"

namespace carbonfix {

// Where real homes lie, if they are there.
inline std::filesystem::path sharedFolder() {
  const char* const set = std::getenv("CARBONFIX_SHARED");
  return set == nullptr ? std::filesystem::path("../shared") : std::filesystem::path(set);
}

inline std::string bytesOf(const std::filesystem::path& path) {
  return std::move(diskFileSystem().read(path.string(), kMaxFileSize).value());
}

class ShippedHomes {
 public:
  // Everything below `folder` becomes the home of a node.
  void take(const std::filesystem::path& folder, const std::string& node) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      put(node, entry.path().lexically_relative(folder).string(), bytesOf(entry.path()));
    }
    nodes_.push_back(node);
  }

  const std::string& text(const std::string& node, const std::string& path) {
    return fs_.contents().find(fmt::format("/{}/{}", node, path))->second;
  }
  void put(const std::string& node, const std::string& path, std::string text) {
    fs_.add(fmt::format("/{}/{}", node, path), std::move(text));
  }
  // `from` must be there, so that a test that no longer plants its fault fails.
  void replace(const std::string& node, const std::string& path, const std::string& from, const std::string& to) {
    std::string changed = text(node, path);
    const std::size_t at = changed.find(from);
    ASSERT_NE(at, std::string::npos) << path << " does not hold " << from;
    put(node, path, changed.replace(at, from.size(), to));
  }

  // "node path id" of every finding.
  std::vector<std::string> lint(const std::string& phase = "default") {
    std::vector<Home> homes;
    for (const std::string& node : nodes_) homes.push_back(open(node));
    LintOptions options;
    options.phase = phase;
    auto report = carbonfix::lint(homes, builtinLintPacks(), options);
    if (!report) return {describe(report.error().front())};
    std::vector<std::string> found;
    for (const Finding& finding : report->findings) {
      found.push_back(fmt::format("{} {} {}", finding.node, finding.path, finding.id));
    }
    return found;
  }

  // Runs the recipe on one node; the ids of the patches that changed something, or the first error.
  std::vector<std::string> apply(const std::string& recipe, const std::string& node, const ParamValues& given) {
    const std::vector<Pack> packs = {builtinRecipe(recipe).value()};
    const auto params = bindParams(packs, given);
    if (!params) return {describe(params.error().front())};
    const auto changes = planChanges(open(node), packs, *params);
    if (!changes) return {describe(changes.error().front())};
    for (const FileChange& change : changes->files) put(node, change.path, change.after);
    std::vector<std::string> changed;
    for (const PatchOutcome& outcome : changes->outcomes) {
      if (outcome.kind == PatchOutcome::Kind::changed) changed.push_back(outcome.id);
    }
    return changed;
  }

 private:
  Home open(const std::string& node) { return std::move(Home::open(fs_, "/" + node, node).value()); }

  MemoryFileSystem fs_;
  std::vector<std::string> nodes_;
};

}  // namespace carbonfix
