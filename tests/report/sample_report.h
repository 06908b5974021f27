// A report with everything in it, for the tests of every format.
#pragma once

#include "carbonfix/lint/finding.h"

namespace carbonfix {

inline Finding sampleFinding() {
  Finding finding;
  finding.id = "clustering.local-host-loopback";
  finding.severity = Severity::error;
  finding.message = "localMemberHost is 127.0.0.1.";
  finding.help = "Other members can't reach it.";
  finding.node = "das1";
  finding.path = "repository/conf/axis2/axis2.xml";
  finding.location = {.start = {7, 39}, .end = {7, 48}, .offset = 200, .length = 9};
  finding.located = true;
  finding.xpath = "/axisconfig/clustering/parameter[@name='localMemberHost']";
  finding.see = "https://docs.example/clustering";
  finding.excerpt = "    <parameter name=\"localMemberHost\">127.0.0.1</parameter>";
  finding.excerptColumn = 39;
  finding.excerptLength = 9;
  return finding;
}

inline LintReport sampleReport() {
  LintReport report;
  report.nodes = 1;
  report.files = 14;
  report.findings.push_back(sampleFinding());
  return report;
}

// The same and two findings that are left out: one of them by a comment until a day, before it, and one by the
// baseline.
inline LintReport reportWithSuppressed() {
  LintReport report = sampleReport();
  report.suppressed = {sampleFinding(), sampleFinding()};
  report.suppressed[0].location.start.line = 5;
  report.suppressed[0].suppressed = {Suppressed::Kind::inSource, "the balancer does it", "2026-12-31"};
  report.suppressed[1].location.start.line = 9;
  report.suppressed[1].suppressed = {Suppressed::Kind::baseline, "in the baseline", {}};
  return report;
}

}  // namespace carbonfix
