// What a rule means: which node is tested by which rule, what fires, where it points.
#include "carbonfix/lint/engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carbonfix/base/text.h"
#include "lint/lint_run.h"

namespace carbonfix {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string onFile(std::string_view rules, std::string_view files = "conf/a.xml") {
  return ruleFile(fmt::format("<pattern id=\"p\" files=\"{}\">{}</pattern>", files, rules));
}

TEST(Engine, AssertFiresWhenFalseAndReportWhenTrue) {
  LintRun run;
  run.file("conf/a.xml", "<Server>\n  <Port>1</Port>\n  <Port>2</Port>\n</Server>\n");
  run.pack(onFile(R"xml(<rule context="Port"><assert id="t.one" test=". = 1" severity="warning">Port <value-of
    select="."/> of <name path=".."/> must be 1.</assert>
<report id="t.two" test=". = 2">Two in <name/>.</report></rule>)xml"));
  EXPECT_THAT(lines(run.run()), ElementsAre("repository/conf/a.xml:3:4 warning t.one: Port 2 of Server must be 1.",
                                            "repository/conf/a.xml:3:4 error t.two: Two in Port."));
}

TEST(Engine, OnlyTheFirstMatchingRuleOfAPatternTestsANode) {
  LintRun run;
  run.file("conf/a.xml", "<a><b c='1'/><b/></a>");
  run.pack(ruleFile(R"xml(<pattern id="p" files="conf/a.xml">
<rule context="b[@c]"><report id="t.first" test=".">f</report></rule>
<rule context="b"><report id="t.rest" test=".">r</report></rule></pattern>
<pattern id="q" files="conf/a.xml"><rule context="b"><report id="t.other" test=".">o</report></rule></pattern>)xml"));
  EXPECT_THAT(ids(run.run()), ElementsAre("t.first", "t.other", "t.other", "t.rest"));
}

TEST(Engine, ARuleWithoutWantedChecksStillTakesItsNodes) {
  LintRun run;
  run.file("conf/a.xml", "<a><b c='1'/><b/></a>");
  run.pack(onFile(R"xml(<rule context="b[@c]"><report id="t.first" test=".">f</report></rule>
<rule context="b"><report id="t.rest" test=".">r</report></rule>)xml"));
  run.options().ignore = {"t.first"};
  EXPECT_THAT(lines(run.run()), ElementsAre("repository/conf/a.xml:1:15 error t.rest: r"));
}

TEST(Engine, SubjectDecidesThePlace) {
  LintRun run;
  run.file("conf/a.xml", "<a>\n <b port='80'><c> x </c></b>\n</a>");
  run.pack(onFile(R"xml(<rule context="b"><report id="t.attribute" test="." subject="@port">m</report>
<report id="t.element" test="." subject="c">m</report><report id="t.text" test="." subject="c/text()">m</report>
<report id="t.none" test="." subject="nothing">m</report></rule>)xml"));
  const LintReport report = run.run();
  EXPECT_THAT(
      lines(report),
      ElementsAre("repository/conf/a.xml:2:3 error t.none: m", "repository/conf/a.xml:2:10 error t.attribute: m",
                  "repository/conf/a.xml:2:16 error t.element: m", "repository/conf/a.xml:2:19 error t.text: m"));
  const Finding& attribute = report.findings[1];
  EXPECT_EQ(attribute.xpath, "/a/b/@port");
  EXPECT_EQ(attribute.excerpt, " <b port='80'><c> x </c></b>");
  EXPECT_EQ(attribute.excerptColumn, 10U);
  EXPECT_EQ(attribute.excerptLength, 4U);
  EXPECT_TRUE(attribute.located);
}

TEST(Engine, WhatHasNoBytesStandsWhereItsParentDoes) {
  LintRun run;
  run.file("conf/a.xml", "<!DOCTYPE a [<!ATTLIST b port CDATA '80'>]>\n<a>\n<b/></a>");
  run.pack(onFile(R"xml(<rule context="b/@port"><report id="t.a" test=". = 80">m</report></rule>)xml"));
  EXPECT_THAT(lines(run.run()), ElementsAre("repository/conf/a.xml:3:2 error t.a: m"));
}

TEST(Engine, LetsSeeEarlierOnesAndTheirOwnContext) {
  LintRun run;
  run.file("conf/a.xml", "<a n='0'><b n='1'/><b n='2'/></a>");
  run.pack(ruleFile(R"xml(<param name="add" default="10"/><let name="top" value="/a/@n + $add"/>
<pattern id="p" files="conf/a.xml"><let name="count" value="count(/a/b)"/>
<rule context="b"><let name="n" value="@n"/><let name="sum" value="$n + $top + $count"/>
<report id="t.a" test="$sum"><value-of select="$sum"/></report></rule></pattern>)xml"));
  EXPECT_THAT(lines(run.run()),
              ElementsAre("repository/conf/a.xml:1:11 error t.a: 13", "repository/conf/a.xml:1:21 error t.a: 14"));
}

TEST(Engine, FactsAndParametersAreVariables) {
  LintRun run;
  run.file("conf/a.xml", "<a/>");
  run.pack(ruleFile(R"xml(<param name="p"/><pattern id="p" files="conf/*.xml"><rule context="a">
<report id="t.a" test="true() and ."><value-of select="concat($file, ' ', $node, ' ', $p, '|', $product, $version, $kernel, $home)"/></report></rule>
</pattern>)xml"));
  run.options().params = {{"p", "v"}};
  EXPECT_THAT(lines(run.run()), ElementsAre(HasSubstr("t.a: repository/conf/a.xml n1 v|/n1")));
}

TEST(Engine, AParameterWithoutValueIsAskedForOnlyWhenNeeded) {
  LintRun run;
  run.file("conf/a.xml", "<a/>");
  run.pack(ruleFile(R"xml(<param name="unused">U.</param><param name="limit">Lowest port.</param>
<pattern id="p" files="conf/a.xml">
<rule context="a"><report id="t.a" test="$limit = .">m</report></rule></pattern>)xml"));
  const auto report = run.tryRun();
  ASSERT_FALSE(report);
  EXPECT_THAT(lines(report.error()), ElementsAre(HasSubstr("the parameter \"limit\" has no value: Lowest port.")));
  run.options().params = {{"limit", "1"}};
  EXPECT_THAT(lines(run.run()), IsEmpty());
  run.options().params = {{"limt", "1"}};
  ASSERT_FALSE(run.tryRun());
  EXPECT_THAT(run.tryRun().error()[0].message, HasSubstr("(did you mean \"limit\"?)"));
}

TEST(Engine, ConditionDecidesWhetherAPatternApplies) {
  LintRun run;
  run.file("conf/a.xml", "<a/>");
  run.pack(ruleFile(
      R"xml(<pattern id="das-only" files="conf/a.xml" if="$product = 'das'">
<rule context="a"><report id="t.a" test=".">m</report></rule></pattern>
<pattern id="others" files="conf/a.xml" if="$product != 'das'">
<rule context="a"><report id="t.b" test=".">m</report></rule></pattern>)xml"));
  const LintReport report = run.run();
  EXPECT_THAT(ids(report), ElementsAre("t.b"));
  EXPECT_THAT(notes(report), ElementsAre("repository/conf/a.xml: das-only does not apply: $product = 'das'"));
}

TEST(Engine, RequiredFileAndContext) {
  LintRun run;
  run.file("conf/a.xml", "<a/>");
  run.pack(ruleFile(
      R"xml(<pattern id="p" files="conf/b.xml" required="true">
<rule context="b"><report id="t.a" test=".">m</report></rule></pattern>
<pattern id="q" files="conf/a.xml">
<rule context="b" min="1"><report id="t.b" test=".">m</report></rule></pattern>)xml"));
  const LintReport report = run.run();
  EXPECT_THAT(
      lines(report),
      ElementsAre(
          "conf/b.xml:0:0 error carbonfix.file-missing: No file conf/b.xml in this home, and p needs one.",
          "repository/conf/a.xml:1:2 error carbonfix.context-missing: b must be there at least once, but is there 0."));
  EXPECT_FALSE(report.findings[0].located);
}

TEST(Engine, DiagnosticsAreTheHelp) {
  LintRun run;
  run.file("conf/a.xml", "<a b='1'/>");
  run.pack(ruleFile(R"xml(<pattern id="p" files="conf/a.xml"><rule context="a">
<report id="t.a" test="." diagnostics="why how" see="https://example.org/">m</report></rule></pattern>
<diagnostics><diagnostic id="how">Set it to
   <value-of select="@b + 1"/>.</diagnostic><diagnostic id="why">Because.</diagnostic><diagnostic id="no">No.</diagnostic></diagnostics>)xml"));
  const LintReport report = run.run();
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].help, "Set it to 2. Because.");
  EXPECT_EQ(report.findings[0].see, "https://example.org/");
}

TEST(Engine, FindingsAreSortedByNodePathOffsetAndId) {
  LintRun run;
  run.file("conf/b.xml", "<a><b/></a>", "n2").file("conf/a.xml", "<a><b/></a>", "n2").file("conf/a.xml", "<b/>", "n1");
  run.pack(
      onFile(R"xml(<rule context="b"><report id="t.z" test=".">m</report><report id="t.y" test=".">m</report></rule>
<rule context="a"><report id="t.a" test=".">m</report></rule>)xml",
             "conf/*.xml"));
  EXPECT_THAT(lines(run.run()),
              ElementsAre("n1:repository/conf/a.xml:1:2 error t.y: m", "n1:repository/conf/a.xml:1:2 error t.z: m",
                          "n2:repository/conf/a.xml:1:2 error t.a: m", "n2:repository/conf/a.xml:1:5 error t.y: m",
                          "n2:repository/conf/a.xml:1:5 error t.z: m", "n2:repository/conf/b.xml:1:2 error t.a: m",
                          "n2:repository/conf/b.xml:1:5 error t.y: m", "n2:repository/conf/b.xml:1:5 error t.z: m"));
}

TEST(Engine, ReadsEachFileOnce) {
  LintRun run;
  run.file("conf/a.xml", "<a/>").file("conf/c.xml", "<c/>");
  run.pack(ruleFile(
      R"xml(<pattern id="p" files="conf/a.xml">
<rule context="a"><report id="t.a" test="document('conf/a.xml')/b">m</report></rule></pattern>
<pattern id="q" files="conf/*.xml"><rule context="a"><report id="t.b" test="b">m</report></rule></pattern>)xml"));
  const LintReport report = run.run();
  EXPECT_EQ(report.files, 2U);
  EXPECT_THAT(run.fs().journal(),
              testing::UnorderedElementsAre("read /n1/repository/conf/a.xml", "read /n1/repository/conf/c.xml"));
}

TEST(Engine, ExpressionsOfPatternsWithoutFilesAreNotCompiled) {
  LintRun run;
  run.file("conf/a.xml", "<a/>");
  auto pack = loadPack(onFile(R"xml(<rule context="a["><report id="t.a" test="]">m</report></rule>)xml"), "t.xml",
                       Checking::none);
  ASSERT_TRUE(pack);
  auto home = Home::open(run.fs(), "/n1", "n1");
  ASSERT_TRUE(home);
  std::vector<Home> homes;
  homes.push_back(std::move(*home));
  const auto faulty = lint(homes, {*pack}, {});
  ASSERT_FALSE(faulty);
  EXPECT_THAT(lines(faulty.error()), ElementsAre(HasSubstr("2:0 not an XPath 1.0 expression")));
  pack->patterns[0].files = "conf/none.xml";
  EXPECT_TRUE(lint(homes, {*pack}, {}));
}

TEST(Engine, WhatCannotBeEvaluatedIsTroubleNotAPass) {
  LintRun run;
  run.file("conf/a.xml", "<a/>");
  run.pack(onFile(R"xml(<rule context="a"><report id="t.a" test="matches(., '(')">m</report></rule>)xml"));
  const LintReport report = run.run();
  EXPECT_THAT(ids(report), IsEmpty());
  ASSERT_EQ(report.notChecked.size(), 1U);
  EXPECT_TRUE(report.notChecked[0].trouble);
  EXPECT_EQ(report.notChecked[0].path, "repository/conf/a.xml");
  EXPECT_THAT(report.notChecked[0].why, HasSubstr("t.xml:2"));
}

TEST(Engine, ContextMayBeTheDocument) {
  LintRun run;
  run.file("conf/a.xml", "<!-- c --><a/>");
  run.pack(onFile(R"xml(<rule context="/"><assert id="t.a" test="b">m</assert></rule>)xml"));
  EXPECT_THAT(lines(run.run()), ElementsAre("repository/conf/a.xml:1:1 error t.a: m"));
}

TEST(Engine, UnprefixedNamesMatchTheFilesDefaultNamespace) {
  LintRun run;
  run.file("conf/a.xml", "<Server xmlns='urn:x'><Port/></Server>");
  run.pack(onFile(R"xml(<rule context="/Server/Port"><report id="t.a" test=".">m</report></rule>)xml"));
  EXPECT_THAT(ids(run.run()), ElementsAre("t.a"));
}

TEST(Engine, EachHomeHasItsOwnValuesAndItsPlaceInTheInventory) {
  const auto tree = Document::parse("<cluster><node name='n1' host='h1'/><node name='n2' host='h2'/></cluster>", "i");
  ASSERT_TRUE(tree);
  LintRun run;
  run.file("conf/a.xml", "<a/>").file("conf/a.xml", "<a/>", "n2");
  run.pack(ruleFile(R"xml(<param name="p" default="d"/><pattern id="p" files="conf/a.xml"><rule context="a">
<report id="t.a" test="true() or ."><value-of select="$p"/> <value-of select="$self/@host"/>
of <value-of select="count($inventory/node)"/></report></rule></pattern>)xml"));
  for (const Node& node : tree->rootElement().elements()) {
    HomeValues values(ParamValues{{"p", "v-" + node.attribute("name")}});
    values.inventory = {tree->rootElement()};
    values.self = {node};
    run.options().homes.push_back(std::move(values));
  }
  EXPECT_THAT(lines(run.run()), ElementsAre(HasSubstr("t.a: v-n1 h1 of 2"), HasSubstr("t.a: v-n2 h2 of 2")));
  run.options().homes.clear();
  EXPECT_THAT(lines(run.run()), ElementsAre(HasSubstr("t.a: d of 0"), HasSubstr("t.a: d of 0")));
}

TEST(Engine, TheExcerptOfAVeryLongLineIsWhatIsAroundTheFinding) {
  std::string xml = "<a>";
  for (int i = 0; i < 3000; ++i) xml += "<c>\u00fc\u00fc</c>";
  xml += "<b>1</b>" + xml.substr(3) + "</a>";
  LintRun run;
  run.file("conf/a.xml", xml);
  run.pack(ruleFile(R"xml(<pattern id="p" files="conf/a.xml"><rule context="b">
<report id="t.one" test=". = 1">m</report></rule></pattern>)xml"));
  const LintReport report = run.run();
  ASSERT_EQ(report.findings.size(), 1U);
  const Finding& finding = report.findings[0];
  EXPECT_EQ(finding.location.start.column, 3U + 3000U * 9U + 2U);
  EXPECT_LT(finding.excerpt.size(), 2000U);
  EXPECT_EQ(finding.excerptLength, 1U);
  std::size_t at = 0;
  for (std::size_t column = 1; column < finding.excerptColumn; ++column) nextCodePoint(finding.excerpt, at);
  EXPECT_EQ(finding.excerpt.substr(at, 6), "b>1</b");
}

}  // namespace
}  // namespace carbonfix
