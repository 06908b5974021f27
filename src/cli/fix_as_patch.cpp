#include "cli/fix_as_patch.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

// The alternatives of a match pattern: "a | b[c | d]" → "a", "b[c | d]".
std::vector<std::string_view> alternatives(std::string_view pattern) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  int depth = 0;
  char quote = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '[' || c == '(') {
      ++depth;
    } else if (c == ']' || c == ')') {
      --depth;
    } else if (c == '|' && depth == 0) {
      parts.push_back(trim(pattern.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  parts.push_back(trim(pattern.substr(begin)));
  return parts;
}

// Everything in the document that the pattern matches.
std::string allThatMatch(std::string_view pattern) {
  std::string out;
  for (const std::string_view part : alternatives(pattern)) {
    out += fmt::format("{}{}{}", out.empty() ? "" : " | ", part.starts_with('/') ? "" : "//", part);
  }
  return out;
}

// Gone is a finding when its node matches no longer, or the assertion holds.
Expression isGone(const Rule& rule, const Check& check) {
  const std::string all = allThatMatch(rule.context.text());
  return {fmt::format("count(. | {0}) != count({0}) or {1}({2})", all, check.isReport ? "not" : "boolean",
                      check.test.text()),
          check.test.path(), check.test.at(), false};
}

Patch toPatch(const Pattern& pattern, const Rule& rule, const Check& check, const Fix& fix) {
  Patch patch;
  patch.id = check.id;
  patch.files = pattern.files;
  patch.context = rule.context;
  patch.ensure = isGone(rule, check);
  patch.lets = rule.lets;
  patch.lets.insert(patch.lets.end(), fix.lets.begin(), fix.lets.end());
  patch.operations = fix.operations;
  return patch;
}

}  // namespace

std::optional<Pack> fixAsPatch(const Pack& pack, std::string_view check) {
  for (const Pattern& pattern : pack.patterns) {
    for (const Rule& rule : pattern.rules) {
      const auto found = std::ranges::find(rule.checks, check, &Check::id);
      if (found == rule.checks.end() || found->fix.empty()) continue;
      const auto fix = std::ranges::find(rule.fixes, found->fix, &Fix::id);
      if (fix == rule.fixes.end()) continue;
      Pack made = pack;
      made.lets.insert(made.lets.end(), pattern.lets.begin(), pattern.lets.end());
      made.patches = {toPatch(pattern, rule, *found, *fix)};
      return made;
    }
  }
  return std::nullopt;
}

}  // namespace carbonfix
