#include "lint/suppression.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "lint/dates.h"

namespace carbonfix {
namespace {

constexpr std::string_view kMark = "carbonfix:";
constexpr std::string_view kIgnore = "ignore";
constexpr std::string_view kIgnoreFile = "ignore-file";
constexpr std::string_view kUntil = "until";

// A word without what people put around it: [until=2026-12-31], (until=2026-12-31).
std::string_view bareWord(std::string_view word) {
  const std::size_t begin = word.find_first_not_of("([");
  if (begin == std::string_view::npos) return {};
  return word.substr(begin, word.find_last_not_of(")].,;") + 1 - begin);
}

bool beginsWithUntil(std::string_view word) {
  return std::ranges::equal(word.substr(0, kUntil.size()), kUntil, {},
                            [](char c) { return static_cast<char>(c | 0x20); });
}

// What stands behind until= or until:, whatever its case; none: the word is part of the text.
std::optional<std::string_view> untilIn(std::string_view word) {
  const std::string_view bare = bareWord(word);
  if (!beginsWithUntil(bare) || bare.size() == kUntil.size()) return std::nullopt;
  const std::string_view day = bare.substr(kUntil.size() + 1);
  const char sign = bare[kUntil.size()];
  if (sign == '=' || (sign == ':' && !day.empty() && day.front() >= '0' && day.front() <= '9')) return day;
  return std::nullopt;
}

// "until 2026-12-31", "until: 2026-12-31": whoever wrote this meant an end.
bool isUntilApart(std::string_view word, std::string_view next) {
  const std::string_view bare = bareWord(word);
  return beginsWithUntil(bare) && (bare.size() == kUntil.size() || bare.substr(kUntil.size()) == ":") &&
         isDay(bareWord(next));
}

// Takes the words until=DAY out of a text.
std::string takeUntil(std::string_view text, Suppression& into) {
  std::string rest;
  const std::vector<std::string_view> words = splitSpace(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto day = untilIn(words[i]);
    if (!day) {
      if (i + 1 < words.size() && isUntilApart(words[i], words[i + 1])) {
        into.problem = fmt::format("\"{} {}\" is no end: until={} is the form.", printable(words[i]),
                                   printable(words[i + 1]), bareWord(words[i + 1]));
      }
      rest += rest.empty() ? "" : " ";
      rest += words[i];
      continue;
    }
    if (!into.until.empty()) into.problem = "It has two dates.";
    into.until = *day;
    if (!isDay(into.until)) {
      into.problem = fmt::format("\"{}\" is not a day: until=2026-12-31 is the form.", printable(into.until));
    }
  }
  return rest;
}

// The colon before the reason: not the one of until:2026-12-31.
std::size_t colonIn(std::string_view text) {
  for (std::size_t at = text.find(':'); at != std::string_view::npos; at = text.find(':', at + 1)) {
    const std::size_t word = text.find_last_of(" \t\r\n([", at) + 1;
    if (text.substr(word, at - word).size() != kUntil.size() || !beginsWithUntil(text.substr(word))) return at;
  }
  return std::string_view::npos;
}

void readIds(std::string_view text, Suppression& into) {
  for (const std::string_view part : split(text, ',')) {
    const std::string_view id = trim(part);
    if (id.empty()) continue;
    if (splitSpace(id).size() > 1) {
      into.problem =
          fmt::format("\"{}\" is not an id; ids stand between commas, and a colon before the reason.", printable(id));
    } else if (id == "." || id.find_first_of("*?") != std::string_view::npos) {
      into.problem =
          fmt::format("\"{}\" is not an id: nothing can ignore all rules, or those of a pattern.", printable(id));
    }
    into.ids.emplace_back(id);
  }
  if (into.ids.empty()) into.problem = "It names no rule.";
}

// What the comment says; its reach is not known yet.
Suppression readText(std::string_view text) {
  Suppression read;
  text.remove_prefix(kMark.size());
  const std::string_view verb = text.substr(0, text.find_first_of(" \t\r\n:,"));
  text.remove_prefix(verb.size());
  read.wholeFile = verb == kIgnoreFile;
  if (verb != kIgnore && verb != kIgnoreFile) {
    read.problem = fmt::format("\"carbonfix:{}\" means nothing{}.", printable(verb),
                               didYouMean(verb, {std::string(kIgnore), std::string(kIgnoreFile)}));
    return read;
  }
  const std::size_t colon = colonIn(text);
  const std::string ids = takeUntil(text.substr(0, colon), read);
  if (colon != std::string_view::npos) read.reason = takeUntil(text.substr(colon + 1), read);
  readIds(ids, read);
  return read;
}

// The comments of the view that are meant for us; their place among their siblings goes with them.
class Reader {
 public:
  explicit Reader(const Document& document) : document_(document) {}

