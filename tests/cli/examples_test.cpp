#include "cli/examples.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "carbonfix/rules/loader.h"
#include "cli/example_homes.h"

namespace carbonfix {
namespace {

Pack packOf(const std::string& body) {
  auto pack =
      loadPack(fmt::format("<rules xmlns=\"urn:carbonfix:rules:1\" id=\"t\" version=\"1\">\n{}\n</rules>\n", body),
               "t.xml", Checking::full);
  if (!pack) {
    for (const Error& error : pack.error()) ADD_FAILURE() << describe(error);
    return {};
  }
  return std::move(*pack);
}

// A check with a fix, and one example of it.
Pack checkPack(const std::string& example) {
  return packOf(
      "<pattern id=\"p\" files=\"conf/server.xml\"><rule context=\"Host\">"
      "<assert id=\"t.auto\" test=\"@auto = 'false'\" subject=\"@auto\" fix=\"off\">auto is on</assert>"
      "<fix id=\"off\"><title>Set it</title><set sel=\".\" type=\"@auto\">false</set></fix></rule>" +
      example + "</pattern>");
}

Pack patchPack(const std::string& example) {
  return packOf(
      "<patch id=\"t.host\" files=\"conf/carbon.xml\" context=\"/Server\" ensure=\"HostName = 'gw'\">"
      "<set sel=\"HostName\">gw</set>" +
      example + "</patch>");
}

ExampleResult resultOf(const Pack& pack) {
  if (pack.examples.empty()) {
    ADD_FAILURE() << "no example was read";
    return {};
  }
  return runExample(pack, pack.examples.front());
}

std::string problemsOf(const Pack& pack) {
  std::string all;
  for (const std::string& problem : resultOf(pack).problems) all += problem + "\n";
  return all;
}

TEST(PatchExample, SaysHowToGiveItAValue) {
  const std::string problems = problemsOf(
      packOf("<param name=\"x\"/><patch id=\"t.x\" files=\"conf/a.xml\" ensure=\"a = $x\"><set sel=\"a\">{$x}</set>"
             "<example of=\"t.x\"><bad><![CDATA[<a>1</a>]]></bad></example></patch>"));
  EXPECT_NE(problems.find("the parameter \"x\" has no value"), std::string::npos) << problems;
  EXPECT_NE(problems.find("in the example: <param"), std::string::npos) << problems;
  EXPECT_EQ(problems.find("--param"), std::string::npos) << problems;
}

TEST(CheckExample, PassesWhenBadIsFoundAndGoodIsNot) {
  EXPECT_EQ(problemsOf(
                checkPack("<example of=\"t.auto\"><bad line=\"2\"><![CDATA[\n<S>\n <Host auto=\"true\"/>\n</S>]]></bad>"
                          "<good><![CDATA[\n<S>\n <Host auto=\"false\"/>\n</S>]]></good></example>")),
            "");
}

TEST(CheckExample, FailsWhenBadIsNotFound) {
  EXPECT_EQ(
      problemsOf(checkPack("<example of=\"t.auto\"><bad><![CDATA[<S><Host auto=\"false\"/></S>]]></bad></example>")),
      "bad: expected 1 finding, got 0\n");
}

TEST(CheckExample, CountsFindings) {
  const std::string two = "<![CDATA[<S><Host auto=\"a\"/><Host auto=\"b\"/></S>]]>";
  EXPECT_EQ(problemsOf(checkPack("<example of=\"t.auto\"><bad count=\"2\">" + two + "</bad></example>")), "");
  EXPECT_NE(problemsOf(checkPack("<example of=\"t.auto\"><bad>" + two + "</bad></example>")), "");
}

TEST(CheckExample, FailsOnAnotherLine) {
  EXPECT_EQ(problemsOf(checkPack(
                "<example of=\"t.auto\"><bad line=\"1\"><![CDATA[<S>\n<Host auto=\"a\"/></S>]]></bad></example>")),
            "bad: expected a finding on line 1, got line 2\n");
}

TEST(CheckExample, FailsWhenGoodIsFound) {
  EXPECT_NE(
      problemsOf(checkPack("<example of=\"t.auto\"><good><![CDATA[<S><Host auto=\"a\"/></S>]]></good></example>")), "");
}

TEST(CheckExample, FailsWhenASnippetIsNotXml) {
  EXPECT_NE(
      problemsOf(checkPack("<example of=\"t.auto\"><good><![CDATA[<S><Host auto=\"false\"></S>]]></good></example>")),
      "");
}

TEST(CheckExample, EveryGoodMustBeQuietAndTheFirstIsWhatFixingGives) {
  const std::string goods =
      "<bad><![CDATA[<S><Host auto=\"true\"/></S>]]></bad>"
      "<good><![CDATA[<S><Host auto=\"false\"/></S>]]></good>";
  EXPECT_EQ(problemsOf(checkPack("<example of=\"t.auto\">" + goods + "<good><![CDATA[<S/>]]></good></example>")), "");
  EXPECT_EQ(problemsOf(checkPack("<example of=\"t.auto\">" + goods +
                                 "<good><![CDATA[<S><Host auto=\"x\"/></S>]]></good></example>")),
            "good: expected no finding, got 1 (line 1)\n");
}

TEST(PatchExample, EveryGoodMustStayAsItIs) {
  const std::string goods =
      "<bad><![CDATA[<Server><HostName>a</HostName></Server>]]></bad>"
      "<good><![CDATA[<Server><HostName>gw</HostName></Server>]]></good>";
  EXPECT_EQ(problemsOf(patchPack("<example of=\"t.host\">" + goods +
                                 "<good><![CDATA[<Server> <HostName>gw</HostName></Server>]]></good></example>")),
            "");
  EXPECT_EQ(problemsOf(patchPack("<example of=\"t.host\">" + goods +
                                 "<good><![CDATA[<Server><HostName>b</HostName></Server>]]></good></example>")),
            "patching another good changes it\n");
}

TEST(CheckExample, FixingBadMustGiveGoodByteForByte) {
  const std::string bad = "<bad><![CDATA[<S><Host auto=\"true\"/></S>]]></bad>";
  const Pack pack =
      checkPack("<example of=\"t.auto\">" + bad + "<good><![CDATA[<S><Host auto='false'/></S>]]></good></example>");
  const ExampleResult result = resultOf(pack);
  ASSERT_FALSE(result.passed());
  EXPECT_NE(result.diff.find("-<S><Host auto='false'/></S>"), std::string::npos) << result.diff;
  EXPECT_NE(result.diff.find("+<S><Host auto=\"false\"/></S>"), std::string::npos) << result.diff;
  EXPECT_EQ(result.betterGood.value_or(""), "<S><Host auto=\"false\"/></S>");
}

TEST(CheckExample, NeedsNoValueThatOnlyPatchesNeed) {
  const std::string check =
      "<pattern id=\"p\" files=\"conf/carbon.xml\"><rule context=\"Host\"><report id=\"t.x\" "
      "test=\"{}\">x</report></rule>"
      "<example of=\"t.x\"><bad><![CDATA[<Host/>]]></bad></example></pattern>";
  const std::string param = "<param name=\"host\">A host.</param>";
  EXPECT_EQ(problemsOf(packOf(param + fmt::format(fmt::runtime(check), "not(a)"))), "");
  EXPECT_NE(problemsOf(packOf(param + fmt::format(fmt::runtime(check), "not(a = $host)"))).find("host"),
            std::string::npos);
}

TEST(PatchExample, PassesWhenBadBecomesGoodAndGoodStays) {
  EXPECT_EQ(problemsOf(patchPack("<example of=\"t.host\"><bad><![CDATA[<Server><HostName>x</HostName></Server>]]></bad>"
                                 "<good><![CDATA[<Server><HostName>gw</HostName></Server>]]></good></example>")),
            "");
}

TEST(PatchExample, FailsWithTheDiffAndOffersWhatCameOut) {
  const ExampleResult result =
      resultOf(patchPack("<example of=\"t.host\"><bad><![CDATA[<Server><HostName>x</HostName></Server>]]></bad>"
                         "<good><![CDATA[<Server><HostName>gw</HostName> </Server>]]></good></example>"));
  ASSERT_FALSE(result.passed());
  EXPECT_NE(result.diff, "");
  EXPECT_EQ(result.betterGood.value_or(""), "<Server><HostName>gw</HostName></Server>");
}

TEST(PatchExample, FailsWhenGoodWouldChange) {
  const ExampleResult result = resultOf(
      patchPack("<example of=\"t.host\"><good><![CDATA[<Server><HostName>x</HostName></Server>]]></good></example>"));
  EXPECT_FALSE(result.passed());
  EXPECT_FALSE(result.betterGood.has_value());
}

TEST(PatchExample, FailsWhenThePatchFails) {
  EXPECT_NE(problemsOf(patchPack("<example of=\"t.host\"><bad><![CDATA[<Server/>]]></bad></example>")), "");
}

TEST(Examples, RulesWithoutOneAreListed) {
  Pack pack = patchPack("");
  EXPECT_EQ(idsWithoutExample(pack), std::vector<std::string>{"t.host"});
  pack.examples.emplace_back().of = "t.host";
  EXPECT_TRUE(idsWithoutExample(pack).empty());
}

TEST(ExampleHomes, FilesOfNodesBecomeHomes) {
  Example::Snippet snippet;
  snippet.files = {{.node = "a", .path = "conf/datasources/*-datasources.xml", .text = "<x/>"},
                   {.node = "b", .path = "bin/version.txt", .text = "v"}};
  const ExampleFiles files = exampleFiles(snippet);
  const auto made = ExampleHomes::make(files);
  ASSERT_TRUE(made);
  ASSERT_EQ(made->homes().size(), 2U);
  EXPECT_EQ(made->homes()[0].node(), "a");
  EXPECT_TRUE(made->homes()[0].exists("repository/conf/datasources/example-datasources.xml"));
  EXPECT_TRUE(made->homes()[1].exists("bin/version.txt"));
}

// The same file, on two machines.
TEST(CheckExample, HasAMachineOfItsOwn) {
  const auto problems = [](const std::string& inBad, const std::string& inGood) {
    constexpr const char* kFile = "<file path=\"conf/a.xml\"><![CDATA[<a>80</a>]]></file>";
    return problemsOf(packOf(fmt::format(
        "<pattern id=\"p\" files=\"conf/a.xml\" live=\"true\"><rule context=\"a\">"
        "<report id=\"t.used\" test=\"not(port-free(.)) or disk-free('/') &lt; 5 or link-target(.) != ''\">m</report>"
        "</rule><example of=\"t.used\"><bad>{}{}</bad><good>{}{}</good></example></pattern>",
        inBad, kFile, inGood, kFile)));
  };
  EXPECT_EQ(problems("<live asked=\"port-free(80)\">false</live>", ""), "");
  EXPECT_EQ(problems("<live asked=\"disk-free(/)\">4.5</live>", "<live asked=\"disk-free(/)\">6</live>"), "");
  EXPECT_EQ(problems("<live asked=\"link-target(80)\">x</live>", ""), "");
  EXPECT_NE(problems("<live asked=\"port-free(81)\">false</live>", ""), "");
  EXPECT_NE(problems("", ""), "");
}

}  // namespace
}  // namespace carbonfix
