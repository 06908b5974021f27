// Suppression comments: what they hide, and what is said when something is wrong with them.
#include "lint/suppression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lint/lint_run.h"

namespace carbonfix {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kRules = R"xml(<phase id="production"><active pattern="hard"/></phase>
<pattern id="p" files="conf/a.xml"><rule context="b">
<report id="t.one" test=". = 1">One.</report><report id="t.odd" test=". mod 2 = 1" severity="warning">Odd.</report>
</rule></pattern>
<pattern id="hard" files="conf/a.xml"><rule context="a"><report id="t.hard" test="b = 7">Seven.</report></rule></pattern>
<pattern id="other" files="conf/a.xml" if="$product = 'das'">
<rule context="b"><report id="t.das" test=". = 1">m</report></rule></pattern>
<pattern id="elsewhere" files="conf/z.xml"><rule context="b"><report id="t.z" test=". = 1">m</report></rule></pattern>)xml";

class SuppressionTest : public testing::Test {
 protected:
  LintReport lintText(const std::string& text) {
    run_.file("conf/a.xml", text);
    run_.pack(ruleFile(kRules));
    run_.options().today = "2026-06-15";
    return run_.run();
  }
  static std::vector<std::string> hidden(const LintReport& report) {
    std::vector<std::string> list;
    for (const Finding& each : report.suppressed) {
      list.push_back(fmt::format("{}:{} {}|{}", each.location.start.line, each.id, each.suppressed->reason,
                                 each.suppressed->until));
    }
    return list;
  }
  LintRun run_;
};

TEST_F(SuppressionTest, HidesInTheElementThatFollowsAndInWhatIsInIt) {
  const LintReport report = lintText(R"xml(<a>
<!-- carbonfix:ignore t.one: the load balancer does it until=2026-06-15 -->
<c><b>1</b></c>
<b>1</b>
</a>)xml");
  EXPECT_THAT(hidden(report), ElementsAre("3:t.one the load balancer does it|2026-06-15"));
  EXPECT_EQ(report.suppressed[0].suppressed->kind, Suppressed::Kind::inSource);
  EXPECT_THAT(ids(report), ElementsAre("t.odd", "t.odd", "t.one"));
}

TEST_F(SuppressionTest, TakesSeveralIdsAndPrefixes) {
  EXPECT_THAT(hidden(lintText("<a><!-- carbonfix:ignore t.one, t.odd: r --><b>1</b></a>")),
              ElementsAre("1:t.odd r|", "1:t.one r|"));
}

TEST_F(SuppressionTest, APrefixEndsInADot) {
  const LintReport report = lintText("<a><!-- carbonfix:ignore t.: r --><b>1</b></a>");
  EXPECT_THAT(hidden(report), ElementsAre("1:t.odd r|", "1:t.one r|"));
  EXPECT_THAT(ids(report), IsEmpty());
}

TEST_F(SuppressionTest, StandsAboveOtherCommentsAndOnlyDirectlyBeforeTheElement) {
  const LintReport report = lintText(
      "<a><!-- carbonfix:ignore t.one: r -->\n <!-- a word -->\n<b>1</b>"
      "<!-- carbonfix:ignore t.odd: r -->text<b>3</b><!-- carbonfix:ignore t.odd: r --></a>");
  EXPECT_THAT(hidden(report), ElementsAre("3:t.one r|"));
  EXPECT_THAT(ids(report),
              ElementsAre("t.odd", "carbonfix.suppression-malformed", "t.odd", "carbonfix.suppression-malformed"));
  EXPECT_THAT(report.findings[1].message, HasSubstr("No element stands directly behind it"));
}

TEST_F(SuppressionTest, IgnoreFileHidesInTheWholeFile) {
  EXPECT_THAT(
      hidden(lintText("<?xml version='1.0'?>\n<!-- carbonfix:ignore-file t.one: r -->\n<a><b>1</b>\n<b>1</b></a>")),
      ElementsAre("3:t.one r|", "4:t.one r|"));
}

