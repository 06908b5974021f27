#include "carbonfix/report/reporter.h"

#include <algorithm>
#include <array>

#include "report/formats.h"

namespace carbonfix {
namespace {

struct Format {
  const char* name;
  std::unique_ptr<Reporter> (*make)();
};

constexpr std::array kFormats = {
    Format{"text", makeTextReporter},
    Format{"concise", makeConciseReporter},
    Format{"json", makeJsonReporter},
};

}  // namespace

std::vector<const Finding*> shownFindings(const LintReport& report, const ReportOptions& options) {
  std::vector<const Finding*> shown;
  for (const Finding& finding : report.findings) shown.push_back(&finding);
  if (!options.showSuppressed) return shown;
  for (const Finding& finding : report.suppressed) shown.push_back(&finding);
  std::ranges::stable_sort(shown, [](const Finding* a, const Finding* b) { return comesBefore(*a, *b); });
  return shown;
}

std::unique_ptr<Reporter> makeReporter(const std::string& format) {
  for (const Format& known : kFormats) {
    if (format == known.name) return known.make();
  }
  return nullptr;
}

std::vector<std::string> reporterNames() {
  std::vector<std::string> names;
  names.reserve(kFormats.size());
  for (const Format& known : kFormats) names.emplace_back(known.name);
  return names;
}

}  // namespace carbonfix
