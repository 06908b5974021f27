#include <gtest/gtest.h>

#include "carbonfix/report/reporter.h"
#include "report/sample_report.h"

namespace carbonfix {
namespace {

std::string text(const LintReport& report, const ReportOptions& options = {}) {
  return makeReporter("text")->render(report, options);
}

TEST(TextReport, ShowsPlaceExcerptHelpAndSummary) {
  EXPECT_EQ(
      text(sampleReport()),
      "repository/conf/axis2/axis2.xml:7:39: error: localMemberHost is 127.0.0.1. [clustering.local-host-loopback]\n"
      "   |\n"
      " 7 |     <parameter name=\"localMemberHost\">127.0.0.1</parameter>\n"
      "   |                                       ^^^^^^^^^\n"
      "   = help: Other members can't reach it.\n"
      "   = see: https://docs.example/clustering\n"
      "\n"
      "1 error in 14 files.\n");
}

TEST(TextReport, NamesTheNodeWhenThereAreSeveral) {
  LintReport report = sampleReport();
  report.nodes = 2;
  EXPECT_TRUE(text(report).starts_with("das1:repository/conf/axis2/axis2.xml:7:39: error: ")) << text(report);
  EXPECT_NE(text(report).find("1 error in 14 files of 2 nodes."), std::string::npos);
}

TEST(TextReport, AFindingWithoutPlaceHasNoLineAndNoExcerpt) {
  LintReport report = sampleReport();
  report.findings[0].located = false;
  EXPECT_TRUE(text(report).starts_with("repository/conf/axis2/axis2.xml: error: ")) << text(report);
  EXPECT_EQ(text(report).find('^'), std::string::npos);
}

TEST(TextReport, AFindingAboutTheHomeNamesTheNode) {
  LintReport report = sampleReport();
  report.findings[0].located = false;
  report.findings[0].path.clear();
  EXPECT_TRUE(text(report).starts_with("das1: error: ")) << text(report);
}

TEST(TextReport, ListsTheOtherEndsOfAFinding) {
  LintReport report = sampleReport();
  report.nodes = 2;
  RelatedLocation other;
  other.node = "das2";
  other.path = "repository/conf/axis2/axis2.xml";
  other.location.start = {9, 3};
  other.message = "the same port";
  report.findings[0].related.push_back(other);
  EXPECT_NE(text(report).find("   = also: das2:repository/conf/axis2/axis2.xml:9:3: the same port\n"),
            std::string::npos);
}

TEST(TextReport, OffersAFix) {
  LintReport report = sampleReport();
  report.findings[0].fix = FixProposal{.safety = Safety::unsafe, .description = "Set it to \"false\"", .edits = {}};
  EXPECT_NE(text(report).find("   = fix: Set it to \"false\" (unsafe, apply with --fix --unsafe-fixes)\n"),
            std::string::npos)
      << text(report);
}

TEST(TextReport, ContextZeroShowsNoExcerpt) {
  const std::string out = text(sampleReport(), {.context = 0});
  EXPECT_EQ(out.find('|'), std::string::npos);
  EXPECT_NE(out.find("= help:"), std::string::npos);
}

TEST(TextReport, ContextShowsNeighbours) {
  ReportOptions options;
  options.context = 3;
  options.lines = [](const Finding&, std::size_t line) { return line > 8 ? "" : "line " + std::to_string(line); };
  const std::string out = text(sampleReport(), options);
  EXPECT_NE(out.find(" 6 | line 6\n 7 |     <parameter"), std::string::npos) << out;
  EXPECT_NE(out.find("^\n 8 | line 8\n"), std::string::npos) << out;
  EXPECT_EQ(out.find("line 5"), std::string::npos) << out;
}

TEST(TextReport, LongLinesAreCutToTheWidth) {
  LintReport report = sampleReport();
  report.findings[0].excerpt = std::string(300, ' ') + "<parameter/>" + std::string(300, 'x');
  report.findings[0].excerptColumn = 302;
  const std::string out = text(report, {.width = 60});
  EXPECT_NE(out.find("<parameter/>"), std::string::npos);
  EXPECT_EQ(out.find(std::string(80, 'x')), std::string::npos);
}

TEST(TextReport, ColourOnlyWhenAsked) {
  EXPECT_EQ(text(sampleReport()).find('\x1b'), std::string::npos);
  EXPECT_NE(text(sampleReport(), {.color = true}).find("\x1b[1;31merror\x1b[0m"), std::string::npos);
}

TEST(TextReport, FilesCannotDriveTheTerminal) {
  LintReport report = sampleReport();
  report.findings[0].message = "bad \x1b[2J value\n";
  report.findings[0].path = "conf/\x1b]0;x.xml";
  EXPECT_EQ(text(report).find('\x1b'), std::string::npos);
}

TEST(ConciseReport, IsTheFirstLineAlone) {
  EXPECT_EQ(
      makeReporter("concise")->render(sampleReport(), {.summary = false}),
      "repository/conf/axis2/axis2.xml:7:39: error: localMemberHost is 127.0.0.1. [clustering.local-host-loopback]\n");
}

TEST(TextReport, ShowsWhatIsLeftOutOnlyWhenAsked) {
  EXPECT_EQ(text(reportWithSuppressed()).find("axis2.xml:5:"), std::string::npos);
  const std::string out = text(reportWithSuppressed(), {.showSuppressed = true});
  EXPECT_LT(out.find("axis2.xml:5:39: suppressed: localMemberHost"), out.find("axis2.xml:7:39: error: ")) << out;
  EXPECT_NE(out.find("   = suppressed: by a comment until 2026-12-31: the balancer does it\n"), std::string::npos)
      << out;
  EXPECT_NE(out.find("   = suppressed: it is in the baseline\n"), std::string::npos) << out;
}

TEST(ConciseReport, ShowsWhatIsLeftOutOnlyWhenAsked) {
  const auto linesOf = [](bool showSuppressed) {
    const std::string out =
        makeReporter("concise")->render(reportWithSuppressed(), {.summary = false, .showSuppressed = showSuppressed});
    return std::count(out.begin(), out.end(), '\n');
  };
  EXPECT_EQ(linesOf(false), 1);
  EXPECT_EQ(linesOf(true), 3);
}

TEST(Reporters, AreFoundByName) {
  for (const std::string& name : reporterNames()) EXPECT_NE(makeReporter(name), nullptr) << name;
  EXPECT_EQ(makeReporter("yaml"), nullptr);
}

}  // namespace
}  // namespace carbonfix
