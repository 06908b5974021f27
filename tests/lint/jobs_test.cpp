// Threads: whatever their number, a report is the same; and what was let go of a home between the two passes over many
// is not missed.
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carbonfix/fix/fix_maker.h"
#include "carbonfix/report/reporter.h"
#include "carbonfix/rules/builtin.h"
#include "home/temporary_folder.h"
#include "lint/in_parallel.h"
#include "lint/lint_run.h"

namespace carbonfix {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

constexpr const char* kNodes[] = {"das1", "das2", "das1", "das2", "das1"};

// Copies of the fixture's nodes, with a comment that leaves something out and one that has nothing to.
class JobsTest : public testing::Test {
 protected:
  JobsTest() {
    int number = 0;
    for (const char* const each : kNodes) {
      const std::string node = fmt::format("n{}", ++number);
      const std::filesystem::path home = folder_.path(node);
      std::filesystem::copy(std::filesystem::path("fixtures/das-cluster") / each, home,
                            std::filesystem::copy_options::recursive);
      nodes_.push_back(node);
    }
    for (const char* const node : {"n1", "n4"}) {
      prepend(fmt::format("{}/repository/conf/axis2/axis2.xml", node),
              "<!-- carbonfix:ignore-file clustering.: known --><!-- carbonfix:ignore-file xml.namespace: nothing here "
              "-->\n");
    }
    folder_.write("n2/repository/conf/broken.xml", "<a><b></a>");
    folder_.write("n3/repository/conf/carbon.xml", "<Server><Name>x</Server>");
  }

  void prepend(const std::string& file, const std::string& text) {
    std::ifstream in(folder_.path(file), std::ios::binary);
    std::string all(std::istreambuf_iterator<char>(in), {});
    if (all.starts_with("<?xml")) {
      all.insert(all.find("?>") + 2, text);
    } else {
      all.insert(0, text);
    }
    folder_.write(file, all);
  }

  static LintOptions allPhases() {
    LintOptions options;
    options.phase = "all";
    return options;
  }

  LintReport lintWith(std::size_t jobs, const std::vector<std::string>& nodes, LintOptions options) const {
    std::vector<Home> homes;
    for (const std::string& node : nodes) {
      homes.push_back(Home::open(diskFileSystem(), folder_.path(node), node).value());
    }
    options.jobs = jobs;
    auto report = lint(homes, builtinLintPacks(), options);
    if (!report) throw std::runtime_error(describe(report.error().front()));
    return std::move(*report);
  }

  static std::string rendered(const LintReport& report) {
    ReportOptions style;
    style.showSuppressed = true;
    std::string all;
    for (const std::string& format : reporterNames()) {
      all += makeReporter(format)->render(report, style) + '\n';
    }
    return all;
  }

  // Gives the report of one job.
  LintReport expectSame(const std::vector<std::string>& nodes, const LintOptions& options) const {
    LintReport one = lintWith(1, nodes, options);
    const std::string expected = rendered(one);
    for (const std::size_t jobs : {2U, 7U}) {
      const LintReport report = lintWith(jobs, nodes, options);
      EXPECT_EQ(rendered(report), expected) << jobs;
      if (!one.baseline) continue;
      EXPECT_EQ(formatBaseline(report.baseline->entries), formatBaseline(one.baseline->entries)) << jobs;
      EXPECT_EQ(report.baseline->stale, one.baseline->stale) << jobs;
    }
    return one;
  }

