// key(): references and duplicates, in one home and across nodes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lint/lint_run.h"

namespace carbonfix {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr std::string_view kMembers =
    R"xml(<key name="member" files="conf/axis2.xml" match="clustering[@on]" use="concat(host, ':', port)" across="cluster"/>
<pattern id="p" files="conf/axis2.xml"><rule context="clustering[@on]/port">
<report id="t.twice" test="count(key('member', concat(../host, ':', .))) > 1">Member <value-of select="concat(../host, ':', .)"/> is there twice.</report></rule>
</pattern>)xml";

std::string axis2(std::string_view host, std::string_view port) {
  return fmt::format("<a>\n<clustering on='1'>\n<host>{}</host><port>{}</port></clustering></a>", host, port);
}

TEST(Keys, DuplicatesAcrossNodesAreReportedOnEachWithTheOthers) {
  LintRun run;
  run.file("conf/axis2.xml", axis2("h", "4000"), "n1").file("conf/axis2.xml", axis2("h", "4000"), "n2");
  run.file("conf/axis2.xml", axis2("h", "4001"), "n3").file("conf/axis2.xml", axis2("h", "4000"), "n4");
  run.pack(ruleFile(kMembers));
  const LintReport report = run.run();
  EXPECT_THAT(lines(report),
              ElementsAre("n1:repository/conf/axis2.xml:3:16 error t.twice: Member h:4000 is there twice.",
                          "n2:repository/conf/axis2.xml:3:16 error t.twice: Member h:4000 is there twice.",
                          "n4:repository/conf/axis2.xml:3:16 error t.twice: Member h:4000 is there twice."));
  const auto& related = report.findings[1].related;
  ASSERT_THAT(related, SizeIs(2));
  EXPECT_EQ(related[0].node, "n1");
  EXPECT_EQ(related[0].path, "repository/conf/axis2.xml");
  EXPECT_EQ(related[0].location.start, (Position{2, 2}));
  EXPECT_EQ(related[0].message, "member h:4000");
  EXPECT_EQ(related[1].node, "n4");
  EXPECT_THAT(notes(report), IsEmpty());
}

