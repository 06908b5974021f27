#include "cli/left_out.h"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "carbonfix/document/document.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "report/summary.h"

namespace carbonfix {
namespace {

constexpr std::int64_t kLastEpoch = 253402300799;  // of the year 9999

Errors readBaseline(const Options& options, LintOptions& lint) {
  const auto status = diskFileSystem().status(options.baseline);
  if (!status) return {status.error()};
  if (status->kind == FileKind::missing) {
    lint.baseline.emplace();
    if (options.writeBaseline) return {};
    return {Error{.message = fmt::format("there is no baseline {}", options.baseline),
                  .hint = "--write-baseline makes it of what is found now"}};
  }
  auto text = diskFileSystem().read(options.baseline, kMaxFileSize);
  if (!text) return {text.error()};
  auto entries = parseBaseline(std::move(*text), options.baseline);
  if (!entries) return entries.error();
  lint.baseline = std::move(*entries);
  return {};
}

Errors readWaivers(const Options& options, LintOptions& lint) {
  auto text = diskFileSystem().read(options.waivers, kMaxFileSize);
  if (!text) return {text.error()};
  auto waivers = parseWaivers(std::move(*text), options.waivers);
  if (!waivers) return waivers.error();
  lint.waivers = std::move(*waivers);
  return {};
}

}  // namespace

Result<std::time_t> secondOf(const Console& console) {
  auto seconds = static_cast<std::int64_t>(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()));
  const auto given = console.environment("SOURCE_DATE_EPOCH");
  if (given && !given->empty()) {
    const char* const end = given->data() + given->size();
    const auto [stop, failure] = std::from_chars(given->data(), end, seconds);
    if (failure != std::errc{} || stop != end || seconds < 0 || seconds > kLastEpoch) {
      return Error{.message = fmt::format("SOURCE_DATE_EPOCH is \"{}\"", *given),
                   .hint = "it has to be a number of seconds since 1970"};
    }
  }
  return static_cast<std::time_t>(seconds);
}

Result<std::string> todayOf(const Console& console) {
  const auto second = secondOf(console);
  if (!second) return second.error();
  return fmt::format("{:%Y-%m-%d}", fmt::gmtime(*second));
}

Errors readLeftOut(const Options& options, const Console& console, LintOptions& lint) {
  if (options.writeBaseline && options.baseline.empty()) {
    return {Error{.message = "--write-baseline needs the file to write", .hint = "name it with --baseline FILE"}};
  }
  if (options.writeBaseline && options.diff) {
    return {Error{.message = "--write-baseline writes, and --diff is there to write nothing",
                  .hint = "leave one of them out"}};
  }
  Errors errors;
  const auto add = [&errors](Errors more) { errors.insert(errors.end(), more.begin(), more.end()); };
  if (auto today = todayOf(console)) {
    lint.today = std::move(*today);
  } else {
    add({today.error()});
  }
  lint.inlineSuppressions = options.inlineSuppressions;
  lint.renewBaseline = options.writeBaseline;
  if (!options.baseline.empty()) add(readBaseline(options, lint));
  if (!options.waivers.empty()) add(readWaivers(options, lint));
  return errors;
}

Status keepBaseline(const LintReport& report, const Options& options, Console& console) {
  if (!report.baseline) return {};
  const BaselineOutcome& outcome = *report.baseline;
  if (!options.writeBaseline) {
    if (outcome.stale > 0 && options.quiet == 0) {
      printNote(console, fmt::format("{}: {} not found any more; --write-baseline takes {} out", options.baseline,
                                     outcome.stale == 1 ? "1 entry is" : fmt::format("{} entries are", outcome.stale),
                                     outcome.stale == 1 ? "it" : "them"));
    }
    return {};
  }
  if (Status written = writeFile(diskFileSystem(), options.baseline, formatBaseline(outcome.entries)); !written) {
    return written;
  }
  if (options.quiet == 0) {
    printNote(console, fmt::format("{}: {} written, {} new, {} not found any more and taken out", options.baseline,
                                   counted(outcome.entries.size(), "finding"), outcome.added, outcome.stale));
  }
  return {};
}

}  // namespace carbonfix
