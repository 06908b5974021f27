// The rule file that docs/rule-language.md shows works as it stands there.
#include <string>

#include <gtest/gtest.h>

#include "carbonfix/rules/loader.h"
#include "cli/examples.h"
#include "shipped/shipped_home.h"

namespace carbonfix {
namespace {

TEST(RuleLanguage, ShowsARuleFileThatWorks) {
  const std::string page = bytesOf("docs/rule-language.md");
  const std::size_t begin = page.find("<rules ");
  ASSERT_NE(begin, std::string::npos);
  const std::string end = "</rules>";
  const auto pack = loadPack(page.substr(begin, page.find(end) + end.size() - begin), "mine.xml", Checking::full);
  ASSERT_TRUE(pack) << describe(pack.error().front());
  ASSERT_EQ(pack->examples.size(), 1U);
  const ExampleResult result = runExample(*pack, pack->examples.front());
  for (const std::string& problem : result.problems) ADD_FAILURE() << problem;
}

}  // namespace
}  // namespace carbonfix