TEST_F(SuppressionTest, IgnoreFileStandsBeforeTheRootElement) {
  const LintReport report = lintText("<a><!-- carbonfix:ignore-file t.one: r --><b>1</b></a>");
  EXPECT_THAT(report.suppressed, IsEmpty());
  EXPECT_THAT(lines(report)[0], AllOf(HasSubstr(":1:4 warning carbonfix.suppression-malformed"),
                                      HasSubstr("It must stand before the root element.")));
}

TEST_F(SuppressionTest, WithoutAReasonItHidesAndIsTold) {
  const LintReport report = lintText("<a><!-- carbonfix:ignore t.one, t.odd --><b>1</b></a>");
  EXPECT_EQ(report.suppressed.size(), 2U);
  EXPECT_THAT(lines(report), ElementsAre("repository/conf/a.xml:1:4 warning carbonfix.suppression-no-reason: Nothing "
                                         "says why t.one, t.odd may be ignored here."));
  EXPECT_EQ(report.findings[0].excerpt, "<a><!-- carbonfix:ignore t.one, t.odd --><b>1</b></a>");
}

TEST_F(SuppressionTest, UnusedIsTold) {
  const LintReport report = lintText("<a><!-- carbonfix:ignore t.one, t.odd: r --><b>3</b></a>");
  EXPECT_THAT(hidden(report), ElementsAre("1:t.odd r|"));
  EXPECT_THAT(lines(report), ElementsAre(HasSubstr("warning carbonfix.suppression-unused: t.one finds nothing here")));
}

TEST_F(SuppressionTest, UnusedIsNotToldOfWhatWasNotRun) {
  const std::string text = "<a><!-- carbonfix:ignore t.hard, t.das, t.z: r --><b>2</b></a>";
  EXPECT_THAT(ids(lintText(text)), IsEmpty()) << "of another phase, not applicable, of another file";
  run_.options().phase = "all";
  EXPECT_THAT(lines(run_.run()), ElementsAre(HasSubstr("t.hard finds nothing here")));
  run_.options().ignore = {"t.hard"};
  EXPECT_THAT(ids(run_.run()), IsEmpty());
  run_.options().ignore = {};
  run_.options().select = {"t.one", "carbonfix."};
  EXPECT_THAT(ids(run_.run()), IsEmpty());
  run_.options().select = {"t.hard", "carbonfix."};
  EXPECT_THAT(ids(run_.run()), ElementsAre("carbonfix.suppression-unused"));
}

TEST_F(SuppressionTest, UnusedIsNotToldOfWhatIsBelowTheLeastSeverity) {
  lintText("<a><!-- carbonfix:ignore t.odd: r --><b>2</b></a>");
  run_.options().severities = {{"carbonfix.suppression-unused", Severity::error}};
  EXPECT_THAT(ids(run_.run()), ElementsAre("carbonfix.suppression-unused"));
  run_.options().minSeverity = Severity::error;
  EXPECT_THAT(ids(run_.run()), IsEmpty());
}

TEST_F(SuppressionTest, UnusedPrefixIsToldOnlyWhenAllOfItWasRun) {
  lintText("<a><!-- carbonfix:ignore t.: r --><b>2</b></a>");
  EXPECT_THAT(ids(run_.run()), IsEmpty());
  run_.options().phase = "all";
  EXPECT_THAT(ids(run_.run()), ElementsAre("carbonfix.suppression-unused"));
}

