// Expressions that are evaluated straight on the view give what libxml2 gives.
#include "document/xpath_program.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "carbonfix/document/document.h"
#include "carbonfix/document/xpath.h"
#include "carbonfix/rules/builtin.h"
#include "document/xpath_impl.h"

namespace carbonfix {
namespace {

const char* const kDocument = R"xml(<!-- first --><a x="1" y=" two  words ">t0
  <b n="1">1</b><b n="2"><![CDATA[2]]><c>x</c>tail<c>y</c></b><b n="3"/><d><b n="4">10</b><!-- in --><b>-3</b></d>
  <s:e xmlns:s="urn:s" s:x="9" x="8">é</s:e><empty/><n>NaN</n><m>é–z</m><?pi data?><last y="1">007</last></a>)xml";

// Answers that only need to be the same whoever asks.
class FixedSurroundings : public Surroundings {
 public:
  explicit FixedSurroundings(const Document& document) : document_(document) {}
  NodeSet document(std::string_view path) override { return path == "a" ? NodeSet{document_.root()} : NodeSet{}; }
  bool fileExists(std::string_view path) override { return path == "a"; }
  NodeSet key(std::string_view /*name*/, KeyAsk ask, std::string_view of) override {
    if (ask == KeyAsk::usual && (of == "1" || of == "g")) return {document_.rootElement().elements().front()};
    return of == (ask == KeyAsk::value ? "1" : "g") ? NodeSet{document_.rootElement()} : NodeSet{};
  }

 private:
  const Document& document_;
};

std::string shown(const Result<Value>& value) { return value ? toString(*value) : "error"; }

class Comparison {
 public:
  explicit Comparison(const Document& document) : surroundings_(document), evaluator_(&surroundings_) {
    scope_.set("yes", true);
    scope_.set("no", false);
    scope_.set("two", 2.0);
    scope_.set("text", std::string("1"));
    scope_.set("bs", *evaluator_.select(*XPath::compile("//b", {}), document.root(), scope_));
  }

  // The same value, truth and nodes by both ways. floor() and namespace-uri() are libxml2's alone.
  void hold(const std::string& expression, Node context) {
    SCOPED_TRACE(expression);
    expectSame("string(" + expression + ")", "concat(string(" + expression + "), namespace-uri(/..))", context);
    expectSame("boolean(" + expression + ")", "boolean(" + expression + ") and floor(1) = 1", context);
    const auto compiled = XPath::compile(expression, {});
    ASSERT_TRUE(compiled);
    const auto nodes = evaluator_.select(*compiled, context, scope_);
    const auto selected = evaluator_.selectAll(*compiled, context, scope_);
    if (!nodes || !selected) return;
    ASSERT_EQ(nodes->size(), selected->size());
    for (std::size_t i = 0; i < nodes->size(); ++i) EXPECT_EQ((*nodes)[i], (*selected)[i].node) << i;
  }

  void holdPattern(const std::string& pattern, Node root) {
    SCOPED_TRACE(pattern);
    const auto compiled = XPath::compilePattern(pattern, {});
    ASSERT_TRUE(compiled);
    const auto nodes = evaluator_.select(*compiled, root, scope_);
    const auto selected = evaluator_.selectAll(*compiled, root, scope_);
    ASSERT_EQ(static_cast<bool>(nodes), static_cast<bool>(selected));
    if (!nodes) return;
    ASSERT_EQ(nodes->size(), selected->size());
    for (std::size_t i = 0; i < nodes->size(); ++i) EXPECT_EQ((*nodes)[i], (*selected)[i].node) << i;
  }

 private:
  void expectSame(const std::string& own, const std::string& theirs, Node context) {
    const auto straight = XPath::compile(own, {});
    const auto byLibrary = XPath::compile(theirs, {});
    ASSERT_TRUE(straight);
    ASSERT_TRUE(byLibrary);
    ASSERT_EQ(byLibrary->impl().program, nullptr);
    EXPECT_EQ(shown(evaluator_.evaluate(*straight, context, scope_)),
              shown(evaluator_.evaluate(*byLibrary, context, scope_)));
  }

