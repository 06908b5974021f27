// Findings to bytes: one format a file, behind one function.
//
// Reporters read a LintReport and nothing else, so the same report gives the same bytes. Messages and excerpts come
// with secrets already masked; reporters add no text from files, except through `lines`, which must mask as well.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "carbonfix/lint/finding.h"

namespace carbonfix {

struct ReportOptions {
  bool color = false;
  std::size_t width = 160;  // columns an excerpt may take
  std::size_t context = 1;  // excerpt lines; 0 = none
  bool summary = true;
  bool showSuppressed = false;  // list what is left out too, and why
  // A line (1-based) of the file that a finding is in, secrets masked, for the lines around the excerpt. May be empty.
  std::function<std::string(const Finding& finding, std::size_t line)> lines = {};
};

// The findings that a report lists, in order: with those left out when they are asked for.
std::vector<const Finding*> shownFindings(const LintReport& report, const ReportOptions& options);

class Reporter {
 public:
  virtual ~Reporter() = default;
  virtual std::string render(const LintReport& report, const ReportOptions& options) const = 0;
};

// "text", "concise", "json"; null when unknown.
std::unique_ptr<Reporter> makeReporter(const std::string& format);
std::vector<std::string> reporterNames();

}  // namespace carbonfix
