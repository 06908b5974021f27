#include "patch/line_changes.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace carbonfix {
namespace {

using Lines = std::vector<std::string_view>;
using Number = std::int32_t;  // lines and diagonals; a diagonal may be negative

// Equal lines get equal numbers, so that the search compares integers.
class Numbering {
 public:
  std::vector<Number> of(const Lines& lines, std::size_t begin, std::size_t end) {
    std::vector<Number> numbers;
    for (std::size_t i = begin; i < end; ++i) {
      numbers.push_back(known_.emplace(lines[i], static_cast<Number>(known_.size())).first->second);
    }
    return numbers;
  }

 private:
  std::unordered_map<std::string_view, Number> known_;
};

// E. Myers, "An O(ND) Difference Algorithm", greedy form. Finds which lines of each text have no partner.
class Search {
 public:
  Search(std::vector<Number> a, std::vector<Number> b) : a_(std::move(a)), b_(std::move(b)) {}

  // False when more than `limit` lines differ.
  bool run(std::size_t limit) {
    const auto most = static_cast<Number>(std::min(limit, a_.size() + b_.size()));
    // furthest[most + k]: how far into `a` the best path on diagonal k has come
    std::vector<Number> furthest(2 * static_cast<std::size_t>(most) + 2, 0);
    const auto on = [&](Number k) -> Number& { return furthest.begin()[most + k]; };
    for (Number d = 0; d <= most; ++d) {
      for (Number k = -d; k <= d; k += 2) {
        Number x = 0;
        if (d > 0) x = isDown(on, d, k) ? on(k + 1) : on(k - 1) + 1;
        while (same(x, x - k)) ++x;
        on(k) = x;
        if (x >= size(a_) && x - k >= size(b_)) {
          trace(d);
          return true;
        }
      }
      // the rows that tracing back needs: diagonals -d … d
      rows_.emplace_back(furthest.begin() + (most - d), furthest.begin() + (most + d + 1));
    }
    return false;
  }

  const std::vector<bool>& removed() const { return removed_; }
  const std::vector<bool>& added() const { return added_; }

 private:
  static Number size(const std::vector<Number>& lines) { return static_cast<Number>(lines.size()); }

  bool same(Number x, Number y) const {
    return x < size(a_) && y < size(b_) && a_[static_cast<std::size_t>(x)] == b_[static_cast<std::size_t>(y)];
  }

  // Is diagonal k of round d best reached by adding a line of `b`, or by removing one of `a`?
  template <class Furthest>
  static bool isDown(const Furthest& on, Number d, Number k) {
    return k == -d || (k != d && on(k - 1) < on(k + 1));
  }

  void trace(Number d) {
    removed_.assign(a_.size(), false);
    added_.assign(b_.size(), false);
    Number k = size(a_) - size(b_);
    for (; d > 0; --d) {
      const std::vector<Number>& row = rows_[static_cast<std::size_t>(d - 1)];
      const auto on = [&](Number diagonal) { return row[static_cast<std::size_t>(diagonal + d - 1)]; };
      const bool down = isDown(on, d, k);
      k += down ? 1 : -1;
      const Number x = on(k);
      if (down) {
        added_[static_cast<std::size_t>(x - k)] = true;
      } else {
        removed_[static_cast<std::size_t>(x)] = true;
      }
    }
  }

  std::vector<Number> a_;
  std::vector<Number> b_;
  std::vector<std::vector<Number>> rows_;
  std::vector<bool> removed_;
  std::vector<bool> added_;
};

std::vector<LineChange> collect(const std::vector<bool>& removed, const std::vector<bool>& added, std::size_t first) {
  std::vector<LineChange> changes;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < removed.size() || j < added.size()) {
    LineChange change{first + i, first + i, first + j, first + j};
    for (; i < removed.size() && removed[i]; ++i) ++change.oldEnd;
    for (; j < added.size() && added[j]; ++j) ++change.newEnd;
    if (change.oldEnd > change.oldBegin || change.newEnd > change.newBegin) {
      changes.push_back(change);
    } else {
      ++i;
      ++j;
    }
  }
  return changes;
}

// How badly a run of added or removed lines would start here: a person starts at the outermost start tag.
std::tuple<std::size_t, bool> badness(std::string_view line) {
  const std::size_t indent = line.find_first_not_of(" \t\r\n");
  if (indent == std::string_view::npos) return {line.size(), true};
  return {indent, line.substr(indent).starts_with("</")};
}

// Lines that were only added (or only removed) can often stand one line further up or down and mean the same:
// "…</a> <a>…" is as good as "<a>…</a>". Takes the position that reads best.
void slide(const Lines& lines, std::size_t& begin, std::size_t& end, std::size_t floor, std::size_t ceiling) {
  std::size_t up = 0;
  while (begin - up > floor && lines[begin - up - 1] == lines[end - up - 1]) ++up;
  std::size_t at = begin - up;
  std::size_t best = at;
  const std::size_t length = end - begin;
  for (; at + length < ceiling && lines[at] == lines[at + length]; ++at) {
    if (badness(lines[at + 1]) <= badness(lines[best])) best = at + 1;
  }
  begin = best;
  end = best + length;
}

void slideAll(std::vector<LineChange>& changes, const Lines& before, const Lines& after) {
  for (std::size_t i = 0; i < changes.size(); ++i) {
    LineChange& change = changes[i];
    const bool adds = change.oldBegin == change.oldEnd;
    if (!adds && change.newBegin != change.newEnd) continue;
    // A line that is the same stays between two changes.
    const std::size_t below = i == 0 ? 0 : (adds ? changes[i - 1].newEnd : changes[i - 1].oldEnd) + 1;
    const bool last = i + 1 == changes.size();
    if (adds) {
      const std::size_t from = change.newBegin;
      slide(after, change.newBegin, change.newEnd, below, last ? after.size() : changes[i + 1].newBegin - 1);
      change.oldBegin = change.oldEnd = change.oldBegin + change.newBegin - from;
    } else {
      const std::size_t from = change.oldBegin;
      slide(before, change.oldBegin, change.oldEnd, below, last ? before.size() : changes[i + 1].oldBegin - 1);
      change.newBegin = change.newEnd = change.newBegin + change.oldBegin - from;
    }
  }
}

}  // namespace

std::vector<LineChange> lineChanges(const Lines& before, const Lines& after, std::size_t limit) {
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t head = 0;
  while (head < shorter && before[head] == after[head]) ++head;
  std::size_t tail = 0;
  while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  const std::size_t oldEnd = before.size() - tail;
  const std::size_t newEnd = after.size() - tail;
  if (head == oldEnd && head == newEnd) return {};

  Numbering numbering;
  Search search(numbering.of(before, head, oldEnd), numbering.of(after, head, newEnd));
  if (!search.run(limit)) return {{head, oldEnd, head, newEnd}};
  std::vector<LineChange> changes = collect(search.removed(), search.added(), head);
  slideAll(changes, before, after);
  return changes;
}

}  // namespace carbonfix
