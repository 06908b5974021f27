// files(), lines(), raw-matches(), file-exists() of folders, $port-offset, and what is said of absent files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carbonfix/base/digest.h"
#include "lint/lint_run.h"

namespace carbonfix {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// What an expression gives in a home, as the message of a report.
std::string said(LintRun& run, const std::string& expression) {
  run.file("conf/a.xml", "<a/>");
  run.pack(
      ruleFile(fmt::format("<pattern id=\"p\" files=\"conf/a.xml\"><rule context=\"/a\"><report id=\"t.a\" "
                           "test=\".\"><value-of select=\"{}\"/></report></rule></pattern>",
                           expression)));
  const LintReport report = run.run();
  return report.findings.empty() ? "nothing" : report.findings.front().message;
}

std::string said(const std::string& expression, const std::vector<std::pair<std::string, std::string>>& files) {
  LintRun run;
  for (const auto& [path, text] : files) run.file(path, text);
  return said(run, expression);
}

TEST(FilesFunction, GivesPathsAndNames) {
  const std::vector<std::pair<std::string, std::string>> files = {
      {"repository/components/lib/mysql.jar", "x"}, {"repository/components/lib/ojdbc.jar", "x"}, {"lib/pg.jar", "x"}};
  EXPECT_EQ(said("count(files('repository/components/lib/*.jar lib/*.jar'))", files), "3");
  EXPECT_EQ(said("files('**/mysql*')/@path", files), "repository/components/lib/mysql.jar");
  EXPECT_EQ(said("files('**/mysql*')/@name", files), "mysql.jar");
  EXPECT_EQ(said("count(files('nowhere/*'))", files), "0");
  EXPECT_EQ(said("count(files('../*'))", files), "0");
  EXPECT_EQ(said("count(files('repository/components/*'))", files), "0");
  EXPECT_EQ(said("files('repository/components/*/')/@path", files), "repository/components/lib");
  EXPECT_EQ(said("files('conf/*.xml')/@path", files), "repository/conf/a.xml");
}

TEST(FileExists, SeesFoldersToo) {
  const std::vector<std::pair<std::string, std::string>> files = {{"repository/components/lib/mysql.jar", "x"}};
  EXPECT_EQ(said("file-exists('repository/components/lib')", files), "true");
  EXPECT_EQ(said("file-exists('repository/components/lib/')", files), "true");
  EXPECT_EQ(said("file-exists('repository/components/lib/mysql.jar')", files), "true");
  EXPECT_EQ(said("file-exists('repository/components/dropins')", files), "false");
  EXPECT_EQ(said("file-exists('../n1')", files), "false");
}

TEST(LinesFunction, GivesEachPhysicalLine) {
  const std::vector<std::pair<std::string, std::string>> files = {{"bin/x.bat", "one\r\n\r\nthree \\ \nfour"}};
  EXPECT_EQ(said("count(lines('bin/x.bat'))", files), "4");
  EXPECT_EQ(said("concat('[', lines('bin/x.bat')[1], ']')", files), "[one]");
  EXPECT_EQ(said("concat('[', lines('bin/x.bat')[3], ']')", files), "[three \\ ]");
  EXPECT_EQ(said("lines('bin/x.bat')[. = 'four']/@number", files), "4");
  EXPECT_EQ(said("lines('bin/x.bat')[4]/@unterminated", files), "true");
  EXPECT_EQ(said("lines('bin/x.bat')[1]/@unterminated", files), "false");
  EXPECT_EQ(said("count(lines('bin/empty.sh'))", {{"bin/empty.sh", ""}}), "0");
}

TEST(LinesFunction, AFindingPointsAtTheLineOfItsFile) {
  LintRun run;
  run.file("conf/a.xml", "<a/>").file("bin/x.sh", "a\n  b\nexport PASSWORD=tops3cret x\n");
  run.pack(ruleFile(
      "<pattern id=\"p\" files=\"conf/a.xml\"><rule context=\"/a\"><report id=\"t.a\" test=\".\" "
      "subject=\"lines('bin/x.sh')[contains(., 'PASSWORD')]\">"
      "Look at <value-of select=\"lines('bin/x.sh')[3]\"/>, <value-of select=\"string(lines('bin/x.sh')[3])\"/>."
      "</report></rule></pattern>"));
  const LintReport report = run.run();
  ASSERT_THAT(lines(report), ElementsAre("bin/x.sh:3:1 error t.a: Look at export PASSWORD=******** x, export "
                                         "PASSWORD=******** x."));
  EXPECT_THAT(report.findings[0].excerpt, HasSubstr("export PASSWORD="));
  EXPECT_EQ(report.findings[0].excerpt.find("tops3cret"), std::string::npos);
}

TEST(LinesFunction, AnAbsentFileIsMentionedAndOneOutsideIsRefused) {
  LintRun run;
  EXPECT_EQ(said(run, "count(lines('bin/none.sh'))"), "0");
  EXPECT_THAT(notes(run.run()), ElementsAre("bin/none.sh: no such file"));
  LintRun outside;
  EXPECT_EQ(said(outside, "count(lines('../etc/passwd'))"), "0");
  EXPECT_THAT(notes(outside.run()), ElementsAre(HasSubstr("the path leaves the home")));
}

TEST(LinesFunction, ALargeFileIsNotLookedAt) {
  LintRun run;
  run.file("bin/log", std::string((std::size_t{4} << 20) + 1, 'x'));
  EXPECT_EQ(said(run, "count(lines('bin/log'))"), "0");
  EXPECT_THAT(notes(run.run()), ElementsAre(HasSubstr("!bin/log: lines() takes files of up to 4194304 bytes")));
}

TEST(RawMatches, LooksAtBytes) {
  const std::vector<std::pair<std::string, std::string>> files = {{"conf/b.xml", "\xEF\xBB\xBF<b>\r\n</b>"},
                                                                  {"bin/x.sh", "a\n\xE9\n"}};
  EXPECT_EQ(said("raw-matches('conf/b.xml', '^\\xEF\\xBB\\xBF')", files), "true");
  EXPECT_EQ(said("raw-matches('conf/b.xml', '\\r\\n')", files), "true");
  EXPECT_EQ(said("raw-matches('bin/x.sh', '\\r\\n')", files), "false");
  EXPECT_EQ(said("raw-matches('bin/x.sh', '\\xE9')", files), "true");
  EXPECT_EQ(said("raw-matches($file, '^.a/.$')", files), "true");
  EXPECT_EQ(said("raw-matches('bin/none.sh', '.')", files), "false");
}

TEST(FileDigest, IsThatOfTheBytes) {
  const std::vector<std::pair<std::string, std::string>> files = {{"bin/x.jks", "abc"}};
  EXPECT_EQ(said("file-digest('bin/x.jks')", files), sha256("abc"));
  EXPECT_EQ(said("file-digest($file)", files), sha256("<a/>"));
  EXPECT_EQ(said("concat('[', file-digest('bin/none.jks'), ']')", files), "[]");
  LintRun outside;
  EXPECT_EQ(said(outside, "concat('[', file-digest('../x'), ']')"), "[]");
  EXPECT_THAT(notes(outside.run()), ElementsAre(HasSubstr("the path leaves the home")));
}

TEST(PortOffset, TheScriptBeatsCarbonXml) {
  const std::string carbon = "<Server><Ports><Offset> 3 </Offset></Ports></Server>";
  EXPECT_EQ(said("$port-offset", {}), "");
  EXPECT_EQ(said("$port-offset + 9443", {{"conf/carbon.xml", carbon}}), "9446");
  EXPECT_EQ(
      said("$port-offset", {{"conf/carbon.xml", carbon}, {"bin/wso2server.sh", "$JAVACMD -DportOffset=7 Main\n"}}),
      "7");
  EXPECT_EQ(
      said("$port-offset", {{"conf/carbon.xml", carbon}, {"bin/wso2server.sh", "$JAVACMD -DportOffset=$O Main\n"}}),
      "3");
  EXPECT_EQ(said("$port-offset", {{"conf/carbon.xml", "<Server><Ports><Offset>${o}</Offset></Ports></Server>"}}),
            "${o}");
}

TEST(Host, IsTheMemberHostOrTheMachine) {
  EXPECT_EQ(said("$host", {}), "localhost");
  EXPECT_EQ(said("$host", {{"conf/axis2/axis2.xml",
                            "<axisconfig><clustering enable=\"true\">"
                            "<parameter name=\"localMemberHost\">10.0.0.11</parameter></clustering></axisconfig>"}}),
            "10.0.0.11");
}

std::string patternOn(std::string_view attributes) {
  return fmt::format(
      "<pattern id=\"p\" files=\"conf/none.xml conf/a.xml\" {}><rule context=\"/a\"><report id=\"t.a\" "
      "test=\"b\">m</report></rule></pattern>",
      attributes);
}

std::vector<std::string> notesOf(std::string_view attributes) {
  LintRun run;
  run.file("conf/a.xml", "<a/>").pack(ruleFile(patternOn(attributes)));
  return notes(run.run());
}

TEST(AbsentFiles, AreMentionedUnlessOptionalOrNotWanted) {
  EXPECT_THAT(notesOf(""), ElementsAre("conf/none.xml: no such file"));
  EXPECT_THAT(notesOf("optional=\"true\""), IsEmpty());
  EXPECT_THAT(notesOf("if=\"$product = 'das'\""),
              ElementsAre("repository/conf/a.xml: p does not apply: $product = 'das'"));
  EXPECT_THAT(notesOf("if=\"$product = ''\""), ElementsAre("conf/none.xml: no such file"));
  EXPECT_THAT(notesOf("if=\"/a\""), ElementsAre("conf/none.xml: no such file"));
}

TEST(KeyPlaces, EntriesHaveLineAndColumn) {
  LintRun run;
  run.file("conf/a.xml", "<a>\n  <n>x</n>\n  <r>x</r></a>");
  run.pack(
      ruleFile("<key name=\"k\" files=\"conf/a.xml\" match=\"n\" use=\".\"/>"
               "<pattern id=\"p\" files=\"conf/a.xml\"><rule context=\"r\"><report id=\"t.a\" test=\"key('k', .)\">"
               "See <value-of select=\"key('k', .)/@line\"/>:<value-of select=\"key('k', .)/@column\"/>.</report>"
               "</rule></pattern>"));
  EXPECT_THAT(lines(run.run()), ElementsAre("repository/conf/a.xml:3:4 error t.a: See 2:4."));
}

TEST(RuleContext, CurrentIsTheContextNode) {
  LintRun run;
  run.file("conf/a.xml", "<a><n>x</n><r>x</r><r>y</r></a>");
  run.pack(
      ruleFile("<pattern id=\"p\" files=\"conf/a.xml\"><rule context=\"r[not(//n[. = current()])]\">"
               "<report id=\"t.a\" test=\".\"><value-of select=\".\"/> is unknown.</report></rule></pattern>"));
  EXPECT_THAT(lines(run.run()), ElementsAre("repository/conf/a.xml:1:21 error t.a: y is unknown."));
}

}  // namespace
}  // namespace carbonfix
