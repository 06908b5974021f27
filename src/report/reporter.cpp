#include "carbonfix/report/reporter.h"

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
