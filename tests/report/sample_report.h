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

}  // namespace carbonfix
