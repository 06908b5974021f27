#include "report/wrap.h"

#include "carbonfix/base/text.h"

namespace carbonfix {

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  const std::string blanks(indent, ' ');
  std::string out;
  std::size_t used = 0;  // of the line begun; 0: none is
  for (const std::string_view word : splitSpace(text)) {
    const std::size_t cells = displayWidth(word);
    if (used > 0 && used + 1 + cells > width) {
      out += '\n';
      used = 0;
    }
    out += used == 0 ? blanks : std::string(" ");
    used += cells + (used == 0 ? indent : 1);
    out += word;
  }
  return used == 0 ? out : out + '\n';
}

}  // namespace carbonfix
