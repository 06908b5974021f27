// Files that a deployment tool has yet to fill in.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lint/lint_run.h"

namespace carbonfix {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kRules = R"(
  <pattern id="server" files="conf/*.xml">
    <rule context="/Server">
      <assert id="t.port" test="number(Port) &gt; 0" subject="Port">Port <value-of select="Port"/> is no port.</assert>
      <assert id="t.host" severity="warning" test="Host = 'a'" subject="Host">No host.</assert>
      <assert id="t.mode" severity="info" test="@mode = 'on'" subject="@mode">No mode.</assert>
      <assert id="t.name" severity="info" test="Name">No name.</assert>
    </rule>
  </pattern>)";

class Templates : public ::testing::Test {
 protected:
  std::vector<std::string> lint(const std::string& server) {
    LintRun run;
    run.pack(ruleFile(kRules)).file("conf/carbon.xml", server);
    run.options() = options_;
    const LintReport report = run.run();
    std::vector<std::string> lines;
    for (const Finding& finding : report.findings) {
      lines.push_back(fmt::format("{} {} {}", finding.location.start.line, severityName(finding.severity), finding.id));
      EXPECT_THAT(finding.message, Not(HasSubstr("is no port")));
    }
    return lines;
  }

  LintOptions options_;
};

TEST_F(Templates, AreReportedOnceWithTheHighestSeverity) {
  EXPECT_THAT(lint("<Server mode='on'><Name/>\n<Host>{{ HOST }}</Host>\n<Port>{{ PORT }}</Port></Server>"),
              ElementsAre("2 error carbonfix.template"));
}

TEST_F(Templates, AreKnownByTheMarksOfDeploymentTools) {
  for (const char* const mark : {"{{ HOST }}", "{% host %}", "#_HOST_NAME_#", "@host.name@", "a.@HOST@.org",
                                 "&lt;%= host %>", "&lt;&lt;HOST>>"}) {
    EXPECT_THAT(lint(fmt::format("<Server mode='on'><Name/><Host>{}</Host><Port>1</Port></Server>", mark)),
                ElementsAre("1 warning carbonfix.template"))
        << mark;
  }
}

TEST_F(Templates, AreNotSeenInWhatLooksAlike) {
  for (const char* const value :
       {"${HOST}", "[%d] {%c} - %m", "admin@example.org@carbon.super", "#host#", "a@b", "a &lt;&lt; b"}) {
    EXPECT_THAT(lint(fmt::format("<Server mode='on'><Name/><Host>{}</Host><Port>1</Port></Server>", value)),
                ElementsAre("1 warning t.host"))
        << value;
  }
}

TEST_F(Templates, HideNothingButWhatIsFoundAtTheirMarks) {
  EXPECT_THAT(lint("<Server mode='{{ MODE }}'>\n<Host>b</Host>\n<Port>1</Port></Server>"),
              ElementsAre("1 info carbonfix.template", "2 warning t.host"));
  EXPECT_THAT(lint("<Server mode='on'>\n<Host>{{ HOST }}</Host>\n<Port>1</Port></Server>"),
              ElementsAre("1 info t.name", "2 warning carbonfix.template"));
}

// Of what a key does not know one can't say that it is not there while a value of the key is to be filled in.
TEST_F(Templates, MakeNothingUnknown) {
  const auto lint = [](const std::string& name) {
    LintRun run;
    run.pack(ruleFile(R"(
        <key name="source" files="conf/sources.xml" match="source" use="."/>
        <pattern id="user" files="conf/user.xml">
          <rule context="/user"><report id="t.unknown" test="count(key('source', .)) = 0">No source.</report></rule>
        </pattern>)"));
    run.file("conf/user.xml", "<user>a</user>");
    return run.file("conf/sources.xml", "<all><source>b</source><source>" + name + "</source></all>").run();
  };
  EXPECT_THAT(ids(lint("c")), ElementsAre("t.unknown"));
  const LintReport report = lint("{{ NAME }}");
  EXPECT_THAT(ids(report), ElementsAre());
  EXPECT_THAT(notes(report), ElementsAre(HasSubstr("t.unknown: what it looks for in other files is a template there")));
}

TEST_F(Templates, CanBeIgnored) {
  options_.ignore = {"carbonfix.template"};
  EXPECT_THAT(lint("<Server mode='on'><Name/><Host>{{ HOST }}</Host><Port>1</Port></Server>"), ElementsAre());
}

}  // namespace
}  // namespace carbonfix
