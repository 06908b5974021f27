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

}  // namespace
}  // namespace carbonfix
