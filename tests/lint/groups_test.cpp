// group() and usual(): entries of keys by group.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lint/lint_run.h"

namespace carbonfix {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kSchemes =
    R"xml(<key name="scheme" files="conf/a.xml" match="c[@on]/scheme" use="." group="../domain" across="cluster"/>
<pattern id="p" files="conf/a.xml"><rule context="c[@on]/scheme">
<report id="t.differs" test=". != usual('scheme', ../domain)"><value-of select="."/>, not <value-of
  select="usual('scheme', ../domain)"/> of <value-of select="usual('scheme', ../domain)/@node"/>.</report></rule>
</pattern>)xml";

std::string member(std::string_view domain, std::string_view scheme) {
  return fmt::format("<a><c on='1'>\n<domain>{}</domain>\n<scheme>{}</scheme></c></a>", domain, scheme);
}

TEST(Groups, TheOneThatDiffersIsTold) {
  LintRun run;
  run.file("conf/a.xml", member("d", "wka"), "n1").file("conf/a.xml", member("d", "multicast"), "n2");
  run.file("conf/a.xml", member("d", "multicast"), "n3").file("conf/a.xml", member("other", "aws"), "n4");
  run.pack(ruleFile(kSchemes));
  const LintReport report = run.run();
  EXPECT_THAT(lines(report), ElementsAre("n1:repository/conf/a.xml:3:2 error t.differs: wka, not multicast of n2."));
  ASSERT_THAT(report.findings[0].related, SizeIs(1));
  EXPECT_EQ(report.findings[0].related[0].node, "n2");
  EXPECT_EQ(report.findings[0].related[0].location.start, (Position{3, 2}));
}

TEST(Groups, OfTwoThatDifferTheSecondIsTold) {
  LintRun run;
  run.file("conf/a.xml", member("d", "wka"), "n1").file("conf/a.xml", member("d", "multicast"), "n2");
  run.pack(ruleFile(kSchemes));
  EXPECT_THAT(lines(run.run()), ElementsAre("n2:repository/conf/a.xml:3:2 error t.differs: multicast, not wka of n1."));
}

TEST(Groups, NeedOtherNodes) {
  LintRun run;
  run.file("conf/a.xml", member("d", "wka"));
  run.pack(ruleFile(kSchemes));
  const LintReport report = run.run();
  EXPECT_THAT(ids(report), IsEmpty());
  EXPECT_THAT(notes(report), ElementsAre("repository/conf/a.xml: t.differs: other nodes not given"));
}

TEST(Groups, AMarkIsNotTheUsualValue) {
  LintRun run;
  run.file("conf/a.xml", member("d", "{{ scheme }}"), "n1").file("conf/a.xml", member("d", "{{ scheme }}"), "n2");
  run.file("conf/a.xml", member("d", "wka"), "n3").file("conf/a.xml", member("e", "{{ scheme }}"), "n4");
  run.file("conf/a.xml", member("e", "{{ scheme }}"), "n5");
  run.pack(ruleFile(kSchemes));
  EXPECT_THAT(ids(run.run()), ElementsAre("carbonfix.template", "carbonfix.template"));  // of n1 and n2
}

TEST(Groups, HoldTheirEntriesInTheOrderOfNodes) {
  LintRun run;
  run.file("conf/a.xml", "<a><p g='1'>x</p><p g='2'>y</p></a>", "n1").file("conf/a.xml", "<a><p g='1'>z</p></a>", "n2");
  run.pack(ruleFile(
      R"xml(<key name="p" files="conf/a.xml" match="p" use="." group="concat('g', @g)" across="cluster"/>
<pattern id="p" files="conf/a.xml"><rule context="p">
<report id="t.a" test="count(group('p', concat('g', @g))) = 2"><value-of select="group('p', 'g1')"/> and <value-of
  select="group('p', 'g1')[2]"/> of <value-of select="group('p', 'g1')[2]/@node"/>, <value-of
  select="key('p', .)/@group"/> of <value-of select="usual('p', 'g1')/@size"/>, <value-of select="count(group('p', 'none'))"/>.</report></rule></pattern>)xml"));
  EXPECT_THAT(lines(run.run()), ElementsAre("n1:repository/conf/a.xml:1:5 error t.a: x and z of n2, g1 of 2, 0.",
                                            "n2:repository/conf/a.xml:1:5 error t.a: x and z of n2, g1 of 2, 0."));
}

// The secret is masked, wherever the message has it from.
TEST(Groups, SecretsAreNotTold) {
  LintRun run;
  run.file("conf/a.xml", "<a><password>open-sesame</password></a>", "n1");
  run.file("conf/a.xml", "<a><password>abracadabra</password></a>", "n2");
  run.pack(ruleFile(R"xml(<key name="pw" files="conf/a.xml" match="password" use="." group="'all'" across="cluster"/>
<pattern id="p" files="conf/a.xml"><rule context="password">
<report id="t.a" test=". != usual('pw', 'all')"><value-of select="."/>, not <value-of
  select="usual('pw', 'all')"/></report></rule></pattern>)xml"));
  const LintReport report = run.run();
  EXPECT_THAT(lines(report), ElementsAre("n2:repository/conf/a.xml:1:5 error t.a: ********, not ********"));
  ASSERT_THAT(report.findings[0].related, SizeIs(1));
  EXPECT_EQ(report.findings[0].related[0].message, "pw ********");
}

TEST(Groups, WorkOverTheFilesOfOneNodeToo) {
  LintRun run;
  run.file("conf/a.xml", "<a><p>1</p><p>2</p><p>2</p></a>");
  run.pack(ruleFile(R"xml(<key name="p" files="conf/a.xml" match="p" use="." group="'a'"/>
<pattern id="p" files="conf/a.xml"><rule context="p">
<report id="t.a" test=". != usual('p', 'a')"><value-of select="."/> of <value-of
  select="count(group('p', 'a'))"/></report></rule></pattern>)xml"));
  EXPECT_THAT(lines(run.run()), ElementsAre("repository/conf/a.xml:1:5 error t.a: 1 of 3"));
}

}  // namespace
}  // namespace carbonfix
