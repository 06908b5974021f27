#include <algorithm>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "carbonfix/base/log.h"
#include "carbonfix/lint/engine.h"
#include "carbonfix/report/reporter.h"
#include "carbonfix/rules/params.h"
#include "cli/commands.h"
#include "cli/given_homes.h"
#include "cli/home_values.h"
#include "cli/inputs.h"
#include "cli/interrupted.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/source_lines.h"

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
  bool trouble = false;
  for (const NotChecked& entry : report.notChecked) {
    if (!entry.trouble) continue;
    trouble = true;
    if (options.quiet >= 2) continue;
    const std::string place = entry.path.empty() ? entry.node : fmt::format("{}:{}", entry.node, entry.path);
    printError(console, Error{.message = fmt::format("{} was not checked: {}", place, entry.why)});
  }
  return trouble;
}

ExitCode verdict(const LintReport& report, const Options& options, bool trouble) {
  const bool failed = options.failOn && std::ranges::any_of(report.findings, [&](const Finding& finding) {
                        return finding.severity >= *options.failOn;
                      });
  if (trouble) return failed ? kFindingsAndTrouble : kTrouble;
  return failed ? kFindings : kOk;
}

}  // namespace

ExitCode runLint(const Options& options, Console& console) {
  const auto given = openGivenHomes(options, console);
  if (!given) {
    printErrors(console, given.error());
    return kTrouble;
  }
  const std::vector<Home>& homes = given->homes;
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
  for (const Home& home : homes) {
    logInfo(fmt::format("linting {} ({})", home.path(), home.node()));
    if (home.isGenerated() && options.quiet == 0) {
      printNote(console, fmt::format("{}: the product generates these files from deployment.toml at its start; "
                                     "a fix belongs there",
                                     home.node()));
    }
  }
  std::vector<std::string> secrets = secretValues(*packs, values->homes);
  Interruptions interruptions = findInterruptions(homes, options.store);
  const auto report = lint(homes, *packs,
                           LintOptions{.phase = options.phase,
                                       .select = options.select,
                                       .ignore = options.ignore,
                                       .minSeverity = options.minSeverity,
                                       .params = {},
                                       .homes = std::move(values->homes),
                                       .found = std::move(interruptions.findings),
                                       .notChecked = std::move(interruptions.notChecked)});
  if (!report) {
    printErrors(console, report.error());
    return kTrouble;
  }
  if (const Status written = writeReports(*report, homes, std::move(secrets), options, console); !written) {
    printError(console, written.error());
    return kTrouble;
  }
  if (report->files == 0 && options.quiet == 0) {
    printNote(console, "no file was checked; is this the folder that the product is installed in?");
  }
  return verdict(*report, options, reportTrouble(*report, options, console));
}

}  // namespace carbonfix