TEST(Keys, WhatALetLooksUpIsRelatedToEachCheckThatUsesIt) {
  LintRun run;
  run.file("conf/a.xml", "<a><b>1</b><b>1</b></a>");
  run.pack(ruleFile(R"xml(<key name="k" files="conf/a.xml" match="b" use="."/>
<pattern id="p" files="conf/a.xml"><rule context="b[1]"><let name="same" value="key('k', .)"/>
<report id="t.a" test="count($same) = 2">m</report><report id="t.b" test="count($same) > 1">m</report>
<report id="t.c" test=". = 1">m</report></rule></pattern>)xml"));
  const LintReport report = run.run();
  ASSERT_THAT(report.findings, SizeIs(3));
  EXPECT_THAT(report.findings[0].related, SizeIs(1));
  EXPECT_THAT(report.findings[1].related, SizeIs(1));
  EXPECT_THAT(report.findings[2].related, IsEmpty());
}

TEST(Keys, ChecksAcrossNodesAreNotDoneOnOne) {
  LintRun run;
  run.file("conf/axis2.xml", axis2("h", "4000"));
  run.pack(ruleFile(kMembers));
  const LintReport report = run.run();
  EXPECT_THAT(ids(report), IsEmpty());
  EXPECT_THAT(notes(report), ElementsAre("repository/conf/axis2.xml: t.twice: other nodes not given"));
  EXPECT_FALSE(report.notChecked[0].trouble);
}

TEST(Keys, ALetHidesNothing) {
  LintRun run;
  run.file("conf/a.xml", "<a><b>1</b></a>");
  run.pack(ruleFile(R"xml(<key name="k" files="conf/a.xml" match="b" use="." across="cluster"/>
<pattern id="p" files="conf/a.xml"><let name="all" value="key('k', 1)"/>
<rule context="b"><let name="n" value="count($all)"/>
<report id="t.a" test="$n = 1">m</report><report id="t.b" test=". = 1">m</report></rule></pattern>)xml"));
  const LintReport report = run.run();
  EXPECT_THAT(ids(report), ElementsAre("t.b"));
  EXPECT_THAT(notes(report), ElementsAre("repository/conf/a.xml: t.a: other nodes not given"));
}

TEST(Keys, ReferencesWithinANode) {
  LintRun run;
  const std::string sources = "<ds><name>jdbc/A</name><name>jdbc/B</name></ds>";
  run.file("conf/a-ds.xml", sources, "n1").file("conf/use.xml", "<u><ref>jdbc/B</ref><ref>jdbc/C</ref></u>", "n1");
  run.file("conf/a-ds.xml", "<ds><name>jdbc/C</name></ds>", "n2")
      .file("conf/use.xml", "<u><ref>jdbc/C</ref></u>", "n2");
  run.pack(ruleFile(R"xml(<key name="jndi" files="conf/*-ds.xml" match="name" use="."/>
<pattern id="p" files="conf/use.xml"><rule context="ref">
<assert id="t.unknown" test="key('jndi', .)">No <value-of select="."/>.</assert>
<report id="t.known" test="key('jndi', .)" severity="info"><value-of select="key('jndi', .)/@path"/> of <value-of
  select="key('jndi', .)/@node"/> has <value-of select="key('jndi', .)"/></report></rule></pattern>)xml"));
  EXPECT_THAT(lines(run.run()),
              ElementsAre("n1:repository/conf/use.xml:1:5 info t.known: repository/conf/a-ds.xml of n1 has jdbc/B",
                          "n1:repository/conf/use.xml:1:22 error t.unknown: No jdbc/C.",
                          "n2:repository/conf/use.xml:1:5 info t.known: repository/conf/a-ds.xml of n2 has jdbc/C"));
}

// What is not found may stand in the file that can't be read; what is found twice is there twice.
TEST(Keys, AFileThatCanNotBeReadMakesNothingUnknown) {
  const auto lint = [](const std::string& text) {
    LintRun run;
    run.pack(ruleFile(R"(
        <key name="source" files="conf/*-sources.xml" match="source" use="."/>
        <pattern id="user" files="conf/user.xml">
          <rule context="/user"><report id="t.unknown" test="count(key('source', .)) = 0">No source.</report></rule>
          <rule context="other"><report id="t.twice" test="count(key('source', .)) > 1">Twice.</report></rule>
        </pattern>)"));
    run.file("conf/user.xml", "<user>a<other>b</other></user>").file("conf/b-sources.xml", text);
    return run.file("conf/a-sources.xml", "<all><source>b</source><source>b</source></all>").run();
  };
  EXPECT_THAT(ids(lint("<all/>")), ElementsAre("t.unknown", "t.twice"));
  const LintReport report = lint("<all>");
  EXPECT_THAT(ids(report), UnorderedElementsAre("xml.not-well-formed", "t.twice"));
  EXPECT_THAT(notes(report), Contains(HasSubstr("t.unknown: what it looks for may be in a file that can't be read")));
}

TEST(Keys, DuplicatesWithinANodeAndValuesThatNeedEscapes) {
  LintRun run;
  run.file("conf/a.xml", "<a><n v='x &lt;&amp;&quot;&#10;y'/><n v='x &lt;&amp;&quot;&#10;y'/><n v='z'/></a>");
  run.pack(ruleFile(R"xml(<key name="n" files="conf/a.xml" match="n" use="@v"/>
<pattern id="p" files="conf/a.xml">
<rule context="n">
<report id="t.a" test="count(key('n', @v)) = 2 and key('n', @v) = @v">m</report></rule></pattern>)xml"));
  const LintReport report = run.run();
  EXPECT_THAT(lines(report),
              ElementsAre("repository/conf/a.xml:1:5 error t.a: m", "repository/conf/a.xml:1:37 error t.a: m"));
  ASSERT_THAT(report.findings[0].related, SizeIs(1));
  EXPECT_EQ(report.findings[0].related[0].location.start, (Position{1, 37}));
}

TEST(Keys, EachNodeOfUseIsAValue) {
  LintRun run;
  run.file("conf/a.xml", "<a><h><n>1</n><n>2</n></h></a>");
  run.pack(ruleFile(R"xml(<key name="k" files="conf/a.xml" match="h" use="n"/>
<pattern id="p" files="conf/a.xml">
<rule context="a">
<assert id="t.a" test="key('k', 1) and key('k', 2) and not(key('k', 3))">m</assert></rule></pattern>)xml"));
  EXPECT_THAT(ids(run.run()), IsEmpty());
}

TEST(Keys, AnIndexOverNoFileIsSaid) {
  LintRun run;
  run.file("conf/a.xml", "<a/>");
  run.pack(ruleFile(R"xml(<key name="k" files="conf/none.xml" match="h" use="n"/>
<pattern id="p" files="conf/a.xml">
<rule context="a"><report id="t.a" test="key('k', 1)">m</report></rule></pattern>)xml"));
  EXPECT_THAT(notes(run.run()), ElementsAre("conf/none.xml: no such file"));
}

TEST(Keys, NotEveryNodeNeedsTheFilesOfAnIndexOverAll) {
  LintRun run;
  run.file("conf/a.xml", "<a/>", "n1").file("conf/a.xml", "<a/>", "n2").file("conf/b.xml", "<b>1</b>", "n2");
  run.pack(ruleFile(R"xml(<key name="k" files="conf/b.xml" match="b" use="." across="cluster"/>
<key name="none" files="conf/none.xml" match="b" use="." across="cluster"/>
<pattern id="p" files="conf/a.xml"><rule context="a"><report id="t.a" test="key('k', 2) or key('none', 2)">m</report>
</rule></pattern>)xml"));
  EXPECT_THAT(notes(run.run()), ElementsAre("conf/none.xml: no such file"));
}

TEST(Cluster, IsTheTreeOfAllNodes) {
  LintRun run;
  run.file("conf/a.xml", "<?xml version='1.0'?>\n<!-- c -->\n<s xmlns='urn:s'><host>h1</host></s>", "n1");
  run.file("conf/a.xml", "\xEF\xBB\xBF<s><host>h2</host></s>", "n2");
  run.pack(ruleFile(R"xml(<pattern id="p" files="conf/a.xml"><rule context="/s/host">
<let name="others" value="$cluster/node[@name != $node]/file[@path = $file]/s/host"/>
<report id="t.a" test="$others != ."><value-of select="."/> not <value-of select="$others"/></report></rule>
</pattern>)xml"));
  EXPECT_THAT(lines(run.run()), ElementsAre("n1:repository/conf/a.xml:3:19 error t.a: h1 not h2",
                                            "n2:repository/conf/a.xml:1:5 error t.a: h2 not h1"));
}

TEST(Cluster, NeedsOtherNodes) {
  LintRun run;
  run.file("conf/a.xml", "<s/>");
  run.pack(ruleFile(
      R"xml(<pattern id="p" files="conf/a.xml">
<rule context="/s"><report id="t.a" test="$cluster/node">m</report></rule></pattern>)xml"));
  const LintReport report = run.run();
  EXPECT_THAT(ids(report), IsEmpty());
  EXPECT_THAT(notes(report), ElementsAre("repository/conf/a.xml: t.a: other nodes not given"));
}

}  // namespace
}  // namespace carbonfix
