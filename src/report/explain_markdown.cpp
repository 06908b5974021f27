#include <algorithm>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "report/markdown.h"
#include "report/rule_pages.h"

namespace carbonfix {
namespace {

// The longest run of back quotes in it: what encloses it must be longer.
std::size_t longestRun(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

// printable(), line ends kept.
std::string printableLines(std::string_view text) {
  std::string out;
  for (std::string_view line : splitLines(text)) {
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    out += printable(line) + "\n";
  }
  return out;
}

std::string fenced(std::string_view language, std::string_view text) {
  const std::string fence(std::max<std::size_t>(longestRun(text) + 1, 3), '`');
  return fmt::format("{}{}\n{}{}{}\n", fence, language, text, text.empty() || text.ends_with('\n') ? "" : "\n", fence);
}

std::string languageOf(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  std::string extension(dot == std::string_view::npos ? "" : path.substr(dot + 1));
  if (extension == "properties" || extension == "json" || extension == "sh") return extension;
  return path.empty() || extension == "xml" ? "xml" : "";
}

std::string markedLines(const RuleFacts::File& file) {
  std::string list;
  for (const std::size_t line : file.marked) list += fmt::format("{}{}", list.empty() ? "" : ", ", line);
  if (list.empty()) return {};
  return fmt::format(", line{} {}", file.marked.size() > 1 ? "s" : "", list);
}

std::string snippets(std::string_view word, const std::vector<RuleFacts::File>& files, const std::string& path) {
  std::string out;
  for (const RuleFacts::File& file : files) {
    const std::string place = file.node.empty() ? file.path : fmt::format("{}: {}", file.node, file.path);
    out += fmt::format("\n{}{}{}{}:\n\n", word, place.empty() ? "" : ", ", place.empty() ? "" : markdownCode(place),
                       markedLines(file));
    out += fenced(languageOf(file.path.empty() ? path : file.path), printableLines(file.text));
  }
  return out;
}

std::string factLine(std::string_view name, const std::string& value) {
  return value.empty() ? std::string() : fmt::format("- {}: {}\n", name, value);
}

std::string codes(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : ", ") + markdownCode(value);
  return out;
}

std::string filesOf(const RuleFacts& rule) {
  if (rule.kind == RuleFacts::Kind::own) return markdownText(rule.files);
  std::vector<std::string> globs;
  for (const std::string_view glob : splitSpace(rule.files)) globs.emplace_back(glob);
  return codes(globs);
}

std::string fixOf(const RuleFacts& rule) {
  if (!rule.fix) return {};
  std::string text(rule.fix->safety == Safety::safe ? "safe" : "unsafe");
  const std::string what = rule.fix->title.empty() ? join(rule.fix->steps, "; ") : rule.fix->title;
  return what.empty() ? text : fmt::format("{}. {}", text, markdownText(what));
}

}  // namespace

std::string markdownText(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (std::string_view("\\`*_[]<>|#").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string markdownCode(std::string_view text) {
  const std::string shown = printable(text);
  const std::string quotes(longestRun(shown) + 1, '`');
  const std::string gap = shown.starts_with('`') || shown.ends_with('`') ? " " : "";
  return quotes + gap + shown + gap + quotes;
}

std::string markdownFacts(const RuleFacts& rule, int level) {
  std::string out = fmt::format("{} {}\n\n{}\n\n", std::string(static_cast<std::size_t>(level), '#'), rule.id,
                                markdownText(rule.title));
  out += factLine("severity", rule.severity ? severityName(*rule.severity) : "");
  out += factLine("files", filesOf(rule));
  out += factLine("phases", join(rule.phases, ", "));
  out += factLine("runs", rule.isLive ? "with `--live` only" : "");
  if (!rule.condition.empty()) {
    out += factLine("applies if", rule.appliesTo.empty() ? markdownCode(rule.condition) : markdownText(rule.appliesTo));
  }
  if (rule.kind == RuleFacts::Kind::patch && !rule.test.empty()) out += factLine("ensures", markdownCode(rule.test));
  out += factLine(rule.kind == RuleFacts::Kind::patch ? "does" : "fix", fixOf(rule));
  out += factLine("takes effect", rule.effect);
  out += factLine("asks for", rule.consent.empty() ? "" : markdownCode("--consent " + rule.consent));
  for (const std::string& param : rule.params) out += factLine("parameter", markdownText(param));
  for (const auto* const texts : {&rule.about, &rule.why}) {
    for (const std::string& text : *texts) out += fmt::format("\n{}\n", markdownText(text));
  }
  for (const std::string& link : rule.links) out += fmt::format("\nSee <{}>.\n", printable(link));
  return out;
}

std::string explainMarkdown(const RuleFacts& rule) {
  std::string out = markdownFacts(rule, 2);
  for (const RuleFacts::Example& example : rule.examples) {
    out += snippets("Bad", example.bad, rule.files);
    for (const std::string& message : example.messages) out += fmt::format("\n> {}\n", markdownText(message));
    out += snippets("Good", example.good, rule.files);
  }
  out += "\n";
  const bool isPatch = rule.kind == RuleFacts::Kind::patch;
  out += fmt::format("{}:\n\n{}", isPatch ? "See what it would change" : "Check it alone", fenced("sh", rule.run));
  if (!rule.repair.empty()) out += fmt::format("\nRepair:\n\n{}", fenced("sh", rule.repair));
  if (!rule.suppress.empty())
    out += "\nLeave it out, by a comment before the place or by an option:\n\n" + fenced("", join(rule.suppress, "\n"));
  return out;
}

}  // namespace carbonfix
