// A lint run over homes in memory, for tests.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "carbonfix/base/memory_file_system.h"
#include "carbonfix/lint/engine.h"
#include "carbonfix/rules/loader.h"
#include "rules/rule_file.h"

namespace carbonfix {

class LintRun {
 public:
  // A file of the node "n1" unless said otherwise; conf/ is the configuration root.
  LintRun& file(std::string_view path, std::string text, std::string_view node = "n1") {
    const std::string under = path.starts_with("conf/") ? fmt::format("repository/{}", path) : std::string(path);
    fs_.add(fmt::format("/{}/{}", node, under), std::move(text));
    if (std::find(nodes_.begin(), nodes_.end(), node) == nodes_.end()) nodes_.emplace_back(node);
    return *this;
  }
  LintRun& pack(const std::string& text) {
    auto loaded = loadPack(text, "t.xml", Checking::full);
    EXPECT_TRUE(loaded) << (loaded ? "" : describe(loaded.error().front()));
    if (loaded) packs_.push_back(std::move(*loaded));
    return *this;
  }
  LintOptions& options() { return options_; }
  MemoryFileSystem& fs() { return fs_; }

  Result<LintReport, Errors> tryRun() {
    std::vector<Home> homes;
    for (const std::string& node : nodes_) {
      auto home = Home::open(fs_, "/" + node, node);
      EXPECT_TRUE(home) << (home ? "" : describe(home.error()));
      if (home) homes.push_back(std::move(*home));
    }
    return lint(homes, packs_, options_);
  }
  LintReport run() {
    auto report = tryRun();
    EXPECT_TRUE(report) << (report ? "" : describe(report.error().front()));
    return report ? std::move(*report) : LintReport();
  }

 private:
  MemoryFileSystem fs_;
  std::vector<std::string> nodes_;
  std::vector<Pack> packs_;
  LintOptions options_;
};

// "path:line:column severity id: message", the node before it when there are several.
inline std::vector<std::string> lines(const LintReport& report) {
  std::vector<std::string> list;
  for (const Finding& finding : report.findings) {
    list.push_back(fmt::format("{}{}:{}:{} {} {}: {}", report.isMultiNode() ? finding.node + ":" : "", finding.path,
                               finding.location.start.line, finding.location.start.column,
                               severityName(finding.severity), finding.id, finding.message));
  }
  return list;
}

// "path: why" of what was not checked, "!" before trouble.
inline std::vector<std::string> notes(const LintReport& report) {
  std::vector<std::string> list;
  for (const NotChecked& note : report.notChecked) {
    list.push_back(fmt::format("{}{}: {}", note.trouble ? "!" : "", note.path, note.why));
  }
  return list;
}

inline std::vector<std::string> ids(const LintReport& report) {
  std::vector<std::string> list;
  for (const Finding& finding : report.findings) list.push_back(finding.id);
  return list;
}

}  // namespace carbonfix
