#include <ostream>

#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/planned.h"

namespace carbonfix {

ExitCode runPlan(const Options& options, Console& console) {
  const auto planned = planGiven(options, console);
  if (!planned) {
    printErrors(console, planned.error());
    return codeOf(planned.error());
  }
  const std::string diff = diffText(*planned, options.mask, wantsColor(options.color, console));
  if (options.quiet < 2) console.out << diff;
  if (options.quiet == 0) console.out << (diff.empty() ? "" : "\n") << planLines(*planned);
  return options.check && !planned->isEmpty() ? kFindings : kOk;
}

}  // namespace carbonfix
