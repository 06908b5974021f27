#include "report/excerpt.h"

#include <algorithm>
#include <vector>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

constexpr std::size_t kTabWidth = 4;
constexpr std::string_view kCut = "…";
// What is kept in sight before the marked part of a line that is cut.
constexpr std::size_t kLead = 24;

// One code point of the source as it is shown.
struct Cell {
  std::string text;
  std::size_t width = 0;
};

std::vector<Cell> toCells(std::string_view source) {
  std::vector<Cell> cells;
  std::size_t total = 0;
  for (std::size_t at = 0; at < source.size();) {
    const std::size_t begin = at;
    const char32_t codePoint = nextCodePoint(source, at);
    Cell cell;
    if (codePoint == U'\t') {
      cell.text.assign(kTabWidth - total % kTabWidth, ' ');
    } else {
      cell.text = printable(source.substr(begin, at - begin));
    }
    cell.width = displayWidth(cell.text);
    total += cell.width;
    cells.push_back(std::move(cell));
  }
  return cells;
}

std::size_t widthOf(const std::vector<Cell>& cells, std::size_t first, std::size_t last) {
  std::size_t width = 0;
  for (std::size_t i = first; i < last; ++i) width += cells[i].width;
  return width;
}

// The range of cells [first, last) that is shown, at most `width` wide with its "…" marks.
struct Window {
  std::size_t first = 0;
  std::size_t last = 0;
};

Window chooseWindow(const std::vector<Cell>& cells, std::size_t markFirst, std::size_t width) {
  if (widthOf(cells, 0, cells.size()) <= width) return {0, cells.size()};
  const std::size_t room = std::max<std::size_t>(width, 3) - 1;  // one cell for the "…" behind
  std::size_t first = 0;
  if (widthOf(cells, 0, std::min(markFirst + 1, cells.size())) > room) {
    first = std::min(markFirst, cells.size());
    const std::size_t lead = std::min(kLead, room / 3);
    for (std::size_t used = 0; first > 0 && used + cells[first - 1].width <= lead;) used += cells[--first].width;
  }
  std::size_t used = first == 0 ? 0 : 1;
  std::size_t last = first;
  while (last < cells.size() && used + cells[last].width <= room) used += cells[last++].width;
  // The tail may fit after all, now that the head is cut off.
  if (last + 1 == cells.size() && cells[last].width <= 1) ++last;
  return {first, last};
}

}  // namespace

Excerpt makeExcerpt(std::string_view source, std::size_t column, std::size_t length, std::size_t width) {
  const std::vector<Cell> cells = toCells(source);
  const std::size_t markFirst = column == 0 ? 0 : column - 1;
  const Window window = chooseWindow(cells, markFirst, width);

  Excerpt excerpt;
  if (window.first > 0) excerpt.line += kCut;
  for (std::size_t i = window.first; i < window.last; ++i) excerpt.line += cells[i].text;
  if (window.last < cells.size()) excerpt.line += kCut;
  while (excerpt.line.ends_with(' ')) excerpt.line.pop_back();
  if (column == 0) return excerpt;

  const std::size_t begin = std::min(std::max(markFirst, window.first), window.last);
  const std::size_t end = std::min(std::max(markFirst + length, begin), window.last);
  const std::size_t lead = (window.first > 0 ? 1 : 0) + widthOf(cells, window.first, begin);
  excerpt.carets = std::string(lead, ' ') + std::string(std::max<std::size_t>(widthOf(cells, begin, end), 1), '^');
  return excerpt;
}

}  // namespace carbonfix
