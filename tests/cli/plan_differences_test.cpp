#include "cli/plan_differences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carbonfix/base/digest.h"
#include "home/temporary_folder.h"

namespace carbonfix {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> messages(const Errors& errors) {
  std::vector<std::string> out;
  for (const Error& error : errors) out.push_back(error.message);
  return out;
}

SavedParam param(const std::string& name, const std::string& value) {
  return {.name = name, .value = {{TextPiece::Kind::text, value}}};
}

SavedFile file(const std::string& path, char before = 'a', char after = 'b') {
  return {.path = path, .before = std::string(64, before), .after = std::string(64, after)};
}

SavedPlan sample() {
  SavedPlan plan;
  plan.ruleFiles = {{"/rules.xml", "1"}};
  for (const std::string node : {"das1", "das2"}) {
    SavedHome home{.node = node, .path = "/opt/" + node};
    home.params = {param("host", "h1"), {.name = "token", .sensitive = true, .from = "env:TOKEN"}};
    home.files = {file("conf/a.xml"), file("conf/b.xml")};
    plan.homes.push_back(home);
  }
  return plan;
}

TEST(ChangedOutcome, SamePlansDoNotDiffer) { EXPECT_THAT(changedOutcome(sample(), sample()), IsEmpty()); }

TEST(ChangedOutcome, Homes) {
  SavedPlan now = sample();
  now.homes[0].path = "/srv/das1";
  now.homes[1].node = "das3";
  EXPECT_THAT(
      messages(changedOutcome(sample(), now)),
      ElementsAre("the path /opt/das1 leads to /srv/das1 now", "the home /opt/das2 (das2) is not there any more",
                  "the home /opt/das2 (das3) is new, and not in the plan"));
}

TEST(ChangedOutcome, Values) {
  SavedPlan now = sample();
  now.homes[0].params[0] = param("host", "h2");
  now.homes[1].params[0] = param("host", "h2");
  EXPECT_THAT(messages(changedOutcome(sample(), now)), ElementsAre("the parameter host is \"h2\" instead of \"h1\""));
  now.homes[1].params[0] = param("host", "");
  EXPECT_THAT(messages(changedOutcome(sample(), now)),
              ElementsAre("das1: the parameter host is \"h2\" instead of \"h1\"",
                          "das2: the parameter host is \"\" instead of \"h1\""));
}

TEST(ChangedOutcome, WhichValuesAreSecretsAndWhichAreAskedFor) {
  SavedPlan now = sample();
  for (SavedHome& home : now.homes)
    home.params = {{.name = "host", .sensitive = true}, param("token", "x"), param("new", "x")};
  EXPECT_THAT(messages(changedOutcome(sample(), now)),
              ElementsAre("the parameter host is sensitive now", "the parameter token is not sensitive any more",
                          "the plan has no value for the parameter new"));
  for (SavedHome& home : now.homes) home.params.resize(1);
  EXPECT_THAT(messages(changedOutcome(sample(), now)),
              ElementsAre("the parameter host is sensitive now", "no rule asks for the parameter token any more"));
}

TEST(ChangedOutcome, AValueWithASecretIsToldByWhatComesOfIt) {
  SavedPlan now = sample();
  now.homes[0].params[0].value = {{TextPiece::Kind::parameter, "token"}};
  EXPECT_THAT(changedOutcome(sample(), now), IsEmpty());
}

TEST(ChangedOutcome, Files) {
  SavedPlan now = sample();
  now.homes[0].files = {file("conf/b.xml", 'a', 'c'), file("conf/c.xml")};
  const std::string why =
      ": the value of a sensitive parameter (token) differs, or another file that a rule looks at has changed";
  EXPECT_THAT(messages(changedOutcome(sample(), now)),
              ElementsAre("das1: conf/a.xml would not be changed any more" + why,
                          "das1: conf/b.xml would become something else than planned" + why,
                          "das1: conf/c.xml would be changed too, which is not planned" + why));
  SavedPlan plan = sample();
  for (SavedPlan* each : {&plan, &now}) {
    for (SavedHome& home : each->homes) home.params.resize(1);
  }
  now.homes[0].files = plan.homes[0].files;
  now.homes[0].files[1].edits = {{1, 2, "p", {}}};
  EXPECT_THAT(
      messages(changedOutcome(plan, now)),
      ElementsAre("das1: conf/b.xml would become something else than planned: another file that a rule looks at "
                  "has changed"));
}

TEST(ChangedOutcome, WhatFollowsFromAnotherDifferenceIsNotSaidAgain) {
  SavedPlan now = sample();
  now.homes[0].files = {file("conf/a.xml", 'x', 'y')};  // that it was changed is an input's difference
  EXPECT_THAT(changedOutcome(sample(), now), IsEmpty());
  now = sample();
  now.homes[0].files.clear();
  now.ruleFiles[0].digest = "2";
  EXPECT_THAT(changedOutcome(sample(), now), IsEmpty());
  now.ruleFiles.push_back({"/more.xml", "3"});
  EXPECT_THAT(messages(changedOutcome(sample(), now)),
              ElementsAre("the rule file /more.xml is new: the plan was made without it"));
}

TEST(ChangedInputs, FilesAreHeldAgainstTheDisk) {
  const test::TemporaryFolder folder;
  folder.write("conf/same.xml", "same");
  folder.write("conf/changed.xml", "changed");
  folder.write("conf/made.xml", "made");
  SavedPlan plan;
  SavedHome home{.node = "n", .path = folder.path()};
  for (const std::string name : {"same", "changed", "gone"}) {
    home.files.push_back(
        {.path = "conf/" + name + ".xml", .before = sha256(name == "same" ? name : "other"), .after = "x"});
  }
  home.files.push_back({.path = "conf/made.xml", .after = "x"});
  home.files.push_back({.path = "conf/tomake.xml", .after = "x"});
  plan.homes = {home};
  EXPECT_THAT(messages(changedInputs(plan)),
              ElementsAre("conf/changed.xml has changed since the plan was made",
                          "conf/gone.xml is gone since the plan was made",
                          "conf/made.xml is there now, and was not when the plan was made"));
  EXPECT_FALSE(isApplied(plan));
  plan.homes[0].files = {{.path = "conf/same.xml", .before = sha256("x"), .after = sha256("same")}};
  EXPECT_TRUE(isApplied(plan));
  plan.homes[0].files.clear();
  EXPECT_FALSE(isApplied(plan)) << "a plan of nothing";
}

TEST(ChangedInputs, RulesAreHeldAgainstTheDiskAndTheProgram) {
  const test::TemporaryFolder folder;
  folder.write("a.xml", "a");
  folder.write("b.xml", "b");
  SavedPlan plan;
  plan.recipes = {{"das-3.1-min-ha", "0"}};
  plan.ruleFiles = {
      {folder.path() + "/a.xml", sha256("a")}, {folder.path() + "/b.xml", "0"}, {folder.path() + "/c.xml", "0"}};
  EXPECT_THAT(messages(changedInputs(plan)),
              ElementsAre("the recipe das-3.1-min-ha is another one in this version of carbonfix",
                          "the rule file " + folder.path() + "/b.xml has changed since the plan was made",
                          "the rule file " + folder.path() + "/c.xml is gone since the plan was made"));
}

}  // namespace
}  // namespace carbonfix
