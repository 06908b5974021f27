// What leaves a finding's fingerprint as it is, and what does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "lint/lint_run.h"

namespace carbonfix {
namespace {

using testing::SizeIs;

constexpr const char* kRules = R"xml(<pattern id="p" files="conf/a.xml">
<rule context="port"><report id="t.port" test=". = 1" subject="@kind | self::*[not(@kind)]">Port.</report></rule>
<rule context="password"><report id="t.secret" test=".">Weak.</report></rule></pattern>
<pattern id="q" files="conf/a.xml"><rule context="port">
<report id="t.other" test=". = 1">Other.</report></rule></pattern>)xml";

std::vector<std::string> printsOf(const std::string& text, std::string_view node = "n1",
                                  std::string_view id = "t.port") {
  LintRun run;
  run.file("conf/a.xml", text, node).pack(ruleFile(kRules));
  std::vector<std::string> prints;
  for (const Finding& finding : run.run().findings) {
    if (finding.id == id) prints.push_back(finding.fingerprint);
  }
  return prints;
}

std::string printOf(const std::string& text, std::string_view node = "n1", std::string_view id = "t.port") {
  const std::vector<std::string> prints = printsOf(text, node, id);
  EXPECT_THAT(prints, SizeIs(1)) << text;
  return prints.empty() ? std::string() : prints[0];
}

constexpr const char* kText = "<a><server name='x'><port>1</port></server></a>";

TEST(Fingerprint, SurvivesEditsElsewhere) {
  const std::string print = printOf(kText);
  EXPECT_THAT(print, SizeIs(32));
  for (const char* const same : {
           "<a>\n\n<!-- a word --><server name='x'>\n\t<port>1</port></server></a>",
           "<?xml version='1.0'?>\r\n<a>\r\n  <server name=\"x\">\r\n    <port>\r\n1 </port>\r\n  </server>\r\n</a>",
           "<a><server name='w'><port>2</port></server><server name='x'><port>1</port></server></a>",
           "<a><server name='x'><host>h</host><port>2</port><port>1</port></server></a>",
           "<a><server other='y' name='x'><port><!-- why -->1</port></server></a>",
           "<a xmlns='urn:x'><server name='x'><port>1</port></server></a>",
       }) {
    EXPECT_EQ(printOf(same), print) << same;
  }
  EXPECT_EQ(printOf(kText, "another"), print);
}

TEST(Fingerprint, DiffersWhereTheFindingDoes) {
  std::set<std::string> prints = {printOf(kText), printOf(kText, "n1", "t.other")};
  for (const char* const other : {
           "<a><server name='y'><port>1</port></server></a>",
           "<a><server name='x'><port> 1.0</port></server></a>",
           "<a><port>1</port></a>",
           "<a><server name='x'><port kind='k'>1</port></server></a>",
           "<a><server name='x'><port kind='l'>1</port></server></a>",
       }) {
    prints.insert(printOf(other));
  }
  EXPECT_THAT(prints, SizeIs(7));
}

TEST(Fingerprint, ChildrenThatNameTheirElementAreKeys) {
  const std::string print = printOf("<a><ds><name>A</name><port>1</port></ds></a>");
  EXPECT_EQ(printOf("<a><ds><name>B</name><port>2</port></ds><ds><name> A </name><port>1</port></ds></a>"), print);
  EXPECT_NE(printOf("<a><ds><name>B</name><port>1</port></ds></a>"), print);
}

TEST(Fingerprint, OfSeveralAlikeEachHasItsOwn) {
  const std::vector<std::string> two = printsOf("<a><port>1</port><port>1</port></a>");
  ASSERT_THAT(two, SizeIs(2));
  EXPECT_NE(two[0], two[1]);
  EXPECT_EQ(printOf("<a><port>1</port></a>"), two[0]);
}

TEST(Fingerprint, HoldsNoSecret) {
  const std::string print = printOf("<a><password>one</password></a>", "n1", "t.secret");
  EXPECT_EQ(printOf("<a><password>two</password></a>", "n1", "t.secret"), print);
}

TEST(Fingerprint, OfALineIsThatOfItsText) {
  const auto printOfLine = [](const std::string& text) {
    LintRun run;
    run.file("conf/a.xml", text).pack(ruleFile(R"xml(<pattern id="p" files="conf/a.xml"><rule context="a">
<report id="t.line" test="." subject="lines($file)[contains(., 'port')]">Port.</report></rule></pattern>)xml"));
    const std::vector<Finding> findings = run.run().findings;
    EXPECT_THAT(findings, SizeIs(1)) << text;
    return findings.empty() ? std::string() : findings[0].fingerprint;
  };
  const std::string print = printOfLine("<a>\nport=1\n</a>");
  EXPECT_EQ(printOfLine("<!-- a word -->\n<a>\nhost=x\nport=1\n</a>"), print);
  EXPECT_NE(printOfLine("<a>\nport=2\n</a>"), print);
}

TEST(Fingerprint, OfAMalformedFileHasNoLineNumbers) {
  const auto printOfMalformed = [](const char* text) {
    LintRun run;
    run.file("conf/a.xml", text).pack(ruleFile(kRules));
    const LintReport report = run.run();
    EXPECT_THAT(report.findings, SizeIs(1));
    return report.findings.at(0).fingerprint;
  };
  EXPECT_EQ(printOfMalformed("<a>\n<b></a>"), printOfMalformed("<a>\n\n\n\n<b></a>"));
}

}  // namespace
}  // namespace carbonfix
