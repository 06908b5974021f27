// The formats for people: `text` with excerpts, and `concise`, which is its first lines alone.
#include <algorithm>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "report/excerpt.h"
#include "report/formats.h"
#include "report/style.h"
#include "report/summary.h"

namespace carbonfix {
namespace {

// "node:path:line:column", with what is known of it; the node only when there are several.
std::string placeOf(const std::string& node, const std::string& path, const Position& at, bool withNode) {
  std::string place = withNode ? node : std::string();
  if (!path.empty()) place += (place.empty() ? "" : ":") + path;
  if (place.empty()) place = node;
  if (at.line > 0) place += fmt::format(":{}:{}", at.line, at.column);
  return printable(place);
}

std::string firstLine(const Finding& finding, bool withNode, const Style& style) {
  const Position at = finding.located ? finding.location.start : Position{};
  return fmt::format("{}: {}: {} {}\n", style(Ink::bold, placeOf(finding.node, finding.path, at, withNode)),
                     finding.suppressed ? style(Ink::dim, "suppressed")
                                        : style(inkOf(finding.severity), severityName(finding.severity)),
                     printable(finding.message), style(Ink::dim, fmt::format("[{}]", finding.id)));
}

// "by a comment until 2026-12-31: why"
std::string whySuppressed(const Suppressed& suppressed) {
  if (suppressed.kind == Suppressed::Kind::baseline) return "it is in the baseline";
  std::string why = suppressed.kind == Suppressed::Kind::inSource ? "by a comment" : "by a waiver";
  if (!suppressed.until.empty()) why += " until " + suppressed.until;
  return why + (suppressed.reason.empty() ? ", without a reason" : ": " + suppressed.reason);
}

// The lines of a finding's excerpt: the one it starts on, and its neighbours when more were asked for.
class ExcerptWriter {
 public:
  ExcerptWriter(const ReportOptions& options, const Style& style) : options_(options), style_(style) {}

  std::string write(const Finding& finding) const {
    const std::size_t line = finding.location.start.line;
    if (!finding.located || line == 0 || finding.excerpt.empty() || options_.context == 0) return {};
    const std::size_t around = options_.lines ? options_.context - 1 : 0;
    const std::size_t first = line - std::min(line - 1, around / 2);
    const std::size_t last = line + (around - around / 2);
    const std::size_t gutter = fmt::format("{}", last).size();

    std::string out = fmt::format(" {:{}} {}\n", "", gutter, style_(Ink::dim, "|"));
    for (std::size_t i = first; i <= last; ++i) {
      if (i == line) {
        out += marked(finding, gutter);
      } else if (const std::string text = options_.lines(finding, i); i < line || !text.empty()) {
        out += numbered(i, gutter, makeExcerpt(text, 0, 0, room(gutter)).line);
      }
    }
    return out;
  }

 private:
  std::string marked(const Finding& finding, std::size_t gutter) const {
    const Excerpt excerpt = makeExcerpt(finding.excerpt, finding.excerptColumn,
                                        std::max<std::size_t>(finding.excerptLength, 1), room(gutter));
    std::string out = numbered(finding.location.start.line, gutter, excerpt.line);
    if (excerpt.carets.empty()) return out;
    const std::size_t lead = excerpt.carets.find('^');
    return out + fmt::format(" {:{}} {} {}{}\n", "", gutter, style_(Ink::dim, "|"), excerpt.carets.substr(0, lead),
                             style_(inkOf(finding.severity), excerpt.carets.substr(lead)));
  }

  std::string numbered(std::size_t line, std::size_t gutter, const std::string& text) const {
    const std::string number = style_(Ink::dim, fmt::format("{:>{}} |", line, gutter));
    return text.empty() ? fmt::format(" {}\n", number) : fmt::format(" {} {}\n", number, text);
  }

  std::size_t room(std::size_t gutter) const {
    const std::size_t margin = gutter + 4;
    return options_.width > margin + 20 ? options_.width - margin : 20;
  }

  const ReportOptions& options_;
  const Style& style_;
};

std::string note(const Style& style, std::string_view label, std::string_view text) {
  return fmt::format("   {} {}: {}\n", style(Ink::dim, "="), style(Ink::bold, label), printable(text));
}

// "Uncomment HostName (safe, apply with --fix)".
std::string aboutFix(const FixProposal& fix) {
  const std::string what = fix.problem.empty()
                               ? std::string(fix.safety == Safety::safe ? "safe, apply with --fix"
                                                                        : "unsafe, apply with --fix --unsafe-fixes")
                               : "not here: " + fix.problem;
  return fix.description.empty() ? what : fmt::format("{} ({})", fix.description, what);
}

class ConciseReporter : public Reporter {
 public:
  std::string render(const LintReport& report, const ReportOptions& options) const override {
    const Style style(options.color);
    std::string out;
    for (const Finding* finding : shownFindings(report, options)) {
      out += firstLine(*finding, report.isMultiNode(), style);
    }
    if (options.summary) out += summarize(report) + "\n";
    return out;
  }
};

class TextReporter : public Reporter {
 public:
  std::string render(const LintReport& report, const ReportOptions& options) const override {
    const Style style(options.color);
    const ExcerptWriter excerpts(options, style);
    std::string out;
    for (const Finding* shown : shownFindings(report, options)) {
      const Finding& finding = *shown;
      out += firstLine(finding, report.isMultiNode(), style);
      out += excerpts.write(finding);
      out += notes(finding, report.isMultiNode(), style);
      out += "\n";
    }
    if (options.summary) out += summarize(report) + "\n";
    return out;
  }

 private:
  static std::string notes(const Finding& finding, bool withNode, const Style& style) {
    std::string out;
    if (finding.suppressed) out += note(style, "suppressed", whySuppressed(*finding.suppressed));
    for (const RelatedLocation& related : finding.related) {
      const std::string place = placeOf(related.node, related.path, related.location.start, withNode);
      out += note(style, "also", related.message.empty() ? place : place + ": " + related.message);
    }
    if (!finding.help.empty()) out += note(style, "help", finding.help);
    if (finding.fix) out += note(style, "fix", aboutFix(*finding.fix));
    if (!finding.see.empty()) out += note(style, "see", finding.see);
    return out;
  }
};

}  // namespace

std::unique_ptr<Reporter> makeTextReporter() { return std::make_unique<TextReporter>(); }
std::unique_ptr<Reporter> makeConciseReporter() { return std::make_unique<ConciseReporter>(); }

}  // namespace carbonfix
