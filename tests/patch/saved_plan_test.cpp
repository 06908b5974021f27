#include "carbonfix/patch/saved_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

using Kind = TextPiece::Kind;
using testing::HasSubstr;

const std::string kDigest(64, 'a');
const std::string kOther(64, 'b');

SavedPlan sample() {
  SavedPlan plan;
  plan.recipes = {{"das-3.1-min-ha", kDigest}};
  plan.rules = {"/rules/sp ace"};
  plan.ruleFiles = {{"/rules/sp ace/\xFF<\"\n.xml", kOther}};
  plan.inventory = "/etc/cluster.xml";
  plan.paramFiles = {"/etc/a.params", "-"};
  plan.params = {{.name = "offset", .value = {{Kind::text, "1"}}}};
  SavedHome home{.node = "das1", .path = "/opt/das\xE9"};
  home.params = {
      {.name = "db-password", .sensitive = true, .from = "env:PW"},
      {.name = "empty"},
      {.name = "url", .value = {{Kind::text, "  a&b "}, {Kind::parameter, "db-password"}, {Kind::omitted, ""}}}};
  home.files = {{.path = "repository/conf/x y.xml",
                 .before = kDigest,
                 .after = kOther,
                 .edits = {{12, 3, "my.patch", {{Kind::text, "\r\n  <a>\xFF%41\t"}, {Kind::omitted, "my.patch"}}},
                           {40, 1, "my.patch", {}}}},
                {.path = "conf/made.dat", .after = kOther}};
  plan.homes = {home, {.node = "ei1/analytics", .path = "/opt/ei/wso2/analytics", .isRuntime = true}};
  return plan;
}

void expectSame(const SavedParam& a, const SavedParam& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.sensitive, b.sensitive) << a.name;
  EXPECT_EQ(a.from, b.from) << a.name;
  EXPECT_EQ(a.value, b.value) << a.name;
}

TEST(SavedPlan, ComesBackAsItWas) {
  const SavedPlan plan = sample();
  const auto read = readPlan(writePlan(plan), "p.xml");
  ASSERT_TRUE(read) << describe(read.error());
  ASSERT_EQ(read->recipes.size(), 1U);
  EXPECT_EQ(read->recipes[0].name, plan.recipes[0].name);
  EXPECT_EQ(read->recipes[0].digest, kDigest);
  EXPECT_EQ(read->rules, plan.rules);
  ASSERT_EQ(read->ruleFiles.size(), 1U);
  EXPECT_EQ(read->ruleFiles[0].name, plan.ruleFiles[0].name);
  EXPECT_EQ(read->inventory, plan.inventory);
  EXPECT_EQ(read->paramFiles, plan.paramFiles);
  ASSERT_EQ(read->params.size(), 1U);
  expectSame(read->params[0], plan.params[0]);
  ASSERT_EQ(read->homes.size(), 2U);
  for (std::size_t i = 0; i < plan.homes.size(); ++i) {
    EXPECT_EQ(read->homes[i].node, plan.homes[i].node);
    EXPECT_EQ(read->homes[i].path, plan.homes[i].path);
    EXPECT_EQ(read->homes[i].isRuntime, plan.homes[i].isRuntime);
    EXPECT_EQ(read->homes[i].files, plan.homes[i].files);
    ASSERT_EQ(read->homes[i].params.size(), plan.homes[i].params.size());
    for (std::size_t p = 0; p < plan.homes[i].params.size(); ++p) {
      expectSame(read->homes[i].params[p], plan.homes[i].params[p]);
    }
  }
}

TEST(SavedPlan, IsPlainAscii) {
  for (const char c : writePlan(sample())) EXPECT_TRUE(c == '\n' || (c >= ' ' && c <= '~')) << c;
}

std::string problemOf(const std::string& bytes) {
  const auto read = readPlan(bytes, "p.xml");
  return read ? "no problem" : describe(read.error());
}

std::string with(std::string_view from, std::string_view to) {
  const std::string whole = writePlan(sample());
  EXPECT_THAT(whole, HasSubstr(std::string(from)));
  return replaceAll(whole, from, to);
}

TEST(SavedPlan, WhatIsNoPlanIsToldInWords) {
  for (const std::string bytes : {"", "x", "<rules xmlns=\"urn:carbonfix:rules:1\"/>", "<plan/>", "\xFF\xFE\x00"}) {
    EXPECT_THAT(problemOf(bytes), HasSubstr("this is no plan")) << bytes;
  }
  EXPECT_THAT(problemOf("<rules/>"), HasSubstr("its root element is <rules>"));
  const std::string whole = writePlan(sample());
  EXPECT_THAT(problemOf(whole.substr(0, whole.size() / 2)), HasSubstr("this is no plan, or a damaged one"));
}

TEST(SavedPlan, NoDamageIsMoreThanAnError) {
  const std::string whole = writePlan(sample());
  for (std::size_t length = 0; length + 1 < whole.size(); ++length) {
    EXPECT_FALSE(readPlan(whole.substr(0, length), "p.xml")) << length;
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char c : {'x', '<', '%', '\0', '\xFF'}) {
      std::string damaged = whole;
      damaged[at] = c;
      const auto read = readPlan(std::move(damaged), "p.xml");
      EXPECT_TRUE(read || !read.error().message.empty());
    }
  }
}

TEST(SavedPlan, ALaterFormatIsRefused) {
  EXPECT_THAT(problemOf(with("format=\"1\"", "format=\"2\"")),
              HasSubstr("has the format \"2\", and this version reads"));
  EXPECT_THAT(problemOf(with("plan:1\" format=\"1\"", "plan:2\" format=\"2\"")), HasSubstr("another version"));
}

TEST(SavedPlan, DamageIsToldWithItsLine) {
  EXPECT_THAT(problemOf(with("offset=\"12\"", "offset=\"12x\"")), HasSubstr("its attribute offset is no number"));
  EXPECT_THAT(problemOf(with("offset=\"12\"", "offset=\"-1\"")), HasSubstr("offset is no number"));
  EXPECT_THAT(problemOf(with(" length=\"3\"", "")), HasSubstr("length is no number"));
  EXPECT_THAT(problemOf(with("after=\"b", "after=\"g")), HasSubstr("its attribute after is no SHA-256"));
  EXPECT_THAT(problemOf(with("path=\"/opt/das%E9\"", "path=\"das\"")), HasSubstr("is not absolute"));
  EXPECT_THAT(problemOf(with("%E9", "%E")), HasSubstr("broken escape"));
  EXPECT_THAT(problemOf(with("%0D%0A", "%0")), HasSubstr("broken escape"));
  EXPECT_THAT(problemOf(with("<rules ", "<other ")), HasSubstr("there is an element <other> in it"));
  EXPECT_THAT(problemOf(with("sensitive=\"yes\"", "sensitive=\"maybe\"")), HasSubstr("is not \"yes\""));
  EXPECT_THAT(problemOf(with("offset=\"12\"", "offset=\"x\"")), HasSubstr("p.xml:"));
  EXPECT_THAT(problemOf("<plan xmlns=\"urn:carbonfix:plan:1\" format=\"1\"/>"), HasSubstr("no home"));
}

}  // namespace
}  // namespace carbonfix