  test::TemporaryFolder folder_;
  std::vector<std::string> nodes_;
};

TEST_F(JobsTest, ManyHomes) {
  const LintReport report = expectSame(nodes_, allPhases());
  EXPECT_FALSE(report.findings.empty());
  EXPECT_FALSE(report.suppressed.empty());
  EXPECT_THAT(ids(report), testing::IsSupersetOf({"xml.not-well-formed", "carbonfix.suppression-unused"}));
}

TEST_F(JobsTest, OneHome) {
  for (const std::string node : {"n1", "n2", "n3"}) {
    EXPECT_FALSE(expectSame({node}, allPhases()).findings.empty()) << node;
  }
}

TEST_F(JobsTest, WithFixes) {
  const OperationFixes fixes({});
  LintOptions options = allPhases();
  options.fixes = &fixes;
  const LintReport report = expectSame(nodes_, options);
  EXPECT_TRUE(std::ranges::any_of(report.findings,
                                  [](const Finding& finding) { return finding.fix && !finding.fix->edits.empty(); }));
}

TEST_F(JobsTest, WithBaselineAndWaivers) {
  LintOptions options = allPhases();
  options.today = "2026-01-01";
  options.baseline.emplace();
  options.renewBaseline = true;
  auto known = lintWith(1, nodes_, options).baseline->entries;
  ASSERT_GT(known.size(), 10U);
  known.resize(known.size() / 2);
  known.push_back({"n1", "repository/conf/axis2/axis2.xml", "clustering.domain-default", "/gone", "0"});
  options.baseline = known;
  options.renewBaseline = false;
  options.waivers = parseWaivers(R"(<waivers xmlns="urn:carbonfix:waivers:1">
<waiver id="carbon." path="conf/**">known</waiver>
<waiver id="jvm." path="bin/nothing.sh" until="2025-01-01">gone</waiver></waivers>)",
                                 "waivers.xml")
                        .value();
  EXPECT_FALSE(expectSame(nodes_, options).suppressed.empty());
}

constexpr std::string_view kMembers =
    R"xml(<key name="member" files="conf/a.xml" match="m" use="." group="@group" across="cluster"/>
<pattern id="p" files="conf/a.xml"><rule context="m[@check]">
<report id="t.twice" test="count(key('member', .)) > 1 and group('member', @group)"><value-of select="count(group('member', @group))"/>: <value-of
  select="usual('member', @group)/@node"/>.</report></rule>
</pattern>)xml";

std::string members(int from, int count, const std::string& more = {}) {
  std::string text = "<a>";
  for (int i = 0; i < count; ++i) text += fmt::format("<m group='{}'>{}</m>\n", (from + i) % 7, from + i);
  return text + more + "</a>";
}

// So many entries that their elements are made when they are asked for.
TEST(ManyEntries, AreFoundByValueAndByGroup) {
  LintRun run;
  run.file("conf/a.xml", members(0, 700), "n1").file("conf/a.xml", members(700, 700), "n2");
  run.file("conf/a.xml", members(1400, 7, "<m check='' group='3'>3</m>"), "n3").pack(ruleFile(kMembers));
  const LintReport report = run.run();
  EXPECT_THAT(lines(report), ElementsAre("n3:repository/conf/a.xml:8:2 error t.twice: 202: n1."));
  ASSERT_THAT(report.findings[0].related, SizeIs(100)) << "of very many the first ones are told";
  EXPECT_EQ(report.findings[0].related[0].location.start, (Position{4, 2}));
}

// Files so large that they are let go, and read again for the second pass.
TEST(LargeHomes, AreComparedToo) {
  const std::string large = fmt::format("<!--{}-->", std::string(3'000'000, 'x'));
  LintRun run;
  for (const char* const node : {"n1", "n2", "n3"}) {
    run.file("conf/a.xml", members(0, 1, large + "\n<m check='' group='g'>same</m>"), node);
    run.file("conf/b.xml", "<a><b></a>", node);
  }
  run.pack(ruleFile(kMembers));
  const LintReport report = run.run();
  EXPECT_THAT(lines(report), testing::IsSupersetOf({"n1:repository/conf/a.xml:3:2 error t.twice: 3: n1.",
                                                    "n2:repository/conf/a.xml:3:2 error t.twice: 3: n1.",
                                                    "n3:repository/conf/a.xml:3:2 error t.twice: 3: n1."}));
  EXPECT_THAT(report.findings, SizeIs(6)) << "and each malformed file once";
  EXPECT_EQ(report.files, 6U);
  for (const Finding& finding : report.findings) {
    if (finding.id != "t.twice") continue;
    ASSERT_THAT(finding.related, SizeIs(2));
    EXPECT_EQ(finding.related[0].location.start, (Position{3, 2}));
    EXPECT_NE(finding.related[0].node, finding.node);
  }
}

TEST(InParallel, WhatOneThrowsIsThrownWhenAllAreDone) {
  std::atomic<int> done = 0;
  EXPECT_THROW(inParallel(4,
                          [&](std::size_t each) {
                            if (each == 2) throw std::runtime_error("2");
                            ++done;
                          }),
               std::runtime_error);
  EXPECT_EQ(done, 3);
}

}  // namespace
}  // namespace carbonfix