TEST_F(SuppressionTest, UnusedIsNotToldWhereOtherNodesAreNeeded) {
  run_.file("conf/a.xml", "<a><!-- carbonfix:ignore t.two: r --><b>2</b></a>");
  run_.pack(ruleFile(R"xml(<key name="k" files="conf/a.xml" match="b" use="." across="cluster"/>
<pattern id="p" files="conf/a.xml"><rule context="b"><report id="t.two" test="count(key('k', .)) > 1">m</report></rule>
</pattern>)xml"));
  EXPECT_THAT(ids(run_.run()), IsEmpty());
  run_.file("conf/a.xml", "<a><b>3</b></a>", "n2");
  EXPECT_THAT(ids(run_.run()), ElementsAre("carbonfix.suppression-unused"));
}

TEST_F(SuppressionTest, UnusedIsNotToldWhereARuleCouldNotBeEvaluated) {
  run_.file("conf/a.xml", "<a><!-- carbonfix:ignore t.deep: r --><b>1</b></a>");
  run_.pack(ruleFile(R"xml(<pattern id="p" files="conf/a.xml"><rule context="b">
<report id="t.deep" test="matches(., '(')">m</report></rule></pattern>)xml"));
  const LintReport report = run_.run();
  EXPECT_THAT(notes(report), ElementsAre(testing::StartsWith("!")));
  EXPECT_THAT(ids(report), IsEmpty());
}

TEST_F(SuppressionTest, UnusedIsNotToldOfATemplate) {
  run_.file("conf/a.xml", "<a><!-- carbonfix:ignore t.host: r --><b>{{ host }}</b></a>");
  run_.pack(ruleFile(R"xml(<pattern id="p" files="conf/a.xml"><rule context="b">
<report id="t.host" test="not(contains(., '.'))">Host <value-of select="."/>.</report></rule></pattern>)xml"));
  EXPECT_THAT(ids(run_.run()), ElementsAre("carbonfix.template"));
  run_.options().ignore = {"carbonfix.template"};
  EXPECT_THAT(ids(run_.run()), IsEmpty());
}

TEST_F(SuppressionTest, UnknownIdsAreToldWithTheNearest) {
  EXPECT_THAT(lines(lintText("<a><!-- carbonfix:ignore t.onr, tt.: r --><b>2</b></a>")),
              ElementsAre(HasSubstr("carbonfix.suppression-unknown: No rule has the id t.onr (did you mean \"t.o")));
}

TEST_F(SuppressionTest, PastItsDayTheFindingIsShownAgain) {
  const std::string text = "<a><!-- carbonfix:ignore t.one: r [until=2026-06-14] --><b>1</b></a>";
  const LintReport report = lintText(text);
  EXPECT_THAT(report.suppressed, IsEmpty());
  EXPECT_THAT(lines(report), ElementsAre(HasSubstr("error carbonfix.suppression-expired: t.one was to be ignored here "
                                                   "until 2026-06-14, and is shown again."),
                                         HasSubstr("t.odd"), HasSubstr("t.one")));
  run_.options().today = "2026-06-14";
  EXPECT_THAT(ids(run_.run()), ElementsAre("t.odd"));
  run_.options().today = "2027-01-01";
  run_.options().ignore = {"t.one"};
  EXPECT_THAT(ids(run_.run()), ElementsAre("t.odd")) << "nothing is shown again";
}

TEST_F(SuppressionTest, TheLastDayMayStandInBracketsAndEndASentence) {
  for (const char* const day :
       {"(until=2026-06-14)", "until=2026-06-14.", "(until=2026-06-14).", "until=2026-06-14,"}) {
    const LintReport report = lintText(fmt::format("<a><!-- carbonfix:ignore t.one: r {} --><b>1</b></a>", day));
    EXPECT_THAT(report.suppressed, IsEmpty()) << day;
    EXPECT_THAT(lines(report), testing::Contains(HasSubstr("until 2026-06-14, and is shown again."))) << day;
  }
  EXPECT_THAT(hidden(lintText("<a><!-- carbonfix:ignore t.one: r ([ ). until=2026-06-15. --><b>1</b></a>")),
              ElementsAre("1:t.one r ([ ).|2026-06-15"));
}

TEST_F(SuppressionTest, TheLastDayIsUnderstoodWithAColonAndInCapitals) {
  for (const char* const comment :
       {"t.one: r UNTIL=2026-06-15", "t.one: r until:2026-06-15", "t.one until:2026-06-15: r",
        "t.one Until=2026-06-15: r", "t.one: r (Until:2026-06-15)."}) {
    EXPECT_THAT(hidden(lintText(fmt::format("<a><!-- carbonfix:ignore {} --><b>1</b></a>", comment))),
                ElementsAre(AllOf(testing::StartsWith("1:t.one r"), testing::EndsWith("|2026-06-15"))))
        << comment;
  }
  EXPECT_THAT(hidden(lintText("<a><!-- carbonfix:ignore t.one: until: the new one comes, until then --><b>1</b></a>")),
              ElementsAre("1:t.one until: the new one comes, until then|"));
}

TEST_F(SuppressionTest, APastOneThatHidesNothingIsUnused) {
  EXPECT_THAT(ids(lintText("<a><!-- carbonfix:ignore t.one: r until=2026-06-14 --><b>2</b></a>")),
              ElementsAre("carbonfix.suppression-unused"));
}

TEST_F(SuppressionTest, WhatCannotBeUnderstoodHidesNothing) {
  struct Case {
    const char* comment;
    const char* says;
  };
  const Case cases[] = {
      {"carbonfix:ignore t.one: r until=2026-02-30", "\"2026-02-30\" is not a day"},
      {"carbonfix:ignore t.one: r until=tomorrow", "\"tomorrow\" is not a day"},
      {"carbonfix:ignore t.one: r UNTIL=31.12.2026", "\"31.12.2026\" is not a day"},
      {"carbonfix:ignore t.one: r until 2026-07-01", "\"until 2026-07-01\" is no end: until=2026-07-01 is the form"},
      {"carbonfix:ignore t.one: r (Until: 2026-07-01)", "until=2026-07-01 is the form"},
      {"carbonfix:ignore t.one: r until= 2026-07-01", "\"\" is not a day"},
      {"carbonfix:ignore t.one: r until=2026-07-01 until=2026-07-02", "It has two dates."},
      {"carbonfix:ignore: r", "It names no rule."},
      {"carbonfix:ignore", "It names no rule."},
      {"carbonfix:ignore *: r", "nothing can ignore all rules"},
      {"carbonfix:ignore .: r", "nothing can ignore all rules"},
      {"carbonfix:ignore t.one because we may", "a colon before the reason"},
      {"carbonfix:ignroe t.one: r", "\"carbonfix:ignroe\" means nothing (did you mean \"ignore\"?)"},
  };
  for (const Case& each : cases) {
    LintRun run;
    run.file("conf/a.xml", fmt::format("<a><!-- {} --><b>1</b></a>", each.comment)).pack(ruleFile(kRules));
    const LintReport report = run.run();
    EXPECT_THAT(report.suppressed, IsEmpty()) << each.comment;
    EXPECT_THAT(lines(report)[0],
                AllOf(HasSubstr("carbonfix.suppression-malformed: This hides nothing."), HasSubstr(each.says)))
        << each.comment;
    EXPECT_EQ(report.findings.size(), 3U) << each.comment;
  }
}

TEST_F(SuppressionTest, CanBeTurnedOff) {
  lintText("<a><!-- carbonfix:ignore t.one --><b>1</b></a>");
  run_.options().inlineSuppressions = false;
  const LintReport report = run_.run();
  EXPECT_THAT(report.suppressed, IsEmpty());
  EXPECT_THAT(ids(report), ElementsAre("t.odd", "t.one"));
}

TEST_F(SuppressionTest, HidesWhatTheToolItselfFinds) {
  run_.file("conf/a.xml",
            "<!-- carbonfix:ignore-file xml.namespace: the tool that reads it does not care -->\n"
            "<a><p:b/></a>");
  run_.pack(ruleFile(kRules));
  EXPECT_EQ(run_.run().suppressed.size(), 1U);
  EXPECT_THAT(ids(run_.run()), IsEmpty());
}

TEST_F(SuppressionTest, HidesNoSecretOfItsOwn) {
  const LintReport report =
      lintText("<a><!-- carbonfix:ignore t.one: the url http://u:hunter22@h/ is fine --><b>1</b></a>");
  ASSERT_EQ(report.suppressed.size(), 1U);
  EXPECT_THAT(report.suppressed[0].suppressed->reason, testing::Not(HasSubstr("hunter22")));
}

TEST(SuppressionText, IsSearchedForInUtf16Too) {
  std::string wide = "\xFF\xFE";
  for (const char c : std::string_view("<a/><!-- carbonfix:ignore -->")) wide += {c, '\0'};
  EXPECT_TRUE(mayHaveSuppressions(wide));
  EXPECT_TRUE(mayHaveSuppressions("# carbonfix:ignore x"));
  EXPECT_FALSE(mayHaveSuppressions("# carbonfix"));
  EXPECT_FALSE(mayHaveSuppressions(""));
}

// In formats of lines, and in JSON.
struct OtherFormat {
  const char* name;
  const char* path;
  const char* context;
  const char* text;
};

class SuppressionFormats : public testing::TestWithParam<OtherFormat> {};

TEST_P(SuppressionFormats, HideTheNextSetting) {
  LintRun run;
  run.file(GetParam().path, GetParam().text);
  run.pack(ruleFile(fmt::format(
      R"xml(<pattern id="p" files="{}"><rule context="{}"><report id="t.one" test=".">m</report></rule></pattern>)xml",
      GetParam().path, GetParam().context)));
  const LintReport report = run.run();
  ASSERT_EQ(report.suppressed.size(), 1U);
  EXPECT_EQ(report.suppressed[0].location.start.line, 3U);
  EXPECT_EQ(report.findings.size(), 2U);
  EXPECT_THAT(ids(report), Each("t.one"));
}

INSTANTIATE_TEST_SUITE_P(
    All, SuppressionFormats,
    testing::Values(
        OtherFormat{"properties", "conf/a.properties", "property", "a=1\n# carbonfix:ignore t.one: r\nb=1\nc=1\n"},
        OtherFormat{"bang", "conf/a.properties", "property", "a=1\n! carbonfix:ignore t.one: r\nb=1\nc=1\n"},
        OtherFormat{"spark", "conf/spark-defaults.conf", "property", "a 1\n# carbonfix:ignore t.one: r\nb 1\nc 1\n"},
        OtherFormat{"shell", "bin/a.sh", "export", "A=1\n# carbonfix:ignore t.one: r\nexport B=1\nC=1\n"},
        OtherFormat{"json", "conf/a.json", "number",
                    "{\"a\": 1,\n// carbonfix:ignore t.one: r\n\"b\": 1,\n\"c\": 1}\n"}),
    [](const auto& each) { return each.param.name; });

class FileSuppressionFormats : public testing::TestWithParam<OtherFormat> {};

TEST_P(FileSuppressionFormats, HideAllAtTheTop) {
  LintRun run;
  run.file(GetParam().path, GetParam().text);
  run.pack(ruleFile(fmt::format(
      R"xml(<pattern id="p" files="{}"><rule context="{}"><report id="t.one" test=".">m</report></rule></pattern>)xml",
      GetParam().path, GetParam().context)));
  const LintReport report = run.run();
  EXPECT_EQ(report.suppressed.size(), 2U);
  EXPECT_THAT(ids(report), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(All, FileSuppressionFormats,
                         testing::Values(OtherFormat{"properties", "conf/a.properties", "property",
                                                     "# of ours\n# carbonfix:ignore-file t.one: r\na=1\nb=1\n"},
                                         OtherFormat{"shell", "bin/a.sh", "export",
                                                     "#!/bin/sh\n# carbonfix:ignore-file t.one: r\nA=1\nB=1\n"},
                                         OtherFormat{"json", "conf/a.json", "number",
                                                     "// carbonfix:ignore-file t.one: r\n{\"a\": 1, \"b\": 1}\n"},
                                         OtherFormat{"inside", "conf/a.json", "number",
                                                     "{ /* carbonfix:ignore-file t.one: r */ \"a\": 1, \"b\": 1}\n"}),
                         [](const auto& each) { return each.param.name; });

TEST(SuppressionShell, BehindASettingItIsRefused) {
  LintRun run;
  run.file("bin/a.sh", "A=1 # carbonfix:ignore t.one: r\nB=1\n");
  run.pack(ruleFile(
      R"xml(<pattern id="p" files="bin/a.sh"><rule context="export"><report id="t.one" test=".">m</report></rule></pattern>)xml"));
  const LintReport report = run.run();
  EXPECT_THAT(report.suppressed, IsEmpty());
  EXPECT_THAT(ids(report), ElementsAre("t.one", "carbonfix.suppression-malformed", "t.one"));
}

}  // namespace
}  // namespace carbonfix