  std::vector<Suppression> read() {
    visit(document_.root());
    return std::move(found_);
  }

 private:
  void visit(Node parent) {
    const std::vector<Node> children = parent.children();
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (children[i].kind() == NodeKind::element) visit(children[i]);
      if (children[i].kind() == NodeKind::comment) visitComment(children, i);
    }
  }

  void visitComment(const std::vector<Node>& siblings, std::size_t at) {
    const std::string value = siblings[at].value();
    const std::string_view text = trim(value);
    if (!text.starts_with(kMark)) return;
    Suppression read = readText(text);
    read.comment = siblings[at];
    if (read.problem.empty() && isBehindSetting(siblings[at])) {
      read.problem = "It stands behind a setting; it has to stand on a line before it.";
    }
    if (read.problem.empty()) read.problem = read.wholeFile ? checkAtTop(siblings, at) : cover(siblings, at, read);
    found_.push_back(std::move(read));
  }

  // XML: before the root element. The view of other formats has a root of its own, and the first setting is in it.
  std::string checkAtTop(const std::vector<Node>& siblings, std::size_t at) const {
    const Node parent = siblings[at].parent();
    const bool isXml = document_.format() == FileFormat::xml;
    const bool isOutside = parent == document_.root() || (!isXml && parent == document_.rootElement());
    const auto isElement = [](const Node& node) { return node.kind() == NodeKind::element; };
    const auto before = siblings.begin() + static_cast<std::ptrdiff_t>(at);
    if (isOutside && std::none_of(siblings.begin(), before, isElement)) return {};
    return isXml ? "It must stand before the root element." : "It must stand before the first setting.";
  }

  // In a shell script a comment may end the line of an assignment.
  bool isBehindSetting(Node comment) const {
    if (document_.format() != FileFormat::shell) return false;
    const auto at = document_.locate(comment);
    if (!at) return false;
    const std::string_view line = document_.lineText(at->start.line);
    return !line.empty() && !trim(line).starts_with('#');
  }

  // What stands directly behind the comment, other comments and white space left aside.
  std::string cover(const std::vector<Node>& siblings, std::size_t at, Suppression& into) const {
    constexpr const char* kNothing = "No element stands directly behind it.";
    for (std::size_t i = at + 1; i < siblings.size(); ++i) {
      const Node& next = siblings[i];
      if (next.kind() == NodeKind::comment || next.kind() == NodeKind::instruction) continue;
      if (next.kind() != NodeKind::element && isBlank(next.value())) continue;
      if (next.kind() != NodeKind::element) return kNothing;
      const auto extent = document_.extent(next);
      if (!extent) return "The element behind it has no text of its own in the file.";
      into.from = extent->start;
      into.to = extent->end;
      return {};
    }
    return kNothing;
  }

  const Document& document_;
  std::vector<Suppression> found_;
};

// By its rarest letter: all files of a run are looked at.
bool holdsMark(std::string_view bytes) {
  constexpr std::size_t kRarest = kMark.find('x');
  for (std::size_t at = bytes.find('x'); at != std::string_view::npos; at = bytes.find('x', at + 1)) {
    if (at >= kRarest && bytes.substr(at - kRarest).starts_with(kMark)) return true;
  }
  return false;
}

// In UTF-16 each letter has a zero beside it.
std::string wide(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c;
    out += '\0';
  }
  out.pop_back();
  return out;
}

}  // namespace

bool mayHaveSuppressions(std::string_view bytes) {
  if (holdsMark(bytes)) return true;
  const bool isWide = bytes.size() >= 2 && (bytes[0] == '\0' || bytes[1] == '\0' || bytes.starts_with("\xFF\xFE") ||
                                            bytes.starts_with("\xFE\xFF"));
  return isWide && bytes.find(wide(kMark)) != std::string_view::npos;
}

std::vector<Suppression> readSuppressions(const Document& document) { return Reader(document).read(); }

}  // namespace carbonfix