  FixedSurroundings surroundings_;
  XPathEvaluator evaluator_;
  Scope scope_;
};

bool isStraight(const std::string& expression, bool pattern = false) {
  const auto compiled = pattern ? XPath::compilePattern(expression, {}) : XPath::compile(expression, {});
  return compiled && compiled->impl().program != nullptr;
}

TEST(XPathProgram, GivesWhatLibxml2Gives) {
  const auto document = Document::parse(kDocument, "x");
  ASSERT_TRUE(document);
  Comparison comparison(*document);
  std::vector<std::string> expressions = {"/",
                                          "/a",
                                          "/a/b",
                                          "/a/b/c",
                                          "//b",
                                          "//b[@n]",
                                          "//b[@n = '2']",
                                          "//b/c",
                                          "//*",
                                          "//@n",
                                          "//@*",
                                          "/a/@x",
                                          "//text()",
                                          "//comment()",
                                          "/comment()",
                                          "b",
                                          "*",
                                          ".",
                                          "..",
                                          "./b",
                                          ".//b",
                                          ".//c/..",
                                          "//c/../../b",
                                          "//b/ancestor::*",
                                          "//c/ancestor-or-self::*",
                                          "//b/preceding-sibling::*",
                                          "//b/following-sibling::b",
                                          "//b/preceding-sibling::*[1]",
                                          "//c/parent::b",
                                          "//*/self::b",
                                          "//b | //c",
                                          "//c | //b | /a",
                                          "b[1]",
                                          "b[2]/c[2]",
                                          "(//b)[2]",
                                          "(//b)[$two]",
                                          "b[$two]",
                                          "b[$yes]",
                                          "b[$no]",
                                          "$bs",
                                          "$bs[2]",
                                          "$bs/c",
                                          "$bs//c",
                                          "count($bs)",
                                          "$text",
                                          "$two",
                                          "$yes",
                                          "b[@n][2]",
                                          "b[c]",
                                          "b[not(c)]",
                                          "b[c = 'y']",
                                          "b[c != 'y']",
                                          "b = 2",
                                          "b != 2",
                                          "b > 1",
                                          "b < b/c",
                                          "//b > 9",
                                          "//b <= -3",
                                          "//b = //c",
                                          "//b/@n = b",
                                          "b = true()",
                                          "empty = false()",
                                          "nothing = false()",
                                          "nothing != ''",
                                          "'a' = 'a'",
                                          "1 = '1'",
                                          "2 > '1'",
                                          "true() = 'x'",
                                          "'' = false()",
                                          "1 = 2 or 3 = 3",
                                          "1 = 1 and 2 = 1",
                                          "not(b)",
                                          "boolean(nothing)",
                                          "boolean('')",
                                          "count(//b)",
                                          "count(//nothing)",
                                          "concat('a', /a/@x, 2)",
                                          "concat('a', 'b', 'c', 'd')",
                                          "contains(., 'tail')",
                                          "contains('a', '')",
                                          "contains-token(@y, 'two')",
                                          "starts-with(@y, ' ')",
                                          "ends-with('abc', 'bc')",
                                          "ends-with('c', 'bc')",
                                          "normalize-space(@y)",
                                          "normalize-space(b)",
                                          "normalize-space()",
                                          "lower-case('ÀBc')",
                                          "string(b[2])",
                                          "string(/)",
                                          "string()",
                                          "string-length(//m)",
                                          "string-length()",
                                          "substring-before('a=b', '=')",
                                          "substring-after('a=b', '=')",
                                          "substring-before('ab', '=')",
                                          "substring-after('ab', '')",
                                          "translate('bar', 'abc', 'AB')",
                                          "translate(//m, 'é', 'e')",
                                          "translate('--aaa--', 'abc-', 'ABC')",
                                          "translate('aba', 'aab', 'xyz')",
                                          "translate('', 'a', 'b')",
                                          "contains('', 'a')",
                                          "substring-after('abab', 'b')",
                                          "substring-before('abab', 'b')",
                                          "number(//last)",
                                          "number(//n)",
                                          "number('')",
                                          "number(' 1.5 ')",
                                          "number('1e3')",
                                          "number(b)",
                                          "number()",
                                          "number(true())",
                                          "name()",
                                          "name(//*[last])",
                                          "local-name(//@s:x)",
                                          "name(//e)",
                                          "local-name(/*/*[6])",
                                          "name(nothing)",
                                          "local-name(//text())",
                                          "matches(., 'tail')",
                                          "matches('a', '^b')",
                                          "//b[matches(., '^[0-9]+$')]",
                                          "matches(/, '(?i)TAIL')",
                                          "key('k', '1')",
                                          "key('k', b)/b",
                                          "count(key('k', '2'))",
                                          "key('k', //b)",
                                          "group('k', 'g')/b",
                                          "group('k', b)",
                                          "b[. != usual('k', 'g')]",
                                          "usual('k', //b)/@n",
                                          "document('a')/a/b",
                                          "document('none')/a",
                                          "document('a')//c | //b",
                                          "file-exists('a')",
                                          "file-exists(concat('a', 'b'))",
                                          "current()",
                                          "b[. = current()/@x]",
                                          "//*[not(*)][. != '']",
                                          "//b[../@x]",
                                          "//*[@x or @n]",
                                          "//d/b[1]",
                                          "//b[c][1]",
                                          "//*[name() = 's:e']",
                                          "//*[local-name() = 'e']",
                                          "/a/b[2]/text()",
                                          "//b[text() = '2']",
                                          "//*[. = 10]",
                                          "//last[@y]",
                                          "/a//b//c",
                                          "//a//b",
                                          ".//*/*",
                                          "//*[*]/*",
                                          "//b[position]",
                                          "1",
                                          "'x'",
                                          "(1)",
                                          "((//b))",
                                          "(b | d)/b",
                                          "//e/@x",
                                          "//@x",
                                          "b/..",
                                          "//c/..",
                                          "@x/..",
                                          "//@n/../c",
                                          "//text()/..",
                                          "//comment()/..",
                                          "../b/@n",
                                          "./b/c",
                                          "../../a",
                                          "b/@n = '3'",
                                          "b/@n != '1'",
                                          "b/c != 'x'",
                                          "b/c = 'y'",
                                          "d = concat('1', '0-3')",
                                          "concat('', b) = '1'",
                                          "lower-case(@y) = normalize-space(@y)",
                                          "translate(//m, 'ém', 'E') = 'E–z'",
                                          "translate('aé', 'a', 'é')",
                                          "translate('bar', 'ab', '')",
                                          "string(d)",
                                          "normalize-space(d)",
                                          "substring-before(concat(b, '=x'), '=')",
                                          "contains($bs, '1')",
                                          "starts-with($text, '1')",
                                          "boolean(b/c)",
                                          "not(@x/..)",
                                          "/*",
                                          "/*/*",
                                          "//b[. > 1 and c]",
                                          "b[last()]",
                                          "b[last()]/c[last()]",
                                          "b[n or last() > 2]",
                                          "b[last() - 1]",
                                          "b[c[last()] = 'y']",
                                          "b[@n][last()]",
                                          "*[last()]/preceding-sibling::*[last()]",
                                          "(//b | //c)[last()]",
                                          "//b/c[last()]",
                                          "$bs[last()]/@n",
                                          "b[count(c) = last()]",
                                          "b[1 + 1]",
                                          "b[-1]",
                                          "b[4 div 2]/@n",
                                          "1 + 2 * 3 - 4",
                                          "7 mod 3",
                                          "-7 mod 3",
                                          "7 mod -3",
                                          "'5.5' mod 2",
                                          "1 div 0",
                                          "-1 div 0",
                                          "0 div 0",
                                          "1 div true()",
                                          "b + 1",
                                          "b - //last",
                                          "-b",
                                          "-(b = 1)",
                                          "- $two * $two",
                                          "$two - -1 - 1",
                                          "//n + 1 > 0",
                                          "2 * 3 > 5 = true()",
                                          "count(b | d) * 2",
                                          "upper-case('ébC')",
                                          "upper-case(@y) = ' TWO  WORDS '",
                                          "contains-token(' a  bc b', 'b')",
                                          "contains-token('ab', 'b')",
                                          "contains-token('bb b', ' b ')",
                                          "contains-token('a b', 'a b')",
                                          "contains-token('a b', '')",
                                          "contains-token('', '')"};
  const std::vector<std::string> places = {"0",     "1", "2",       "-1",       "'1.5'",  "'2.5'",
                                           "'0.4'", "7", "1 div 0", "-1 div 0", "0 div 0"};
  for (const std::string& from : places) {
    expressions.push_back("substring('12é45', " + from + ")");
    for (const std::string& size : places) expressions.push_back("substring('12é45', " + from + ", " + size + ")");
  }
  std::vector<Node> contexts = {document->root(), document->rootElement()};
  for (const Node& node : document->rootElement().children()) contexts.push_back(node);
  for (const Node& node : document->rootElement().attributes()) contexts.push_back(node);
  for (const std::string& expression : expressions) {
    if (expression.find("s:x") != std::string::npos) continue;
    for (const Node& context : contexts) comparison.hold(expression, context);
  }
  for (const char* pattern : {"b",           "*",        "@n",        "@*",          "b/c",
                              "b[2]",        "b[$two]",  "b[$no]",    "b[$yes]",     "text()",
                              "comment()",   "a//c",     "/a/b",      "//c",         "b | @x | /a",
                              "*[not(*)]",   "*[@n]/c",  "b[c]/@n",   "d/b[1]",      "b[number(.)]",
                              "*[count(*)]", "b[. = 1]", "b[last()]", "d/b[last()]", "b[count(*) + 1]"}) {
    comparison.holdPattern(pattern, document->root());
  }
}

TEST(XPathProgram, TakesWhatRulesMostlyConsistOf) {
  for (const char* expression :
       {"/Server/Ports/Offset", "normalize-space(.) != '' and not(@x)", "matches(., '^a')", "$a | $b", "//x[@a = 'b']",
        "count(key('member', .)) > 1", "document('conf/axis2/axis2.xml')/axisconfig/clustering[@enable = 'true']"}) {
    EXPECT_TRUE(isStraight(expression)) << expression;
  }
  EXPECT_TRUE(isStraight("Connector[@port]", true));
  // What it does not take is libxml2's.
  for (const char* expression : {"last()", "p()", "following::a", "b[position() = 1]", "1.5", "//b[1]",
                                 "//b[last() = 1]", "//b[1 + 1]", "processing-instruction()", "node()", "--1"}) {
    EXPECT_FALSE(isStraight(expression)) << expression;
  }
}

TEST(XPathProgram, WhatIsWrongStaysWrong) {
  for (const char* expression :
       {"",   "a b", "a[", "a]", "(a",  "count()", "count(1)",   "not(1, 2)", "..[1]", "a/",
        "//", "1/a", "@",  "$",  "a |", "a | 1",   "current(1)", "'a",        "a::b",  "@text()["}) {
    EXPECT_FALSE(isStraight(expression)) << expression;
  }
}

TEST(XPathProgram, GivesWhatLibxml2GivesForTheShippedRulesOnTheFixtures) {
  std::vector<Document> documents;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("fixtures")) {
    if (entry.path().extension() != ".xml") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    auto document = Document::parse(std::string(std::istreambuf_iterator<char>(in), {}), entry.path().string());
    if (document) documents.push_back(std::move(*document));
  }
  ASSERT_GT(documents.size(), 10U);
  std::size_t compared = 0;
  for (const Pack& pack : builtinLintPacks()) {
    for (const Pattern& pattern : pack.patterns) {
      for (const Rule& rule : pattern.rules) {
        const auto compiled = XPath::compilePattern(rule.context.text(), pack.namespaces);
        ASSERT_TRUE(compiled) << rule.context.text();
        if (compiled->impl().program == nullptr || !compiled->variables().empty()) continue;
        for (const Document& document : documents) {
          Comparison(document).holdPattern(rule.context.text(), document.root());
          ++compared;
        }
      }
    }
  }
  EXPECT_GT(compared, 1'000U);
}

}  // namespace
}  // namespace carbonfix
