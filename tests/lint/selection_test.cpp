// Phases, --select, --ignore, --min-severity.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lint/lint_run.h"

namespace carbonfix {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

class SelectionTest : public testing::Test {
 protected:
  void SetUp() override {
    run_.file("conf/a.xml", "<a/>");
    run_.pack(ruleFile(R"xml(<phase id="production"><active pattern="hard"/></phase>
<phase id="mine"><active pattern="plain"/><active pattern="hard"/></phase>
<pattern id="free" files="conf/a.xml"><rule context="a"><report id="ports.free" test=".">m</report>
<report id="ports.info" test="." severity="info">m</report></rule></pattern>
<pattern id="plain" files="conf/a.xml">
<rule context="a"><report id="ports.plain" test="." severity="warning">m</report></rule></pattern>
<pattern id="hard" files="conf/a.xml">
<rule context="a"><report id="host.hard" test=".">m</report></rule></pattern>)xml"));
  }
  std::vector<std::string> idsIn(const std::string& phase) {
    run_.options().phase = phase;
    return ids(run_.run());
  }
  LintRun run_;
};

TEST_F(SelectionTest, PatternsInNoPhaseAreOfTheDefault) {
  EXPECT_THAT(idsIn("default"), ElementsAre("ports.free", "ports.info"));
  EXPECT_THAT(idsIn("production"), ElementsAre("host.hard"));
  EXPECT_THAT(idsIn("mine"), ElementsAre("host.hard", "ports.plain"));
  EXPECT_THAT(idsIn("all"), ElementsAre("host.hard", "ports.free", "ports.info", "ports.plain"));
  EXPECT_THAT(idsIn("pre-start"), ElementsAre());
}

TEST_F(SelectionTest, ChecksOfOtherPhasesAreCounted) {
  EXPECT_EQ(run_.run().checksOfOtherPhases, 2U);
  run_.options().phase = "production";
  EXPECT_EQ(run_.run().checksOfOtherPhases, 3U);
  run_.options().ignore = {"ports.info"};
  EXPECT_EQ(run_.run().checksOfOtherPhases, 2U);
  run_.options().phase = "all";
  EXPECT_EQ(run_.run().checksOfOtherPhases, 0U);
}

TEST_F(SelectionTest, PhasesAreMergedAcrossPacks) {
  run_.pack(R"xml(<rules xmlns="urn:carbonfix:rules:1" id="u"><phase id="production"><active pattern="free"/></phase>
<pattern id="free" files="conf/a.xml">
<rule context="a"><report id="u.a" test=".">m</report></rule></pattern></rules>)xml");
  EXPECT_THAT(idsIn("production"), ElementsAre("host.hard", "u.a"));
  EXPECT_THAT(idsIn("default"), ElementsAre("ports.free", "ports.info"));
}

TEST_F(SelectionTest, IdsPrefixesAndGlobs) {
  run_.options().phase = "all";
  run_.options().select = {"host.hard"};
  EXPECT_THAT(ids(run_.run()), ElementsAre("host.hard"));
  run_.options().select = {"ports."};
  EXPECT_THAT(ids(run_.run()), ElementsAre("ports.free", "ports.info", "ports.plain"));
  run_.options().ignore = {"ports.p*"};
  EXPECT_THAT(ids(run_.run()), ElementsAre("ports.free", "ports.info"));
  run_.options().select = {};
  EXPECT_THAT(ids(run_.run()), ElementsAre("host.hard", "ports.free", "ports.info"));
}

TEST_F(SelectionTest, SeverityBelowTheMinimumIsLeftOut) {
  run_.options().phase = "all";
  run_.options().minSeverity = Severity::warning;
  EXPECT_THAT(ids(run_.run()), ElementsAre("host.hard", "ports.free", "ports.plain"));
  run_.options().minSeverity = Severity::error;
  EXPECT_THAT(ids(run_.run()), ElementsAre("host.hard", "ports.free"));
}

TEST_F(SelectionTest, SeveritiesCanBeGiven) {
  run_.options().phase = "all";
  run_.options().severities = {{"ports.", Severity::warning}, {"*.info", Severity::error}};
  EXPECT_THAT(lines(run_.run()), ElementsAre(HasSubstr("error host.hard"), HasSubstr("warning ports.free"),
                                             HasSubstr("error ports.info"), HasSubstr("warning ports.plain")));
  run_.options().minSeverity = Severity::error;
  EXPECT_THAT(ids(run_.run()), ElementsAre("host.hard", "ports.info")) << "a raised check is run";
}

TEST_F(SelectionTest, SeveritiesOfTheToolsOwnFindingsToo) {
  run_.file("conf/bad.xml", "<a>");
  run_.options().phase = "pre-start";
  run_.options().severities = {{"xml.not-well-formed", Severity::info},
                               {"carbonfix.suppression-unused", Severity::info}};
  EXPECT_THAT(lines(run_.run()), ElementsAre(HasSubstr("info xml.not-well-formed")));
  run_.options().minSeverity = Severity::warning;
  EXPECT_THAT(lines(run_.run()), ElementsAre());
}

TEST_F(SelectionTest, WhatOthersFoundIsChosenByIdAndSeverityInEveryPhase) {
  Finding finding;
  finding.id = "carbonfix.run-interrupted";
  finding.node = "n1";
  run_.options().found = {finding};
  run_.options().notChecked = {{.node = "n1", .path = ".carbonfix", .why = "locked away"}};
  for (const char* const phase : {"default", "pre-start", "production", "all"}) {
    EXPECT_THAT(idsIn(phase), Contains("carbonfix.run-interrupted")) << phase;
    EXPECT_THAT(notes(run_.run()), Contains(".carbonfix: locked away")) << phase;
  }
  run_.options().minSeverity = Severity::error;
  EXPECT_THAT(idsIn("pre-start"), ElementsAre("carbonfix.run-interrupted"));
  run_.options().select = {"host."};
  EXPECT_THAT(idsIn("production"), ElementsAre("host.hard"));
  run_.options().select = {"carbonfix."};
  EXPECT_THAT(idsIn("production"), ElementsAre("carbonfix.run-interrupted"));
  run_.options().ignore = {"carbonfix.run-interrupted"};
  EXPECT_THAT(idsIn("all"), ElementsAre());
}

TEST_F(SelectionTest, UnknownNamesAreErrorsWithTheNearest) {
  run_.options().phase = "prodution";
  run_.options().select = {"ports.fre", "xml.not-well-formed"};
  run_.options().ignore = {"prts.", "none*"};
  run_.options().severities = {{"host.had", Severity::info}};
  const auto report = run_.tryRun();
  ASSERT_FALSE(report);
  std::vector<std::string> messages;
  for (const Error& error : report.error()) messages.push_back(error.message);
  EXPECT_THAT(messages, ElementsAre("there is no phase \"prodution\" (did you mean \"production\"?)",
                                    "--select ports.fre: no rule has this id (did you mean \"ports.free\"?)",
                                    "--ignore prts.: no rule has this id (did you mean \"ports.\"?)",
                                    "--ignore none*: no rule has this id",
                                    "--severity host.had: no rule has this id (did you mean \"host.hard\"?)"));
  EXPECT_THAT(report.error()[0].hint, HasSubstr("mine"));
}

}  // namespace
}  // namespace carbonfix
