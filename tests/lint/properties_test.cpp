// Lint rules on properties files.
#include "lint/lint_run.h"

namespace carbonfix {
namespace {

std::string rules(const std::string& inside) {
  return ruleFile("<pattern id='t.p' files='conf/*.properties conf/spark/spark-defaults.conf'>" + inside +
                  "</pattern>");
}

TEST(PropertiesLint, FindingsPointAtKeyOrValue) {
  const LintReport report =
      LintRun()
          .file("conf/a.properties", "# c\n  port = 80\n")
          .file("conf/spark/spark-defaults.conf", "spark.port  80\n")
          .pack(rules("<rule context=\"property\">"
                      "<assert id='t.key' test=\". = '443'\"><value-of select='@name'/> is no port</assert>"
                      "<assert id='t.value' subject='text()' test=\". != '80'\">80 it is</assert></rule>"))
          .run();
  ASSERT_EQ(report.findings.size(), 4U);
  EXPECT_EQ(report.findings[0].message, "port is no port");
  EXPECT_EQ(report.findings[0].location.start, (Position{2, 3}));
  EXPECT_EQ(report.findings[0].location.end, (Position{2, 7}));
  EXPECT_EQ(report.findings[1].location.start, (Position{2, 10}));
  EXPECT_EQ(report.findings[2].location.start, (Position{1, 1}));
  EXPECT_EQ(report.findings[3].location.start, (Position{1, 13}));
}

TEST(PropertiesLint, ALineThatIsHiddenByALaterOneCanBeFound) {
  const LintReport report = LintRun()
                                .file("conf/a.properties", "a=1\nb=1\na=2\n")
                                .pack(rules("<rule context='overridden'><report id='t.twice' test='@name'>"
                                            "<value-of select='@name'/> is set again below</report></rule>"))
                                .run();
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].message, "a is set again below");
  EXPECT_EQ(report.findings[0].location.start, (Position{1, 1}));
}

TEST(PropertiesLint, AMalformedFileIsAFindingWithItsPlace) {
  const LintReport report = LintRun()
                                .file("conf/a.properties", "a=1\npassword=\\uXY\n")
                                .pack(rules("<rule context='property'><assert id='t.a' test='@name'>a</assert></rule>"))
                                .run();
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].id, "properties.not-well-formed");
  EXPECT_EQ(report.findings[0].location.start, (Position{2, 10}));
  EXPECT_TRUE(report.findings[0].excerpt.empty()) << "the line holds a secret";
}

TEST(PropertiesLint, SecretsAreMasked) {
  const LintReport report =
      LintRun()
          .file("conf/a.properties", "javax.net.ssl.keyStorePassword : hunter2\n")
          .pack(rules(
              "<rule context='property'><report id='t.a' test='@name'>it is <value-of select='.'/></report></rule>"))
          .run();
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].message.find("hunter2"), std::string::npos);
  EXPECT_EQ(report.findings[0].excerpt.find("hunter2"), std::string::npos);
}

}  // namespace
}  // namespace carbonfix
