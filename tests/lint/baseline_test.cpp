// Baselines: the file, what they leave out, and what a new one keeps.
#include "carbonfix/lint/baseline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lint/lint_run.h"

namespace carbonfix {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string errorOf(std::string text) {
  const auto entries = parseBaseline(std::move(text), "b.xml");
  return entries ? "no error" : describe(entries.error().front());
}

TEST(BaselineFile, SaysWhatIsWrongWithIt) {
  EXPECT_THAT(errorOf(""), HasSubstr("b.xml"));
  EXPECT_THAT(errorOf("<x/>"), HasSubstr("b.xml:1:2: not a baseline: its root element is <x>"));
  EXPECT_THAT(errorOf("<baseline/>"), HasSubstr("not a baseline"));
  EXPECT_THAT(errorOf("<baseline xmlns='urn:carbonfix:baseline:2'/>"), HasSubstr("another version of carbonfix"));
  EXPECT_THAT(errorOf("<baseline xmlns='urn:carbonfix:baseline:1'><finding id='t.a'/></baseline>"),
              HasSubstr("not an entry"));
  EXPECT_EQ(errorOf("<baseline xmlns='urn:carbonfix:baseline:1'/>"), "no error");
}

TEST(BaselineFile, IsSortedOneEntryALineAndComesBackAsItWas) {
  const std::vector<BaselineEntry> entries = {
      {.node = "n2", .path = "a", .id = "t.a", .place = "/a[@b='\"<&>\n']", .fingerprint = "1"},
      {.node = "", .path = "b", .id = "t.a", .place = "", .fingerprint = "2"},
      {.node = "", .path = "a", .id = "t.b", .place = "/a", .fingerprint = "3"},
      {.node = "", .path = "b", .id = "t.a", .place = "", .fingerprint = "2"}};
  const std::string text = formatBaseline(entries);
  const std::size_t second = text.find("  <finding path=\"b\" id=\"t.a\" fingerprint=\"2\"/>\n");
  EXPECT_LT(text.find("  <finding path=\"a\" id=\"t.b\" place=\"/a\" fingerprint=\"3\"/>\n"), second);
  EXPECT_LT(second, text.find("node=\"n2\""));
  const auto back = parseBaseline(text, "b.xml");
  ASSERT_TRUE(back);
  EXPECT_THAT(*back, ElementsAre(entries[2], entries[1], entries[0]));
  EXPECT_EQ(formatBaseline(*back), text);
}

class BaselineTest : public testing::Test {
 protected:
  static LintRun clusterOf(const std::vector<std::string>& texts) {
    LintRun run;
    for (std::size_t i = 0; i < texts.size(); ++i) run.file("conf/a.xml", texts[i], fmt::format("n{}", i + 1));
    run.pack(ruleFile(R"xml(<pattern id="p" files="conf/a.xml"><rule context="b">
<report id="t.one" test=". = 1">One.</report><report id="t.two" test=". = 2">Two.</report></rule></pattern>)xml"));
    return run;
  }
  static std::vector<BaselineEntry> made(LintRun& run) {
    run.options().baseline.emplace();
    run.options().renewBaseline = true;
    const LintReport report = run.run();
    EXPECT_THAT(report.findings, IsEmpty());
    return report.baseline->entries;
  }
  static LintReport with(const std::vector<BaselineEntry>& entries, LintRun run, bool renew = false) {
    run.options().baseline = entries;
    run.options().renewBaseline = renew;
    return run.run();
  }
};

TEST_F(BaselineTest, LeavesOutWhatItHoldsAndShowsWhatIsNew) {
  LintRun before = clusterOf({"<a><b>1</b></a>"});
  const auto entries = made(before);
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_EQ(entries[0].place, "/a/b");
  EXPECT_EQ(entries[0].node, "") << "one home has no name to go by";
  const LintReport report = with(entries, clusterOf({"<a>\n<c/><b>2</b><b>1</b></a>"}));
  EXPECT_THAT(ids(report), ElementsAre("t.two"));
  ASSERT_THAT(report.suppressed, SizeIs(1));
  EXPECT_EQ(report.suppressed[0].suppressed->kind, Suppressed::Kind::baseline);
  EXPECT_EQ(report.baseline->stale, 0U);
}

TEST_F(BaselineTest, OfAClusterKnowsItsNodes) {
  LintRun before = clusterOf({"<a><b>1</b></a>", "<a/>"});
  const auto entries = made(before);
  EXPECT_EQ(entries.at(0).node, "n1");
  const LintReport report = with(entries, clusterOf({"<a/>", "<a><b>1</b></a>"}));
  EXPECT_THAT(report.findings, SizeIs(1));
  EXPECT_EQ(report.baseline->stale, 1U);
  LintRun single = clusterOf({"<a><b>1</b></a>"});
  EXPECT_THAT(with(entries, std::move(single)).findings, IsEmpty());
}

TEST_F(BaselineTest, WithoutNodesServesEveryHome) {
  LintRun before = clusterOf({"<a><b>1</b></a>"});
  EXPECT_THAT(with(made(before), clusterOf({"<a><b>1</b></a>", "<a><b>1</b></a>"})).findings, IsEmpty());
}

TEST_F(BaselineTest, CountsWhatIsAlike) {
  LintRun before = clusterOf({"<a><b>1</b></a>"});
  EXPECT_THAT(with(made(before), clusterOf({"<a><b>1</b><b>1</b></a>"})).findings, SizeIs(1));
}

TEST_F(BaselineTest, RenewedDropsOnlyWhatTheRunCouldHaveFound) {
  LintRun before = clusterOf({"<a><b>1</b><b>2</b></a>"});
  const auto entries = made(before);
  ASSERT_THAT(entries, SizeIs(2));
  LintRun fixed = clusterOf({"<a><b>3</b></a>"});
  fixed.options().select = {"t.one"};
  LintReport report = with(entries, fixed, true);
  EXPECT_EQ(report.baseline->stale, 1U);
  ASSERT_THAT(report.baseline->entries, SizeIs(1));
  EXPECT_EQ(report.baseline->entries[0].id, "t.two") << "this rule was not run";
  fixed.options().select = {};
  report = with(entries, fixed, true);
  EXPECT_THAT(report.baseline->entries, IsEmpty());
  EXPECT_EQ(report.baseline->stale, 2U);
}

TEST_F(BaselineTest, EntriesOfOtherNodesAndOfFilesThatAreGone) {
  LintRun before = clusterOf({"<a><b>1</b></a>", "<a><b>1</b></a>"});
  const auto entries = made(before);
  ASSERT_THAT(entries, SizeIs(2));
  LintRun gone;
  gone.file("conf/z.xml", "<z/>").pack(ruleFile(R"xml(<pattern id="p" files="conf/a.xml"><rule context="b">
<report id="t.one" test=". = 1">One.</report></rule></pattern>)xml"));
  const LintReport report = with(entries, gone, true);
  EXPECT_EQ(report.baseline->stale, 1U) << "of n1; n2 was not given";
  ASSERT_THAT(report.baseline->entries, SizeIs(1));
  EXPECT_EQ(report.baseline->entries[0].node, "n2");
}

TEST_F(BaselineTest, HoldsNothingAboutSuppressionsNorWhatTheyHide) {
  LintRun run = clusterOf({"<a><!-- carbonfix:ignore t.one --><b>1</b></a>"});
  run.options().baseline.emplace();
  run.options().renewBaseline = true;
  const LintReport report = run.run();
  EXPECT_THAT(ids(report), ElementsAre("carbonfix.suppression-no-reason"));
  EXPECT_THAT(report.baseline->entries, IsEmpty());
}

}  // namespace
}  // namespace carbonfix
