// Patches planned on a home in memory, for tests.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "carbonfix/base/memory_file_system.h"
#include "carbonfix/patch/change_set.h"
#include "carbonfix/rules/loader.h"
#include "rules/rule_file.h"

namespace carbonfix {

class PatchRun {
 public:
  PatchRun& file(const std::string& path, std::string text) {
    fs_.add("/n1/repository/" + path, std::move(text));
    return *this;
  }
  PatchRun& pack(const std::string& inside) { return wholePack(ruleFile(inside)); }
  PatchRun& wholePack(const std::string& text) {
    auto loaded = loadPack(text, "t.xml", Checking::full);
    EXPECT_TRUE(loaded) << (loaded ? "" : describe(loaded.error().front()));
    if (loaded) packs_.push_back(std::move(*loaded));
    return *this;
  }
  PatchRun& param(const std::string& name, std::string value) {
    values_.params[name] = std::move(value);
    return *this;
  }
  HomeValues& values() { return values_; }
  const MemoryFileSystem& fs() const { return fs_; }

  Result<ChangeSet, Errors> plan() {
    fs_.addFolder("/n1/repository/conf");
    auto home = Home::open(fs_, "/n1", "n1");
    EXPECT_TRUE(home) << (home ? "" : describe(home.error()));
    return planChanges(*home, packs_, values_);
  }
  // The file's bytes after; "unchanged"; or "path:line: message" of every error, one a line.
  std::string outcome(const std::string& path = "conf/a.xml") {
    const auto changes = plan();
    if (!changes) {
      std::string said;
      for (const Error& error : changes.error()) {
        said += fmt::format("{}:{}: {}\n", error.path, error.at.line, error.message);
      }
      return said;
    }
    for (const FileChange& change : changes->files) {
      EXPECT_EQ(splice(change.before, change.edits), change.after);
      EXPECT_EQ(change.edits.size(), change.editPatches.size());
      if (change.path == "repository/" + path) return change.after;
    }
    return "unchanged";
  }

 private:
  MemoryFileSystem fs_;
  std::vector<Pack> packs_;
  HomeValues values_;
};

// <patch id="t.ID" files="conf/a.xml" ensure="ENSURE" MORE>OPERATIONS</patch>
inline std::string patch(std::string_view id, std::string_view ensure, std::string_view operations,
                         std::string_view more = "") {
  return fmt::format("<patch id=\"t.{}\" files=\"conf/a.xml\" ensure=\"{}\" {}>\n{}\n</patch>\n", id, ensure, more,
                     operations);
}

}  // namespace carbonfix
