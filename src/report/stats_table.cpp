#include "carbonfix/report/stats_table.h"

#include <vector>

#include <fmt/format.h>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr std::size_t kShown = 20;

std::string table(const char* title, const std::vector<LintStats::Entry>& entries) {
  double total = 0;
  for (const LintStats::Entry& entry : entries) total += entry.milliseconds;
  std::string text =
      fmt::format("{:>10} {:>8}  {}\n{:>10.3f} {:>8}  all {}\n", "ms", "nodes", title, total, "", entries.size());
  for (std::size_t i = 0; i < entries.size() && i < kShown; ++i) {
    const LintStats::Entry& entry = entries[i];
    text += fmt::format("{:>10.3f} {:>8}  {}\n", entry.milliseconds, entry.nodes, printable(entry.name));
  }
  return text;
}

}  // namespace

std::string statsTable(const LintStats& stats) {
  return table("file (read and parsed)", stats.files) + table("rule (context, lets and checks)", stats.rules);
}

}  // namespace carbonfix
