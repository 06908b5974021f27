#include <algorithm>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "report/excerpt.h"
#include "report/rule_pages.h"
#include "report/style.h"
#include "report/wrap.h"

namespace carbonfix {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kNameWidth = 11;  // of the facts' names, with their indentation

class ExplainWriter {
 public:
  ExplainWriter(const RuleFacts& rule, const RulePageOptions& options)
      : rule_(rule), width_(options.width), style_(options.color) {}

  std::string write() {
    const bool isPatch = rule_.kind == RuleFacts::Kind::patch;
    out_ = style_(Ink::bold, rule_.id) + "  " + severity() + "\n";
    out_ += wrapped(printable(rule_.title), width_, 0) + "\n";
    fact("Files", rule_.files);
    fact("Context", rule_.context);
    if (!rule_.test.empty()) fact(isPatch ? "Ensures" : "Found if", rule_.test);
    fact("Applies if", rule_.appliesTo.empty() ? rule_.condition : rule_.appliesTo);
    fact("Phases", join(rule_.phases, ", "));
    fact("Runs", rule_.isLive ? "with --live only: it asks the machine" : "");
    fact("Effect", rule_.effect);
    fact("Consent", rule_.consent.empty() ? "" : "--consent " + rule_.consent);
    for (const std::string& param : rule_.params) fact("Parameter", param);
    if (!rule_.pack.empty()) fact("Pack", rule_.packTitle.empty() ? rule_.pack : rule_.pack + ": " + rule_.packTitle);
    why();
    examples();
    fix();
    commands(isPatch ? "See what it would change" : "Alone", {rule_.run});
    commands(rule_.suppress.size() > 1 ? "Leave it out, by a comment before the place or by an option" : "Leave it out",
             rule_.suppress);
    return std::move(out_);
  }

 private:
  std::string severity() const {
    if (!rule_.severity) return style_(Ink::dim, "patch");
    return style_(inkOf(*rule_.severity), severityName(*rule_.severity));
  }

  // Continuation lines begin below the value.
  void fact(std::string_view name, const std::string& value) {
    if (value.empty()) return;
    std::string lines = wrapped(printable(value), width_, kNameWidth + kIndent);
    lines.replace(kIndent, name.size(), style_(Ink::dim, name));
    out_ += lines;
  }

  void heading(std::string_view text) { out_ += "\n" + style_(Ink::bold, text) + "\n"; }

  void why() {
    if (rule_.about.empty() && rule_.why.empty() && rule_.links.empty()) return;
    heading("Why");
    for (const auto* const texts : {&rule_.about, &rule_.why}) {
      for (const std::string& text : *texts) out_ += wrapped(printable(text), width_, kIndent);
    }
    for (const std::string& link : rule_.links)
      out_ += std::string(kIndent, ' ') + style_(Ink::cyan, printable(link)) + "\n";
  }

  // The first example tells most; more of them are tests.
  void examples() {
    const auto complete = [](const RuleFacts::Example& each) { return !each.bad.empty() && !each.good.empty(); };
    auto chosen = std::ranges::find_if(rule_.examples, complete);
    if (chosen == rule_.examples.end()) chosen = rule_.examples.begin();
    if (chosen == rule_.examples.end()) return;
    const bool isPatch = rule_.kind == RuleFacts::Kind::patch;
    snippets(isPatch ? "Before" : "Bad", chosen->bad);
    for (const std::string& message : chosen->messages) {
      if (message != rule_.title) out_ += wrapped("-> " + printable(message), width_, kIndent);
    }
    snippets(isPatch ? "After" : "Good", chosen->good);
  }

  void snippets(std::string_view word, const std::vector<RuleFacts::File>& files) {
    for (const RuleFacts::File& file : files) {
      const std::string node = file.node.empty() ? std::string() : file.node + ": ";
      heading(fmt::format("{}{}{}{}", word, file.path.empty() ? "" : ": ", node, printable(file.path)));
      const auto lines = splitLines(file.text);
      const std::size_t gutter = fmt::format("{}", lines.size()).size();
      for (std::size_t i = 0; i < lines.size(); ++i) snippetLine(file, i + 1, lines[i], gutter);
    }
  }

  void snippetLine(const RuleFacts::File& file, std::size_t number, std::string_view line, std::size_t gutter) {
    const bool isMarked = std::ranges::find(file.marked, number) != file.marked.end();
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    const std::string mark = fmt::format("{} {:>{}} |", isMarked ? '>' : ' ', number, gutter);
    const std::size_t room = width_ > mark.size() + 1 ? width_ - mark.size() - 1 : 1;
    const std::string text = makeExcerpt(line, 0, 0, room).line;
    const Ink ink = isMarked ? inkOf(rule_.severity.value_or(Severity::info)) : Ink::dim;
    out_ += style_(ink, mark) + (text.empty() ? "" : " ") + text + "\n";
  }

  void fix() {
    if (!rule_.fix) return;
    const bool isPatch = rule_.kind == RuleFacts::Kind::patch;
    heading(fmt::format("{} ({})", isPatch ? "Does" : "Fix", rule_.fix->safety == Safety::safe ? "safe" : "unsafe"));
    if (!rule_.fix->title.empty()) out_ += wrapped(printable(rule_.fix->title), width_, kIndent);
    for (const std::string& step : rule_.fix->steps) out_ += wrapped("- " + printable(step), width_, kIndent);
    if (!rule_.repair.empty()) out_ += fmt::format("{:{}}{}\n", "", kIndent, printable(rule_.repair));
  }

  void commands(std::string_view name, const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    heading(name);
    for (const std::string& line : lines) out_ += fmt::format("{:{}}{}\n", "", kIndent, printable(line));
  }

  const RuleFacts& rule_;
  std::size_t width_;
  Style style_;
  std::string out_;
};

}  // namespace

std::string explainText(const RuleFacts& rule, const RulePageOptions& options) {
  return ExplainWriter(rule, options).write();
}

}  // namespace carbonfix
