#include "carbonfix/rules/params.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carbonfix/rules/loader.h"
#include "rules/rule_file.h"

namespace carbonfix {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

std::vector<Pack> packsWith(std::string_view params) {
  const auto pack = loadPack(ruleFile(fmt::format("{}<pattern id=\"p\" files=\"a\"><rule context=\"A\">"
                                                  "<assert id=\"t.a\" test=\".\">m</assert></rule></pattern>",
                                                  params)),
                             "t.xml", Checking::full);
  EXPECT_TRUE(pack);
  return {*pack};
}

TEST(Params, FileHoldsNameValueLines) {
  const auto values =
      parseParams("\xEF\xBB\xBF# a comment\r\n\r\n db-host =  db.example.org\r\nurl=a=b?c=d \nempty=\n", "p");
  ASSERT_TRUE(values);
  const auto is = [](std::string_view value, std::size_t line) {
    return AllOf(Field(&GivenValue::value, value), Field(&GivenValue::path, "p"),
                 Field(&GivenValue::at, Position{line, 1}));
  };
  EXPECT_THAT(*values, ElementsAre(Pair("db-host", is("db.example.org", 3)), Pair("empty", is("", 5)),
                                   Pair("url", is("a=b?c=d ", 4))));
}

TEST(Params, FileErrorsHaveLinesAndNoValues) {
  const auto values = parseParams("a=1\nhunter2\n=hunter2\na=hunter2\n", "my.params");
  ASSERT_FALSE(values);
  EXPECT_THAT(lines(values.error()), ElementsAre("2:1 not of the form name=value: there is no \"=\"",
                                                 "3:1 not of the form name=value: there is no name before the \"=\"",
                                                 "4:1 the parameter \"a\" is there twice"));
  for (const Error& error : values.error()) {
    EXPECT_EQ(error.path, "my.params");
    EXPECT_THAT(describe(error), Not(HasSubstr("hunter2")));
  }
}

TEST(Params, OptionIsSplitAtTheFirstEqualsSign) {
  const auto option = parseParamOption("url=a=b");
  ASSERT_TRUE(option);
  EXPECT_EQ(*option, (std::pair<std::string, std::string>("url", "a=b")));
  EXPECT_EQ(parseParamOption("url").error().message, "--param url has no value");
  EXPECT_EQ(parseParamOption("=x").error().message, "--param has no name before the \"=\"");
}

TEST(Params, GivenValuesWinOverDefaults) {
  const auto bound =
      bindParams(packsWith(R"xml(<param name="a" default="1"/><param name="b" default="2"/>)xml"), {{"b", "3"}});
  ASSERT_TRUE(bound);
  EXPECT_THAT(*bound, ElementsAre(Pair("a", "1"), Pair("b", "3")));
}

TEST(Params, AllThatIsMissingOrUnknownIsSaidAtOnce) {
  const auto bound = bindParams(
      packsWith(R"xml(<param name="host">Name of the host.</param><param name="secret" sensitive="true"/>)xml"),
      {{"hots", "x"}});
  ASSERT_FALSE(bound);
  EXPECT_THAT(lines(bound.error()), ElementsAre("0:0 the parameter \"host\" has no value: Name of the host.",
                                                "0:0 the parameter \"secret\" has no value",
                                                "0:0 no rule has a parameter \"hots\" (did you mean \"host\"?)"));
  EXPECT_THAT(bound.error()[0].hint, HasSubstr("--param host="));
  EXPECT_THAT(bound.error()[1].hint, Not(HasSubstr("--param secret")));
}

TEST(Params, ParametersArePooledOverPacks) {
  std::vector<Pack> packs = packsWith(R"xml(<param name="a"/>)xml");
  packs.push_back(packsWith(R"xml(<param name="b" sensitive="true"/>)xml").front());
  const auto bound = bindParams(packs, {{"a", "1"}, {"b", "2"}});
  ASSERT_TRUE(bound);
  EXPECT_TRUE(isSensitive(packs, "b"));
  EXPECT_FALSE(isSensitive(packs, "a"));
  EXPECT_FALSE(isSensitive(packs, "c"));
}

// The problem that a value of this type has; empty when it has none.
std::string problemOf(const std::string& type, std::string_view value) {
  return typeProblem(Param{.name = "p", .defaultValue = {}, .type = type, .values = {}, .description = {}, .at = {}},
                     value);
}

TEST(Params, TypesTakeWhatProductsTake) {
  for (const char* const good : {"0", "-1", "007", "123456789012345678901"}) EXPECT_EQ(problemOf("integer", good), "");
  for (const char* const bad : {"", "-", "1.5", "1 ", "0x1", "+1"}) EXPECT_NE(problemOf("integer", bad), "") << bad;
  for (const char* const good : {"1", "65535", "9443"}) EXPECT_EQ(problemOf("port", good), "");
  for (const char* const bad : {"", "0", "65536", "-1", "80 ", "99999999999"}) EXPECT_NE(problemOf("port", bad), "");
  for (const char* const good : {"true", "false"}) EXPECT_EQ(problemOf("boolean", good), "");
  for (const char* const bad : {"", "True", "1", "yes"}) EXPECT_NE(problemOf("boolean", bad), "") << bad;
  for (const char* const good :
       {"das1", "10.0.0.11", "das_1.example.org", "a.", "::1", "[fe80::1]", "::ffff:10.0.0.1"}) {
    EXPECT_EQ(problemOf("host", good), "") << good;
  }
  for (const char* const bad : {"", "das1:4000", "http://das1", "a b", "-a", "a..b", " das1", ":", "[]"}) {
    EXPECT_NE(problemOf("host", bad), "") << bad;
  }
  for (const char* const good : {"https://a/b?c", "jdbc:mysql://h/db"}) EXPECT_EQ(problemOf("url", good), "") << good;
  for (const char* const bad : {"", "a", "a:", ":a", "1a:b", "http://a b"}) EXPECT_NE(problemOf("url", bad), "") << bad;
  EXPECT_EQ(problemOf("", "any thing"), "");
}

TEST(Params, IllTypedOnesAreToldWithTheirPlaceAndWithoutSecrets) {
  const auto packs = packsWith(R"xml(<param name="port" type="port"/><param name="mode" values="hot cold"/>
    <param name="key" type="integer" sensitive="true"/><param name="password" type="integer"/>
    <param name="url" type="port"/><param name="empty"/>)xml");
  const auto bound = bindParams(packs, GivenValues{{"port", {.value = "x", .path = "i.xml", .at = {3, 4}}},
                                                   {"mode", {.value = "", .path = "--param"}},
                                                   {"key", {.value = "hunter2", .path = "i.xml", .at = {5, 1}}},
                                                   {"password", {.value = "hunter2"}},
                                                   {"url", {.value = "http://u:hunter2@h"}},
                                                   {"empty", {.value = ""}}});
  ASSERT_FALSE(bound);
  EXPECT_THAT(lines(bound.error()),
              ElementsAre("3:4 the parameter \"port\" must be a port, 1 to 65535; it is \"x\"",
                          "0:0 the parameter \"mode\" must be one of hot, cold; it is empty",
                          "5:1 the parameter \"key\" must be a whole number; this one is not",
                          "0:0 the parameter \"password\" must be a whole number; this one is not",
                          "0:0 the parameter \"url\" must be a port, 1 to 65535; it is \"http://u:********@h\""));
  EXPECT_EQ(bound.error()[0].path, "i.xml");
  EXPECT_EQ(bound.error()[1].path, "--param");
}

TEST(Params, SecretValuesAreLongestFirstSoThatNoPartOfOneIsLeft) {
  const auto packs = packsWith(R"xml(<param name="a" sensitive="true"/><param name="b" sensitive="true"/>
    <param name="c"/><param name="d" sensitive="true"/>)xml");
  EXPECT_THAT(secretValues(packs, {ParamValues{{"a", "hunter"}, {"c", "open"}, {"d", ""}},
                                   ParamValues{{"a", "hunter"}, {"b", "hunter22"}}}),
              ElementsAre("hunter22", "hunter"));
}

TEST(Params, AnInventoryMayHoldMoreThanIsAskedFor) {
  const auto packs = packsWith(R"xml(<param name="db-host"/>)xml");
  const GivenValue some{.value = "v", .path = "i.xml", .at = {7, 1}, .mayBeUnknown = true};
  EXPECT_TRUE(bindParams(packs, GivenValues{{"db-host", some}, {"other", some}}));
  const auto near = bindParams(packs, GivenValues{{"db-hots", some}});
  ASSERT_FALSE(near);
  EXPECT_THAT(lines(near.error()), ElementsAre("0:0 the parameter \"db-host\" has no value"));
  EXPECT_THAT(near.error()[0].hint, HasSubstr("i.xml:7 has \"db-hots\""));
  EXPECT_THAT(near.error()[0].hint, HasSubstr("<param name=\"db-host\">"));
}

TEST(Params, DefaultsAreHeldToTheTypeWhenTheFileIsLoaded) {
  EXPECT_THAT(complaints(ruleFile("<param name=\"a\" type=\"port\" default=\"x\"/>"
                                  "<param name=\"b\" values=\"x y\" default=\"y\"/>"
                                  "<pattern id=\"p\" files=\"a\"><rule context=\"A\">"
                                  "<assert id=\"t.a\" test=\".\">m</assert></rule></pattern>")),
              ElementsAre("2:14 the default of \"a\" must be a port, 1 to 65535"));
}

}  // namespace
}  // namespace carbonfix
