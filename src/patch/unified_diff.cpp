#include "carbonfix/patch/unified_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "patch/line_changes.h"

namespace carbonfix {
namespace {

// One of the two texts, line by line, with the secrets of each line.
struct Side {
  std::string_view text;
  std::vector<std::string_view> lines;
  std::vector<TextRange> secrets;

  Side(std::string_view whole, const DiffOptions& options) : text(whole) {
    while (!whole.empty()) {
      const std::size_t end = std::min(whole.find('\n'), whole.size() - 1) + 1;
      lines.push_back(whole.substr(0, end));
      whole.remove_prefix(end);
    }
    if (options.mask) secrets = findSecrets(text, options.secrets);
  }

  // Hides these ranges too; they ascend and don't overlap, but may overlap with those that were found.
  void hide(const std::vector<TextRange>& more) {
    std::vector<TextRange> both = std::move(secrets);
    both.insert(both.end(), more.begin(), more.end());
    std::ranges::sort(both, {}, &TextRange::offset);
    secrets.clear();
    for (const TextRange& range : both) {
      if (secrets.empty() || range.offset >= secrets.back().offset + secrets.back().length) {
        secrets.push_back(range);
      } else {
        TextRange& last = secrets.back();
        last.length = std::max(last.length, range.offset + range.length - last.offset);
      }
    }
  }

  // The line with every part of a secret replaced by `with`.
  std::string masked(std::size_t number, std::string_view with) const {
    const std::string_view line = lines[number];
    const auto begin = static_cast<std::size_t>(line.data() - text.data());
    const std::size_t end = begin + line.size() - (line.ends_with('\n') ? 1U : 0U);
    auto range = std::partition_point(secrets.begin(), secrets.end(),
                                      [begin](TextRange r) { return r.offset + r.length <= begin; });
    std::string out;
    std::size_t done = begin;
    for (; range != secrets.end() && range->offset < end; ++range) {
      const std::size_t from = std::max(range->offset, begin);
      out.append(text.substr(done, from - done)).append(with);
      done = std::min(range->offset + range->length, end);
    }
    return out.append(text.substr(done, begin + line.size() - done));
  }
};

class Diff {
 public:
  Diff(std::string_view before, std::string_view after, const DiffOptions& options)
      : old_(before, options), new_(after, options), options_(options) {
    if (options.mask) old_.hide(options.oldSecrets);
  }

  std::string text() const {
    const std::vector<LineChange> changes = lineChanges(old_.lines, new_.lines);
    if (changes.empty()) return {};
    std::string out = fmt::format("--- {}\n+++ {}\n", quoted(options_.oldName), quoted(options_.newName));
    for (auto first = changes.begin(); first != changes.end();) {
      // Changes whose context would touch share a hunk.
      auto last = first;
      while (last + 1 != changes.end() && (last + 1)->oldBegin - last->oldEnd <= 2 * options_.context) ++last;
      out += hunk(first, last + 1);
      first = last + 1;
    }
    return out;
  }

 private:
  using ChangeIterator = std::vector<LineChange>::const_iterator;

  // As git and GNU patch read names: a tab ends one with a space, control characters and quotes are escaped.
  static std::string quoted(std::string_view name) {
    const auto isSpecial = [](char c) { return (c >= 0 && c < ' ') || c == '"' || c == '\\' || c == '\x7F'; };
    if (std::none_of(name.begin(), name.end(), isSpecial)) {
      return std::string(name) + (name.find(' ') == std::string_view::npos ? "" : "\t");
    }
    std::string out = "\"";
    for (const char c : name) {
      if (c == '"' || c == '\\') {
        out += {'\\', c};
      } else if (isSpecial(c)) {
        out += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
      } else {
        out += c;
      }
    }
    return out + '"';
  }

  std::string hunk(ChangeIterator first, ChangeIterator end) const {
    const std::size_t lead = std::min({options_.context, first->oldBegin, first->newBegin});
    const std::size_t tail = std::min(options_.context, old_.lines.size() - (end - 1)->oldEnd);
    const std::size_t oldFirst = first->oldBegin - lead;
    const std::size_t oldCount = (end - 1)->oldEnd + tail - oldFirst;
    const std::size_t newFirst = first->newBegin - lead;
    const std::size_t newCount = (end - 1)->newEnd + tail - newFirst;

    bool masked = false;
    std::string body;
    std::size_t at = oldFirst;
    for (auto change = first; change != end; ++change) {
      masked = lines(body, ' ', old_, at, change->oldBegin) || masked;
      masked = block(body, *change) || masked;
      at = change->oldEnd;
    }
    masked = lines(body, ' ', old_, at, at + tail) || masked;

    // "-masked" is where patch wants a number: it stops there and changes nothing, so asterisks are never applied.
    std::string header =
        fmt::format("@@ -{}{} +{} @@", masked ? "masked " : "", span(oldFirst, oldCount), span(newFirst, newCount));
    if (options_.heading) {
      const std::string heading = options_.heading(first->newBegin + 1);
      if (!heading.empty()) header += ' ' + heading;
    }
    return header + '\n' + body;
  }

  static std::string span(std::size_t first, std::size_t count) {
    if (count == 1) return std::to_string(first + 1);
    return fmt::format("{},{}", count == 0 ? first : first + 1, count);
  }

  // Old lines, then new ones. A line whose secret alone changed would read the same twice, so the new one says so.
  bool block(std::string& out, const LineChange& change) const {
    bool masked = lines(out, '-', old_, change.oldBegin, change.oldEnd);
    for (std::size_t i = change.newBegin; i < change.newEnd; ++i) {
      const std::size_t partner = change.oldBegin + (i - change.newBegin);
      const bool onlySecret = partner < change.oldEnd && old_.lines[partner] != new_.lines[i] &&
                              old_.masked(partner, kMask) == new_.masked(i, kMask);
      masked = line(out, '+', new_, i, onlySecret ? "******** (changed)" : kMask) || masked;
    }
    return masked;
  }

  static bool lines(std::string& out, char sign, const Side& side, std::size_t begin, std::size_t end) {
    bool masked = false;
    for (std::size_t i = begin; i < end; ++i) masked = line(out, sign, side, i, kMask) || masked;
    return masked;
  }

  static bool line(std::string& out, char sign, const Side& side, std::size_t number, std::string_view mask) {
    const std::string shown = side.masked(number, mask);
    out += sign;
    out += shown;
    if (!shown.ends_with('\n')) out += "\n\\ No newline at end of file\n";
    return shown != side.lines[number];
  }

  Side old_;
  Side new_;
  const DiffOptions& options_;
};

}  // namespace

std::string unifiedDiff(std::string_view before, std::string_view after, const DiffOptions& options) {
  return before == after ? std::string() : Diff(before, after, options).text();
}

}  // namespace carbonfix
