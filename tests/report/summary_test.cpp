#include "report/summary.h"

#include <gtest/gtest.h>

#include "report/sample_report.h"

namespace carbonfix {
namespace {

TEST(Summary, CountsEachSeverity) {
  LintReport report = sampleReport();
  report.findings.push_back(sampleFinding());
  report.findings.push_back(sampleFinding());
  report.findings[1].severity = Severity::warning;
  report.findings[2].severity = Severity::info;
  EXPECT_EQ(summarize(report), "1 error, 1 warning, 1 note in 14 files.");
}

TEST(Summary, SaysWhenNothingWasFound) {
  LintReport report;
  report.files = 1;
  EXPECT_EQ(summarize(report), "no findings in 1 file.");
}

TEST(Summary, CountsWhatIsLeftOut) {
  LintReport report = sampleReport();
  report.suppressed.resize(3);
  report.checksOfOtherPhases = 2;
  EXPECT_EQ(summarize(report), "1 error in 14 files; 3 suppressed; 2 checks of other phases not run.");
}

TEST(Summary, GroupsWhatWasNotCheckedByReason) {
  LintReport report = sampleReport();
  report.notChecked = {{.node = "das1", .path = "conf/a.xml", .why = "no such file"},
                       {.node = "das1", .path = "", .why = "other nodes not given"},
                       {.node = "das1", .path = "conf/b.xml", .why = "no such file"},
                       {.node = "das1", .path = "conf/b.xml", .why = "no such file"}};
  EXPECT_EQ(summarize(report),
            "1 error in 14 files; not checked: conf/a.xml, conf/b.xml (no such file), other nodes not given.");
}

TEST(Summary, CountsTheChecksThatCompareNodes) {
  LintReport report = sampleReport();
  report.notChecked = {{.node = "das1", .path = "conf/a.xml", .why = "x.one: other nodes not given"},
                       {.node = "das1", .path = "conf/b.xml", .why = "x.one: other nodes not given"},
                       {.node = "das1", .path = "conf/c.xml", .why = "no such file"}};
  EXPECT_EQ(summarize(report),
            "1 error in 14 files; not checked: conf/c.xml (no such file), 1 check that compares nodes (other nodes not "
            "given).");
  report.notChecked.push_back({.node = "das1", .path = "conf/a.xml", .why = "x.two: other nodes not given"});
  EXPECT_NE(summarize(report).find("2 checks that compare nodes (other nodes not given)"), std::string::npos);
}

TEST(Summary, CountsPlacesBeyondThree) {
  LintReport report = sampleReport();
  for (const char* const path : {"a", "b", "c", "d", "e"})
    report.notChecked.push_back({.node = "n", .path = path, .why = "absent"});
  EXPECT_NE(summarize(report).find("not checked: a, b, c and 2 more (absent)"), std::string::npos) << summarize(report);
}

TEST(Summary, NamesTheNodeOfWhatWasNotCheckedWhenThereAreSeveral) {
  LintReport report = sampleReport();
  report.nodes = 2;
  report.notChecked = {{.node = "das2", .path = "conf/a.xml", .why = "no such file"}};
  EXPECT_NE(summarize(report).find("das2:conf/a.xml (no such file)"), std::string::npos) << summarize(report);
}

TEST(Summary, SaysHowManyChecksOfOtherPhasesWereNotRun) {
  LintReport report = sampleReport();
  report.checksOfOtherPhases = 12;
  EXPECT_EQ(summarize(report), "1 error in 14 files; 12 checks of other phases not run.");
}

TEST(Summary, CountsLiveChecksInOneLine) {
  LintReport report = sampleReport();
  report.liveChecksOff = 24;
  EXPECT_EQ(summarize(report), "1 error in 14 files; 24 live checks not run (lint --live).");
}

TEST(Summary, SaysHowManyFindingsCanBeFixed) {
  LintReport report = sampleReport();
  report.findings[0].fix = FixProposal{.safety = Safety::safe};
  EXPECT_EQ(summarize(report), "1 error in 14 files. 1 fixable with --fix.");
  report.findings.push_back(sampleFinding());
  report.findings[1].fix = FixProposal{.safety = Safety::unsafe};
  EXPECT_EQ(summarize(report), "2 errors in 14 files. 1 fixable with --fix, 1 more with --unsafe-fixes.");
  report.findings[0].fix->problem = "it is in the secure vault";
  EXPECT_EQ(summarize(report), "2 errors in 14 files. 1 fixable with --fix --unsafe-fixes.");
}

TEST(Summary, PluralsRead) {
  EXPECT_EQ(counted(1, "patch"), "1 patch");
  EXPECT_EQ(counted(2, "patch"), "2 patches");
  EXPECT_EQ(counted(0, "file"), "0 files");
}

}  // namespace
}  // namespace carbonfix
