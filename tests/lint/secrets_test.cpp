// No finding shows a secret: not its message, not its excerpt, not its related locations.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lint/lint_run.h"
#include "lint/secrets_in_files.h"

namespace carbonfix {
namespace {

using testing::HasSubstr;
using testing::Not;

// The message that a value-of of `select` makes at the context `a`.
std::string messageOf(const std::string& file, const std::string& select) {
  LintRun run;
  run.file("conf/a.xml", file);
  run.pack(ruleFile(fmt::format(
      R"xml(<param name="given" sensitive="true" default="d"/><pattern id="p" files="conf/a.xml"><rule context="/a">
<report id="t.a" test="true() or *">[<value-of select="{}"/>]</report></rule></pattern>)xml",
      select)));
  run.options().params = {{"given", "given-secret"}};
  const LintReport report = run.run();
  return report.findings.empty() ? "" : report.findings[0].message;
}

TEST(Secrets, ValuesOfSecretNamesAreMaskedInMessages) {
  const std::string file =
      "<a pass='x' password='hunter2'><b name='password' value='hunter2' id='i'/><Password>hunter2</Password>"
      "<c>ok<keyPassword>hunter2</keyPassword></c><!--Password>hunter2</Password--></a>";
  EXPECT_EQ(messageOf(file, "@password"), "[********]");
  EXPECT_EQ(messageOf(file, "Password"), "[********]");
  EXPECT_EQ(messageOf(file, "Password/text()"), "[********]");
  EXPECT_EQ(messageOf(file, "b/@value"), "[********]");
  EXPECT_EQ(messageOf(file, "b/@name"), "[password]");
  EXPECT_EQ(messageOf(file, "c"), "[ok********]");
  for (const char* select :
       {".", "/", "comment()", "string(Password)", "concat('is ', Password)", "normalize-space(@password)"}) {
    EXPECT_THAT(messageOf(file, select), Not(HasSubstr("hunter2"))) << select;
  }
}

TEST(Secrets, UrlsAndSensitiveParametersAreMaskedInMessages) {
  const std::string file = "<a><url>jdbc:mysql://u:hunter2@h/db</url></a>";
  EXPECT_THAT(messageOf(file, "url"), HasSubstr("@h/db"));
  EXPECT_THAT(messageOf(file, "url"), Not(HasSubstr("hunter2")));
  EXPECT_THAT(messageOf(file, "concat('x', url)"), Not(HasSubstr("hunter2")));
  EXPECT_EQ(messageOf("<a/>", "$given"), "[********]");
}

TEST(Secrets, ExcerptIsMaskedAndTheCaretMoves) {
  LintRun run;
  run.file("conf/a.xml", "<a password=\"ab\" port=\"9443\"/>");
  run.pack(ruleFile(
      R"xml(<pattern id="p" files="conf/a.xml"><rule context="/a"><report id="t.a" test="." subject="@port">m</report>
<report id="t.b" test="." subject="@password">m</report></rule></pattern>)xml"));
  const LintReport report = run.run();
  ASSERT_EQ(report.findings.size(), 2U);
  const Finding& port = report.findings[1];
  EXPECT_EQ(port.excerpt, "<a password=\"********\" port=\"9443\"/>");
  EXPECT_EQ(port.excerpt.substr(port.excerptColumn - 1, port.excerptLength), "\"9443\"");
  EXPECT_EQ(port.location.start.column, 23U);  // of the file itself
  const Finding& password = report.findings[0];
  EXPECT_EQ(password.excerpt.substr(password.excerptColumn - 1, password.excerptLength), "\"********\"");
}

TEST(Secrets, MarkedPartInsideASecretIsTheMask) {
  LintRun run;
  run.file("conf/a.xml", "<a>ä <password>hunter2 and more</password> b</a>");
  run.pack(ruleFile(
      R"xml(<pattern id="p" files="conf/a.xml">
<rule context="password/text()"><report id="t.a" test=".">m</report></rule></pattern>)xml"));
  const LintReport report = run.run();
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].excerpt, "<a>ä <password>********</password> b</a>");
  EXPECT_EQ(report.findings[0].excerptColumn, 16U);
  EXPECT_EQ(report.findings[0].excerptLength, 8U);
}

TEST(Secrets, SecretOverSeveralLinesIsMaskedOnEach) {
  const auto document = Document::parse("<a><password>one\ntwo\nthree</password><b/></a>", "a.xml");
  ASSERT_TRUE(document);
  SecretsInFiles secrets;
  EXPECT_EQ(secrets.maskLine(*document, 1, 5, 8).text, "<a><password>********");
  EXPECT_EQ(secrets.maskLine(*document, 2, 1, 1).text, "********");
  const auto last = secrets.maskLine(*document, 3, 18, 1);
  EXPECT_EQ(last.text, "********</password><b/></a>");
  EXPECT_EQ(last.column, 21U);
}

// The message that a value-of of `select` makes at the root of a file that is not XML, or anything.
std::string messageIn(const std::string& path, const std::string& file, const std::string& select) {
  LintRun run;
  run.file(path, file);
  run.pack(ruleFile(fmt::format(
      R"xml(<pattern id="p" files="{}"><rule context="/*"><report id="t.a" test="true() or *">[<value-of select="{}"/>]</report>
</rule></pattern>)xml",
      path, select)));
  const LintReport report = run.run();
  return report.findings.empty() ? "" : report.findings[0].message;
}

TEST(Secrets, OfJsonAreMaskedInMessages) {
  const std::string file =
      R"({"password": "hunter\u00342", "pins": {"secret": 41234, "is": "ok"}, "passwords": ["hunter3", {"v": "hunter4"}]})";
  const auto message = [&file](const std::string& select) { return messageIn("site.json", file, select); };
  EXPECT_EQ(message("string[@key='password']"), "[********]");
  EXPECT_EQ(message("string/text()"), "[********]");
  EXPECT_EQ(message("string/@key"), "[password]");
  EXPECT_EQ(message("map/number"), "[********]");
  EXPECT_EQ(message("map"), "[********ok]");
  EXPECT_EQ(message("array/string"), "[********]");
  EXPECT_EQ(message("array/map/string"), "[********]");
  EXPECT_EQ(message("."), "[****************ok********]");
  EXPECT_EQ(message("concat('is ', string)"), "[is ********]");
}

TEST(Secrets, AreMaskedInTextsOfExpressionsAsTheFileWritesThemAndAsItMeansThem) {
  EXPECT_EQ(messageIn("conf/a.xml", "<a><Password>hunt&amp;er2</Password></a>", "concat('is ', Password)"),
            "[is ********]");
  EXPECT_EQ(messageIn("conf/a.xml", "<a><b password='hunt&amp;er2'/></a>", "concat('is ', b/@password)"),
            "[is ********]");
  EXPECT_EQ(messageIn("conf/a.xml", "<a><b changePassword='true'/></a>", "concat('is ', 'true')"), "[is true]");
  EXPECT_EQ(messageIn("conf/a.properties", "a.password=hunt\\u0065r2\n", "concat('is ', property)"), "[is ********]");
  EXPECT_EQ(messageIn("bin/a.sh", "A_PASSWORD='hunt'er2\n", "concat('is ', export)"), "[is ********]");
}

TEST(Secrets, RelatedLocationsShowNoCredentials) {
  LintRun run;
  const std::string file = "<a><url>amqp://u:hunter2@h</url></a>";
  run.file("conf/a.xml", file, "n1").file("conf/a.xml", file, "n2");
  run.pack(ruleFile(R"xml(<key name="k" files="conf/a.xml" match="url" use="." across="cluster"/>
<pattern id="p" files="conf/a.xml">
<rule context="url"><report id="t.a" test="count(key('k', .)) > 1">m</report></rule></pattern>)xml"));
  const LintReport report = run.run();
  ASSERT_EQ(report.findings.size(), 2U);
  ASSERT_EQ(report.findings[0].related.size(), 1U);
  EXPECT_THAT(report.findings[0].related[0].message, Not(HasSubstr("hunter2")));
}

TEST(Secrets, EntriesOfKeysAreMasked) {
  LintRun run;
  const std::string file = R"({"password": "hunt\u0065r2"})";
  run.file("a.json", file, "n1").file("a.json", file, "n2");
  run.pack(ruleFile(R"xml(<key name="k" files="a.json" match="string" use="." across="cluster"/>
<pattern id="p" files="a.json"><rule context="string">
<report id="t.a" test="count(key('k', .)) > 1">is <value-of select="key('k', .)"/></report></rule></pattern>)xml"));
  const LintReport report = run.run();
  ASSERT_EQ(report.findings.size(), 2U);
  EXPECT_EQ(report.findings[0].message, "is ********");
  ASSERT_EQ(report.findings[0].related.size(), 1U);
  EXPECT_EQ(report.findings[0].related[0].message, "k ********");
}

TEST(Secrets, LongValuesAreCut) {
  const std::string message = messageOf("<a><b>" + std::string(500, 'x') + "</b></a>", "b");
  EXPECT_LT(message.size(), 220U);
  EXPECT_THAT(message, HasSubstr("…"));
}

TEST(Secrets, SensitiveParametersAreMaskedInExcerptsOfWhateverName) {
  LintRun run;
  run.file("conf/a.xml", "<a>\n<b token='tok-1234' bad='1'/></a>");
  run.pack(ruleFile(R"xml(<param name="t" sensitive="true"/><pattern id="p" files="conf/a.xml"><rule context="b">
<report id="t.a" test="@token = $t" subject="@bad">m</report></rule></pattern>)xml"));
  run.options().params = {{"t", "tok-1234"}};
  const LintReport report = run.run();
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].excerpt, "<b token='********' bad='1'/></a>");
}

}  // namespace
}  // namespace carbonfix
