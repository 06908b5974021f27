// Lists of rules: one a line for the terminal, and the page of all rules.
#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "report/markdown.h"
#include "report/rule_pages.h"

namespace carbonfix {
namespace {

constexpr std::size_t kTitleWidth = 90;
constexpr std::size_t kFilesWidth = 44;

std::string_view kindOf(const RuleFacts& rule) { return rule.severity ? severityName(*rule.severity) : "patch"; }

std::string_view fixOf(const RuleFacts& rule) {
  if (!rule.fix || rule.kind == RuleFacts::Kind::patch) return "-";
  return rule.fix->safety == Safety::safe ? "safe" : "unsafe";
}

// Cut at a word.
std::string shortTitle(const std::string& text) {
  if (text.size() <= kTitleWidth) return text;
  const std::size_t space = text.rfind(' ', kTitleWidth);
  return text.substr(0, space == std::string::npos ? text.find(' ') : space) + " …";
}

// The first of the globs, and whether there are more.
std::string shortFiles(const std::string& files) {
  const std::size_t space = files.find(' ');
  if (files.starts_with("conf/") || files.starts_with("repository/") || files.find('*') != std::string::npos) {
    if (space != std::string::npos) return files.substr(0, space) + " …";
  }
  return files;
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t cells = displayWidth(text);
  return std::string(text) + std::string(cells < width ? width - cells : 0, ' ');
}

}  // namespace

std::string ruleListText(const std::vector<RuleFacts>& rules) {
  std::size_t idWidth = 0;
  std::size_t filesWidth = 0;
  for (const RuleFacts& rule : rules) {
    idWidth = std::max(idWidth, rule.id.size());
    filesWidth = std::max(filesWidth, displayWidth(shortFiles(rule.files)));
  }
  filesWidth = std::min(filesWidth, kFilesWidth);
  std::string out;
  for (const RuleFacts& rule : rules) {
    out += printable(fmt::format("{:<{}}  {:<7}  {:<6}  {}  {}", rule.id, idWidth, kindOf(rule), fixOf(rule),
                                 padded(shortFiles(rule.files), filesWidth), shortTitle(rule.title)));
    out += '\n';
  }
  return out;
}

std::string ruleListMarkdown(const std::vector<RuleFacts>& rules) {
  std::string out = "# Rules\n";
  std::vector<const RuleFacts*> ordered;
  ordered.reserve(rules.size());
  for (const RuleFacts& rule : rules) ordered.push_back(&rule);
  // The tool's own come last.
  std::ranges::stable_sort(ordered, {},
                           [](const RuleFacts* rule) { return std::pair(rule->pack.empty(), rule->pack); });
  const std::string* pack = nullptr;
  for (const RuleFacts* rule : ordered) {
    if (pack == nullptr || *pack != rule->pack) {
      const std::string heading = rule->packTitle.empty() ? rule->pack : rule->packTitle;
      out += fmt::format("\n## {}\n", heading.empty() ? "Of the tool itself" : markdownText(heading));
      pack = &rule->pack;
    }
    out += '\n' + markdownFacts(*rule, 3);
  }
  return out;
}

}  // namespace carbonfix
