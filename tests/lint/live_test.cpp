// Patterns that ask the machine: off unless there is one to ask, and nothing follows from what it does not answer.
#include <map>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carbonfix/base/text.h"
#include "carbonfix/home/live.h"
#include "lint/lint_run.h"

namespace carbonfix {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Machine : public LiveHost {
 public:
  std::map<std::string, Value> answers;

  Result<Value> answer(const Home& home, std::string_view function,
                       const std::vector<std::string>& arguments) override {
    const auto found = answers.find(fmt::format("{}: {}({})", home.node(), function, join(arguments, ", ")));
    if (found == answers.end()) return Error{"nobody knows"};
    return found->second;
  }
};

class LiveChecks : public testing::Test {
 protected:
  void SetUp() override {
    run_.file("conf/a.xml", "<a><port>80</port><port>81</port></a>").options().live = &machine_;
    run_.pack(ruleFile(R"xml(<let name="pid" value="server-pid()"/>
<pattern id="live" files="conf/a.xml" live="true"><rule context="port">
<report id="ports.used" test="not(port-free(number(.) + 1, '::'))">held by <value-of select="port-holder(.)"/></report>
<report id="ports.running" test="$pid != ''">m</report></rule></pattern>)xml"));
    machine_.answers = {{"n1: port-free(81, ::)", false},
                        {"n1: port-free(82, ::)", true},
                        {"n1: port-holder(80)", std::string("nginx")},
                        {"n1: server-pid()", std::string()}};
  }
  Machine machine_;
  LintRun run_;
};

TEST_F(LiveChecks, AskTheMachine) {
  EXPECT_THAT(lines(run_.run()), ElementsAre("repository/conf/a.xml:1:5 error ports.used: held by nginx"));
  machine_.answers["n1: server-pid()"] = std::string("4711");
  EXPECT_THAT(ids(run_.run()), ElementsAre("ports.running", "ports.used", "ports.running"));
}

TEST_F(LiveChecks, AreCountedWhereNobodyWantsThem) {
  run_.options().live = nullptr;
  LintReport report = run_.run();
  EXPECT_THAT(ids(report), IsEmpty());
  EXPECT_THAT(notes(report), IsEmpty());
  EXPECT_EQ(report.liveChecksOff, 2U);
  run_.options().ignore = {"ports.used"};
  EXPECT_EQ(run_.run().liveChecksOff, 1U);
  run_.options().phase = "production";
  report = run_.run();
  EXPECT_EQ(report.liveChecksOff, 0U);
  EXPECT_EQ(report.checksOfOtherPhases, 1U);
}

TEST_F(LiveChecks, WithoutAnAnswerAreNotChecked) {
  machine_.answers.erase("n1: port-free(81, ::)");
  machine_.answers.erase("n1: server-pid()");
  const LintReport report = run_.run();
  EXPECT_THAT(ids(report), IsEmpty());
  EXPECT_THAT(notes(report), ElementsAre("repository/conf/a.xml: nobody knows"));
}

TEST(LiveFunctions, StandInLivePatternsOnly) {
  EXPECT_THAT(complaints(ruleFileWithChecks(R"xml(<assert id="t.a" test="port-free(@x)">m</assert>)xml")),
              ElementsAre("4:24 port-free() asks the machine, so it can't stand here"));
  EXPECT_THAT(
      complaints(ruleFileWithChecks(R"xml(<assert id="t.a" test="@x">for <value-of select="env('A')"/></assert>)xml")),
      ElementsAre("4:50 env() asks the machine, so it can't stand here"));
  EXPECT_THAT(complaints(ruleFileWithChecks(R"xml(<assert id="t.a" test="port-fre(@x)">m</assert>)xml")),
              ElementsAre("4:24 there is no function port-fre() (did you mean \"port-free\"?)"));
}

TEST(LiveFunctions, AVariableOfThePackMayAskWhereAllPatternsDo) {
  const std::string live =
      R"xml(<let name="pid" value="server-pid()"/><pattern id="a" files="a.xml" live="true"><rule context="a">
<report id="t.a" test="$pid">m</report></rule></pattern>)xml";
  EXPECT_THAT(complaints(ruleFile(live)), IsEmpty());
  EXPECT_THAT(complaints(ruleFile(live + R"xml(<pattern id="b" files="a.xml"><rule context="a">
<report id="t.b" test="@b">m</report></rule></pattern>)xml")),
              ElementsAre("2:24 server-pid() asks the machine, so it can't stand here"));
}

TEST(LiveFunctions, AnExampleAnswersWhatCanBeAsked) {
  EXPECT_THAT(complaints(ruleFile(R"xml(<pattern id="a" files="a.xml" live="true"><rule context="a">
<report id="t.a" test="not(port-free(@x))">m</report></rule>
<example of="t.a"><bad><live asked="port-fre(80)">false</live><file path="a.xml"><a x="80"/></file></bad></example>
</pattern>)xml")),
              ElementsAre("4:2 asked=\"port-fre(80)\" is no call of a live function (did you mean \"port-free\"?)"));
}

}  // namespace
}  // namespace carbonfix
