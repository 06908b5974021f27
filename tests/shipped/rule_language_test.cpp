// The rule files that docs/rule-language.md shows work as they stand there.
#include <string>

#include <gtest/gtest.h>

#include "carbonfix/rules/loader.h"
#include "cli/examples.h"
#include "shipped/shipped_home.h"

namespace carbonfix {
namespace {

TEST(RuleLanguage, ShowsRuleFilesThatWork) {
  const std::string page = bytesOf("docs/rule-language.md");
  const std::string end = "</rules>";
  std::size_t shown = 0;
  for (std::size_t begin = page.find("<rules "); begin != std::string::npos; begin = page.find("<rules ", begin + 1)) {
    const auto pack =
        loadPack(page.substr(begin, page.find(end, begin) + end.size() - begin), "mine.xml", Checking::full);
    ASSERT_TRUE(pack) << describe(pack.error().front());
    ASSERT_EQ(pack->examples.size(), 1U);
    const ExampleResult result = runExample(*pack, pack->examples.front());
    for (const std::string& problem : result.problems) ADD_FAILURE() << problem;
    ++shown;
  }
  EXPECT_GE(shown, 2U);
}

// And the same as a check with a fix.
TEST(RuleLanguage, ShowsAPatchOfAPropertiesFileThatWorks) {
  const std::string page = bytesOf("docs/rule-language.md");
  const std::size_t begin = page.find("<patch id=\"mine.hazelcast\"");
  ASSERT_NE(begin, std::string::npos);
  const std::string shown = page.substr(begin, page.find("</patch>", begin) + 8 - begin);
  const std::string text = R"(<rules xmlns="urn:carbonfix:rules:1" id="mine" version="1.0">
<pattern id="mine-p" files="conf/hazelcast.properties">
  <rule context="property[@name='hazelcast.shutdownhook.enabled']">
    <assert id="mine.hook" test=". = 'false'" fix="off">It is <value-of select="."/>.</assert>
    <fix id="off"><title>Turn it off</title><set sel=".">false</set></fix>
  </rule>
  <example of="mine.hook">
    <bad line="2"># hook
hazelcast.shutdownhook.enabled : true</bad>
    <good># hook
hazelcast.shutdownhook.enabled : false</good>
  </example>
</pattern>)" + shown + R"(
<example of="mine.hazelcast">
  <bad>a = 1
#hazelcast.shutdownhook.enabled = true
b = 2</bad>
  <good>a = 1
hazelcast.shutdownhook.enabled = false
b = 2</good>
</example></rules>)";
  const auto pack = loadPack(text, "mine.xml", Checking::full);
  ASSERT_TRUE(pack) << describe(pack.error().front());
  ASSERT_EQ(pack->examples.size(), 2U);
  for (const Example& example : pack->examples) {
    const ExampleResult result = runExample(*pack, example);
    for (const std::string& problem : result.problems) ADD_FAILURE() << problem;
  }
}

}  // namespace
}  // namespace carbonfix
