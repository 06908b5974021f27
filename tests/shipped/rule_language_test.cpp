// The rule file that docs/rule-language.md shows works as it stands there.
#include <cctype>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "carbonfix/document/document.h"
#include "carbonfix/document/xpath.h"
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

// The words that the page sets as code, outside its blocks of code.
std::set<std::string> codeWords(std::string page) {
  const std::string fence = "```";
  for (std::size_t at = page.find(fence); at != std::string::npos; at = page.find(fence)) {
    page.erase(at, page.find(fence, at + fence.size()) + fence.size() - at);
  }
  std::set<std::string> words;
  bool isCode = false;
  std::string word;
  for (const char c : page) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '#' || c == '-' || c == '_') {
      word += c;
      continue;
    }
    if (isCode && !word.empty()) words.insert(word);
    word.clear();
    if (c == '`') isCode = !isCode;
  }
  return words;
}

TEST(RuleLanguage, NamesEveryWordOfTheSchema) {
  const std::set<std::string> words = codeWords(bytesOf("docs/rule-language.md"));
  const auto schema = Document::parse(bytesOf("rules/schema/rules.rng"), "rules.rng");
  ASSERT_TRUE(schema);
  Namespaces namespaces;
  namespaces.prefixes["r"] = "http://relaxng.org/ns/structure/1.0";
  const auto names = XPath::compile("//r:element/@name | //r:attribute/@name | //r:value", namespaces);
  ASSERT_TRUE(names);
  XPathEvaluator evaluator;
  const auto found = evaluator.select(*names, schema->root(), Scope());
  ASSERT_TRUE(found);
  ASSERT_GT(found->size(), 50U);
  for (const Node& node : *found) EXPECT_TRUE(words.contains(node.value())) << node.value();
}

}  // namespace
}  // namespace carbonfix
