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

}  // namespace
}  // namespace carbonfix
