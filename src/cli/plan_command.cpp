#include <ostream>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/plan_file.h"
#include "cli/plan_record.h"
#include "cli/planned.h"

namespace carbonfix {

ExitCode runPlan(const Options& options, Console& console) {
  const bool saves = !options.planFile.empty();
  if (const Status fits = saves ? checkCanBeSaved(options) : Status(); !fits) {
    printError(console, fits.error());
    return kTrouble;
  }
  const auto planned = planGiven(options, console, Purpose::show);
  if (!planned) {
    printErrors(console, planned.error());
    return codeOf(planned.error());
  }
  const std::string diff = diffText(*planned, options.mask, wantsColor(options.color, console));
  if (options.quiet < 2) console.out << diff;
  if (options.quiet == 0) console.out << (diff.empty() ? "" : "\n") << planLines(*planned);
  if (planned->interrupted) {
    if (saves) printNote(console, fmt::format("the plan is not saved to {}", options.planFile));
    return kTrouble;
  }
  if (saves) {
    if (const Status saved = savePlan(options, *planned); !saved) {
      printError(console, saved.error());
      return kTrouble;
    }
    if (options.quiet == 0) printNote(console, "to run this plan: carbonfix apply " + shellQuoted(options.planFile));
  }
  return options.check && !planned->isEmpty() ? kFindings : kOk;
}

}  // namespace carbonfix
