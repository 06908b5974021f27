#include "cli/confirm.h"

#include <istream>
#include <ostream>

#include <fmt/format.h>

#include "carbonfix/base/text.h"

namespace carbonfix {

Status confirm(const std::string& question, const Options& options, Console& console) {
  if (options.yes) return {};
  if (!console.canAsk) {
    return Error{.message = fmt::format("refused: {} writes only with --yes, or when it can ask on a terminal",
                                        options.command->name),
                 .hint = "nothing was written"};
  }
  console.out.flush();
  console.err << question << " [y/N] " << std::flush;
  std::string answer;
  std::getline(console.in, answer);
  const std::string_view word = trim(answer);
  if (word == "y" || word == "Y" || word == "yes" || word == "Yes" || word == "YES") return {};
  return Error{.message = "not confirmed", .hint = "nothing was written"};
}

}  // namespace carbonfix
