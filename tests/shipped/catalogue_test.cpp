// What became of the catalogue of candidate checks: tests/shipped/catalogue.tsv says it, and these tests hold it to the
// truth.
#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carbonfix/base/text.h"
#include "lint/selection.h"
#include "shipped/shipped_home.h"

namespace carbonfix {
namespace {

using ::testing::ContainerEq;

struct Entry {
  std::string scope;
  std::vector<std::string> checks;  // none: left out
};

std::map<std::string, Entry> readTable() {
  std::map<std::string, Entry> table;
  const std::string text = bytesOf("tests/shipped/catalogue.tsv");
  for (const std::string_view line : split(text, '\n')) {
    if (line.empty() || line.front() == '#') continue;
    const std::vector<std::string_view> cells = split(line, '\t');
    EXPECT_EQ(cells.size(), 3U) << line;
    if (cells.size() != 3) continue;
    Entry entry{std::string(cells[1]), {}};
    if (cells[2] != "-") {
      for (const std::string_view id : split(cells[2], ' ')) entry.checks.emplace_back(id);
    }
    EXPECT_TRUE(table.emplace(cells[0], std::move(entry)).second) << cells[0] << " twice";
  }
  return table;
}

// The first cells of a Markdown table's rows that look like `area/name`, with backquotes or without.
std::map<std::string, std::vector<std::string>> readRows(const std::string& text) {
  std::map<std::string, std::vector<std::string>> rows;
  for (const std::string_view line : split(text, '\n')) {
    if (!line.starts_with("| ")) continue;
    std::vector<std::string> cells;
    for (const std::string_view cell : split(line.substr(1), '|')) cells.emplace_back(trim(cell));
    std::string name = cells.front();
    std::erase(name, '`');
    if (name.find('/') == std::string::npos || name.find(' ') != std::string::npos) continue;
    rows.emplace(name, cells);
  }
  return rows;
}

std::set<std::string> leftOut(const std::map<std::string, Entry>& table) {
  std::set<std::string> names;
  for (const auto& [name, entry] : table) {
    if (entry.checks.empty()) names.insert(name);
  }
  return names;
}

TEST(Catalogue, IsCarriedOutByChecksThatExist) {
  std::map<std::string, std::size_t> carriedOut;  // by scope
  LintOptions options;
  for (const auto& [name, entry] : readTable()) {
    if (entry.checks.empty()) continue;
    options.select.insert(options.select.end(), entry.checks.begin(), entry.checks.end());
    ++carriedOut[entry.scope];
  }
  const auto selection = Selection::make(builtinLintPacks(), options);
  EXPECT_TRUE(selection) << describe(selection.error().front());
  EXPECT_GE(carriedOut["F"] + carriedOut["N"], 220U);
  EXPECT_GE(carriedOut["C"], 45U);
  EXPECT_GE(carriedOut["L"], 28U);
}

TEST(Catalogue, GivesAReasonForEachCheckLeftOut) {
  std::set<std::string> explained;
  for (const auto& [name, cells] : readRows(bytesOf("docs/left-out-checks.md"))) explained.insert(name);
  EXPECT_THAT(explained, ContainerEq(leftOut(readTable())));
}

TEST(Catalogue, HasEachEntryInTheTable) {
  const std::filesystem::path catalogue = sharedFolder() / "reference/CATALOGUE.md";
  if (!std::filesystem::exists(catalogue)) GTEST_SKIP() << "no catalogue at " << catalogue;
  const std::map<std::string, Entry> table = readTable();
  const std::set<std::string> scopes = {"F", "N", "C", "L"};
  std::size_t seen = 0;
  for (const auto& [name, cells] : readRows(bytesOf(catalogue))) {
    if (cells.size() < 3 || !scopes.contains(cells[2])) continue;
    ++seen;
    const auto entry = table.find(name);
    ASSERT_NE(entry, table.end()) << name;
    EXPECT_EQ(entry->second.scope, cells[2]) << name;
  }
  EXPECT_EQ(seen, table.size());
}

}  // namespace
}  // namespace carbonfix
