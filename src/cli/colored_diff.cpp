#include "cli/colored_diff.h"

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "report/style.h"

namespace carbonfix {

std::string coloredDiff(const std::string& diff) {
  const Style style(true);
  std::string out;
  for (const std::string_view line : splitLines(diff)) {
    const std::string_view body = line.ends_with('\n') ? line.substr(0, line.size() - 1) : line;
    if (body.starts_with("--- ") || body.starts_with("+++ ")) {
      out += style(Ink::bold, body);
    } else if (body.starts_with("@@")) {
      out += style(Ink::cyan, body);
    } else if (body.starts_with('-')) {
      out += style(Ink::red, body);
    } else if (body.starts_with('+')) {
      out += style(Ink::green, body);
    } else {
      out += body;
    }
    out += line.substr(body.size());
  }
  return out;
}

std::string notShown(std::string_view oldName, std::string_view newName) {
  return fmt::format("--- {}\n+++ {}\n(not shown: a run wrote a secret to it that only its recipe knew)\n",
                     printable(oldName), printable(newName));
}

}  // namespace carbonfix
