#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <ostream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "carbonfix/base/heap.h"
#include "carbonfix/base/log.h"
#include "carbonfix/base/until_exit.h"
#include "carbonfix/fix/fix_maker.h"
#include "carbonfix/fix/fixing.h"
#include "carbonfix/home/live.h"
#include "carbonfix/lint/engine.h"
#include "carbonfix/report/reporter.h"
#include "carbonfix/report/stats_table.h"
#include "carbonfix/rules/params.h"
#include "cli/base_home.h"
#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/given_homes.h"
#include "cli/home_values.h"
#include "cli/inputs.h"
#include "cli/interrupted.h"
#include "cli/inventory_findings.h"
#include "cli/left_out.h"
#include "cli/lint_fixing.h"
#include "cli/masked_lint.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/recovery.h"
#include "cli/snapshot_key.h"
#include "cli/source_lines.h"
#include "report/summary.h"

namespace carbonfix {
namespace {

Status writeReports(const LintReport& report, const std::vector<Home>& homes, std::vector<std::string> secrets,
                    const Options& options, Console& console) {
  SourceLines sources(homes, std::move(secrets));
  for (const FormatChoice& choice : options.formats) {
    const bool toFile = !choice.file.empty();
    ReportOptions style;
    style.color = wantsColor(options.color, console) && (!toFile || options.color == ColorChoice::always);
    style.width = toFile ? style.width : console.width;
    style.context = options.context;
    style.showSuppressed = options.showSuppressed;
    style.summary = options.quiet == 0;
    style.lines = [&sources](const Finding& finding, std::size_t line) { return sources.line(finding, line); };
    const std::string text = makeReporter(choice.format)->render(report, style);
    if (toFile) {
      if (Status written = writeFile(diskFileSystem(), choice.file, text); !written) return written;
    } else if (options.quiet < 2) {
      console.out << text;
    }
  }
  return {};
}

// What makes the answer untrustworthy must not hide in a summary line.
bool reportTrouble(const LintReport& report, const Options& options, Console& console) {
  std::vector<NotChecked> troubles;
  std::ranges::copy_if(report.notChecked, std::back_inserter(troubles), &NotChecked::trouble);
  if (options.quiet < 2) {
    for (const auto& [why, places] : placesByReason(troubles, true)) {
      printError(console, Error{.message = fmt::format("{} {} not checked: {}", namedPlaces(places),
                                                       places.size() == 1 ? "was" : "were", why)});
    }
  }
  return !troubles.empty();
}

ExitCode verdict(const LintReport& report, const Options& options, bool trouble) {
  const bool failed = options.failOn && std::ranges::any_of(report.findings, [&](const Finding& finding) {
                        return finding.severity >= *options.failOn;
                      });
  if (trouble) return failed ? kFindingsAndTrouble : kTrouble;
  return failed ? kFindings : kOk;
}

bool wantsEdits(const Options& options) {
  return options.fix || options.diff ||
         std::ranges::any_of(options.formats, [](const FormatChoice& choice) { return choice.format == "json"; });
}

// The account of what was fixed must not get into a format that programs read.
std::ostream& accountOf(const Options& options, Console& console) {
  const bool isForPrograms = std::ranges::any_of(options.formats, [](const FormatChoice& choice) {
    return choice.file.empty() && choice.format != "text" && choice.format != "concise";
  });
  return isForPrograms ? console.err : console.out;
}

// A lint run: what it looks at, and how.
struct LintRun {
  std::vector<Home> homes;
  std::vector<Pack> packs;
  LintOptions options;
  std::vector<std::string> secrets;  // values that no output may show
};

Result<LintReport, Errors> look(const LintRun& run) { return lint(run.homes, run.packs, run.options); }

// A fix may make no check of the phase fail, whatever was selected, and whatever is left out of the report.
Result<LintReport, Errors> lookAtAll(const LintRun& run) {
  LintOptions all = run.options;
  all.select = {};
  all.minSeverity = Severity::info;
  all.inlineSuppressions = false;
  all.waivers = {};
  all.baseline = {};
  all.stats = false;
  all.fixes = nullptr;
  return lint(run.homes, run.packs, all);
}

// Into a baseline that is written gets what is left after the fixes.
Result<Fixing, Errors> fixAll(LintRun& run, const Options& options) {
  run.options.renewBaseline = false;
  auto fixing = fixFindings(run.homes, {.isUnsafeWanted = options.unsafeFixes,
                                        .look = [&run] { return look(run); },
                                        .prove = [&run] { return lookAtAll(run); }});
  if (!fixing || !options.writeBaseline) return fixing;
  run.options.renewBaseline = true;
  auto left = look(run);
  if (!left) return left.error();
  fixing->report = std::move(*left);
  return fixing;
}

// The program is about to end: to free all trees and rules one by one is time lost. They stay reachable, so that no
// leak checker takes them for leaks.
void leaveToExit(LintRun run) {
  static auto* const left = new std::vector<LintRun>;
  left->push_back(std::move(run));
}

ExitCode report(const LintReport& report, const std::vector<Home>& homes, std::vector<std::string> secrets,
                const Options& options, Console& console) {
  if (const Status written = writeReports(report, homes, std::move(secrets), options, console); !written) {
    printError(console, written.error());
    return kTrouble;
  }
  if (const Status kept = keepBaseline(report, options, console); !kept) {
    printError(console, kept.error());
    return kTrouble;
  }
  if (report.stats && options.quiet < 2) console.err << statsTable(*report.stats);
  if (report.files == 0 && options.quiet == 0) {
    printNote(console, "no file was checked; is this the folder that the product is installed in?");
  }
  return verdict(report, options, reportTrouble(report, options, console));
}

// --fix and --diff.
ExitCode runFixing(LintRun run, const Options& options, Console& console) {
  const bool interrupted = options.diff && warnOfInterruptions(run.homes, options, console);
  auto fixing = fixAll(run, options);
  if (!fixing) {
    printErrors(console, fixing.error());
    return kTrouble;
  }
  const auto planned = planFixes(std::move(run.homes), std::move(fixing->changes), run.secrets, options);
  if (!planned) {
    printError(console, planned.error());
    return kTrouble;
  }
  if (options.diff) {
    showFixes(*planned, fixing->mended, options, console);
    const bool trouble = reportTrouble(fixing->report, options, console) || interrupted;
    if (planned->isEmpty()) return trouble ? kTrouble : kOk;
    return trouble ? kFindingsAndTrouble : kFindings;
  }
  const ExitCode written = writeFixes(*planned, fixing->mended, options, console, accountOf(options, console));
  if (written != kOk) return written;
  fixing->report.mended = std::move(fixing->mended);
  return report(fixing->report, planned->homes, std::move(run.secrets), options, console);
}

// More would wait for the disk, or take memory for nothing.
std::size_t usualJobs() {
  constexpr unsigned kMost = 8;
  return std::clamp(std::thread::hardware_concurrency(), 1U, kMost);
}

void tellHomes(const std::vector<Home>& homes, const Options& options, Console& console) {
  for (const Home& home : homes) {
    logInfo(fmt::format("linting {} ({})", home.path(), home.node()));
    if (home.isGenerated() && options.quiet == 0) {
      printNote(console, fmt::format("{}: the product generates these files from deployment.toml at its start; "
                                     "a fix belongs there",
                                     home.node()));
    }
  }
}

// Whoever writes mends first what a run that was cut off has left.
Status recoverAll(std::vector<Home>& homes, const Options& options, Console& console) {
  Options agreed = options;
  agreed.yes = true;  // --fix never asks
  for (Home& home : homes) {
    if (Status recovered = recoverHome(home, agreed, console); !recovered) return recovered;
  }
  return {};
}

}  // namespace

ExitCode runLint(const Options& options, Console& console) {
  growHeapInBulk();
  auto given = openGivenHomes(options, console);
  if (!given) {
    printErrors(console, given.error());
    return kTrouble;
  }
  if (options.fix && !options.diff) {
    if (const Status recovered = recoverAll(given->homes, options, console); !recovered) {
      printError(console, recovered.error());
      return exitCodeOf(recovered.error());
    }
  }
  auto packs = lintPacks(options, console);
  if (!packs) {
    printErrors(console, packs.error());
    return kTrouble;
  }
  auto values = valuesOfHomes(options, *given, *packs, console);
  if (!values) {
    printErrors(console, values.error());
    return kTrouble;
  }
  const bool masked = areMasked(*given);
  if (masked) {
    const auto key = snapshotKey(options, console);
    if (!key) {
      printError(console, key.error());
      return kTrouble;
    }
    maskAll(*given, *packs, *key);
  }
  tellHomes(given->homes, options, console);
  std::vector<std::string> secrets = secretValues(*packs, values->homes);
  const OperationFixes fixes(secrets);
  Interruptions interruptions = findInterruptions(given->homes, options.store);
  const std::unique_ptr<LiveHost> machine =
      options.live ? thisMachine({.timeout = std::chrono::seconds(options.liveTimeout), .connects = options.connect})
                   : nullptr;
  LintRun run{.homes = std::move(given->homes),
              .packs = std::move(*packs),
              .options = {.phase = options.phase,
                          .select = options.select,
                          .ignore = options.ignore,
                          .severities = options.severities,
                          .minSeverity = options.minSeverity,
                          .params = {},
                          .homes = std::move(values->homes),
                          .found = std::move(interruptions.findings),
                          .notChecked = std::move(interruptions.notChecked),
                          .stats = options.stats,
                          .live = machine.get(),
                          .jobs = options.jobs.value_or(usualJobs()),
                          .fixes = wantsEdits(options) ? &fixes : nullptr},
              .secrets = std::move(secrets)};
  expectInventory(*given, run.homes, run.secrets, run.options);
  Errors errors = checkChoices(run.packs, run.options, options);
  if (errors.empty()) errors = readLeftOut(options, console, run.options);
  if (!errors.empty()) {
    printErrors(console, errors);
    return kTrouble;
  }
  if (options.fix || options.diff) return runFixing(std::move(run), options, console);
  auto found = masked ? lintMasked(run.homes, run.packs, run.options, haveOneKey(run.homes))
                      : lintOverBase(*given, run.homes, run.packs, run.options);
  if (!found) {
    printErrors(console, found.error());
    return kTrouble;
  }
  for (const std::string& note : given->notes) {
    if (options.quiet == 0) printNote(console, note);
  }
  const ExitCode code = report(*found, run.homes, std::move(run.secrets), options, console);
  leaveToExit(std::move(run));
  return code;
}

}  // namespace carbonfix
