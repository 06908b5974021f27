#include "carbonfix/document/xpath.h"

#include <gtest/gtest.h>

#include "carbonfix/document/document.h"

namespace carbonfix {
namespace {

const char* const kCarbon =
    "<Server xmlns='http://wso2.org/projects/carbon/carbon.xml' xmlns:s='urn:s'><Ports><Offset "
    "s:a='A'>1</Offset></Ports>"
    "<plain xmlns=''>p</plain><s:x>sx</s:x></Server>";

std::string evaluate(const std::string& expression, const Namespaces& namespaces = {}, bool pattern = false,
                     const char* xml = kCarbon) {
  Result<Document> document = Document::parse(xml, "carbon.xml");
  Result<XPath> compiled =
      pattern ? XPath::compilePattern(expression, namespaces) : XPath::compile(expression, namespaces);
  if (!compiled) return "error " + std::to_string(compiled.error().at.column) + ": " + compiled.error().message;
  XPathEvaluator evaluator;
  Result<Value> value = evaluator.evaluate(*compiled, document->root(), Scope());
  return value ? toString(*value) : "error: " + value.error().message;
}

Namespaces with(const std::string& mode) {
  Namespaces namespaces;
  namespaces.defaultElement = mode;
  namespaces.prefixes = {{"c", "http://wso2.org/projects/carbon/carbon.xml"}, {"s", "urn:s"}};
  return namespaces;
}

TEST(XPathNames, UnprefixedMatchesTheFilesDefaultNamespace) {
  EXPECT_EQ(evaluate("/Server/Ports/Offset"), "1");
  EXPECT_EQ(evaluate("/Server/plain"), "p");
  EXPECT_EQ(evaluate("namespace-uri(/Server)"), "http://wso2.org/projects/carbon/carbon.xml");
}

TEST(XPathNames, PrefixesKeepTheirMeaningInEveryMode) {
  for (const char* mode : {"##any", "##local", "urn:other"}) {
    EXPECT_EQ(evaluate("/c:Server/c:Ports/c:Offset", with(mode)), "1") << mode;
    EXPECT_EQ(evaluate("string(//@s:a)", with(mode)), "A") << mode;
    EXPECT_EQ(evaluate("/c:Server/s:x", with(mode)), "sx") << mode;
    EXPECT_EQ(evaluate("count(//c:*)", with(mode)), "3") << mode;
    EXPECT_EQ(evaluate("count(//c:plain)", with(mode)), "0") << mode;
  }
}

TEST(XPathNames, LocalIsStrictXPath) {
  EXPECT_EQ(evaluate("count(/Server)", with("##local")), "0");
  EXPECT_EQ(evaluate("count(//plain)", with("##local")), "1");
  EXPECT_EQ(evaluate("count(/*/*[1])", with("##local")), "1");
}

TEST(XPathNames, UriNamesTheNamespace) {
  EXPECT_EQ(evaluate("/Server/Ports/Offset", with("http://wso2.org/projects/carbon/carbon.xml")), "1");
  EXPECT_EQ(evaluate("count(//plain)", with("http://wso2.org/projects/carbon/carbon.xml")), "0");
}

TEST(XPathNames, OperatorNamesAreNoNameTests) {
  const char* xml = "<div><and>1</and><or>2</or><mod>3</mod></div>";
  EXPECT_EQ(evaluate("div/and and div/or", with("##local"), false, xml), "true");
  EXPECT_EQ(evaluate("div/mod mod div/or", with("##local"), false, xml), "1");
  EXPECT_EQ(evaluate("/div/and * 4 div 2", with("##local"), false, xml), "2");
}

TEST(XPathPattern, MatchesAtAnyDepth) {
  const char* xml = "<a><b><c/><c/></b><c/></a>";
  EXPECT_EQ(evaluate("count(//c)", {}, false, xml), "3");
  const auto count = [&](const char* pattern) {
    Result<Document> document = Document::parse(xml, "x");
    Result<XPath> compiled = XPath::compilePattern(pattern, {});
    XPathEvaluator evaluator;
    return evaluator.select(*compiled, document->root(), Scope())->size();
  };
  EXPECT_EQ(count("c"), 3U);
  EXPECT_EQ(count("b/c"), 2U);
  EXPECT_EQ(count("/a/c"), 1U);
  EXPECT_EQ(count("b | /a/c"), 2U);
  EXPECT_EQ(count("c[1]"), 2U);
  EXPECT_EQ(count("/"), 1U);
}

TEST(XPathErrors, SayWhereAndWhat) {
  EXPECT_EQ(evaluate("/a/["), "error 4: not an XPath 1.0 expression: it can't be read");
  EXPECT_EQ(evaluate("/a/x:b"), "error 4: the prefix \"x\" is not declared");
  EXPECT_EQ(evaluate("contain(/a, 'b')"), "error 1: there is no function contain() (did you mean \"contains\"?)");
  EXPECT_EQ(evaluate("  "), "error 1: the expression is empty");
  EXPECT_EQ(evaluate("$nobody").substr(0, 5), "error");
}

TEST(XPathConstant, IsSeen) {
  const auto constant = [](const char* text) { return XPath::compile(text, {})->isConstant(); };
  EXPECT_TRUE(constant("'/*[x]'"));
  EXPECT_TRUE(constant("1 = 2 or true()"));
  EXPECT_FALSE(constant("a"));
  EXPECT_FALSE(constant("$a = 1"));
  EXPECT_FALSE(constant("."));
  EXPECT_FALSE(constant("text()"));
  EXPECT_FALSE(constant("position() = 1"));
}

TEST(XPathFunctions, BeyondXPath1) {
  EXPECT_EQ(evaluate("matches('host:3306:3306', ':[0-9]+:[0-9]+$')"), "true");
  EXPECT_EQ(evaluate("matches('abc', '^b')"), "false");
  EXPECT_EQ(evaluate("lower-case('AbC')"), "abc");
  EXPECT_EQ(evaluate("upper-case('AbC')"), "ABC");
  EXPECT_EQ(evaluate("ends-with('abc', 'bc')"), "true");
  EXPECT_EQ(evaluate("contains-token('TLSv1.1 TLSv1', 'TLSv1')"), "true");
  EXPECT_EQ(evaluate("contains-token('TLSv1.1', 'TLSv1')"), "false");
  EXPECT_EQ(evaluate("matches('a', '(')").substr(0, 5), "error");
}

TEST(XPathFunctions, CurrentIsTheNodeThatTheRuleLooksAt) {
  Result<Document> document = Document::parse("<a><b n='1'/><c n='1'>yes</c><c n='2'>no</c></a>", "x");
  XPathEvaluator evaluator;
  Result<NodeSet> b = evaluator.select(*XPath::compile("/a/b", {}), document->root(), Scope());
  Result<Value> found = evaluator.evaluate(*XPath::compile("../c[@n = current()/@n]", {}), b->front(), Scope());
  EXPECT_EQ(toString(*found), "yes");
}

TEST(XPathScope, InnerHidesOuter) {
  Scope outer;
  outer.set("x", std::string("outer"));
  Scope inner(&outer);
  inner.set("y", 2.0);
  Result<Document> document = Document::parse("<a/>", "x");
  XPathEvaluator evaluator;
  EXPECT_EQ(toString(*evaluator.evaluate(*XPath::compile("concat($x, $y)", {}), document->root(), inner)), "outer2");
  inner.set("x", std::string("inner"));
  EXPECT_EQ(toString(*evaluator.evaluate(*XPath::compile("$x", {}), document->root(), inner)), "inner");
}

TEST(XPathLimits, StopARuleGoneWrong) {
  std::string xml = "<a>";
  for (int i = 0; i < 3000; ++i) xml += "<b/>";
  Result<Document> document = Document::parse(xml + "</a>", "x");
  XPathEvaluator evaluator;
  Result<Value> value =
      evaluator.evaluate(*XPath::compile("count(//b[count(//b[count(//b) > 1]) > 1])", {}), document->root(), Scope());
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().message.substr(0, 23), "it takes too many steps");
}

TEST(XPathLimits, CountTheNodesOfVariables) {
  std::string xml = "<a>";
  for (int i = 0; i < 6000; ++i) xml += "<b/>";
  Result<Document> document = Document::parse(xml + "</a>", "x");
  XPathEvaluator evaluator;
  Scope scope;
  scope.set("all", *evaluator.select(*XPath::compile("//b", {}), document->root(), scope));
  EXPECT_TRUE(evaluator.evaluate(*XPath::compile("count($all)", {}), document->root(), scope));
  EXPECT_FALSE(evaluator.evaluate(*XPath::compile("//b[count($all) = 0]", {}), document->root(), scope));
}

TEST(XPathTokenize, KeepsOrderAndEmptyTokens) {
  EXPECT_EQ(evaluate("count(tokenize('b,a,,c', ','))"), "4");
  EXPECT_EQ(evaluate("concat(tokenize('b,a', ',')[1], tokenize('b,a', ',')[2])"), "ba");
  EXPECT_EQ(evaluate("count(tokenize('a.b|c', '.'))"), "2");
  EXPECT_EQ(evaluate("string(tokenize('a--b', '--')[2])"), "b");
  EXPECT_EQ(evaluate("count(tokenize('', ','))"), "0");
  EXPECT_EQ(evaluate("count(tokenize(' a  b\n', ' '))"), "4");
}

TEST(XPathTokenize, TakesWordsWithoutASeparator) {
  EXPECT_EQ(evaluate("count(tokenize('  a \t\nb '))"), "2");
  EXPECT_EQ(evaluate("count(tokenize(' '))"), "0");
}

TEST(XPathTokenize, RefusesAnEmptySeparator) {
  EXPECT_EQ(evaluate("tokenize('a', '')").substr(0, 6), "error:");
  EXPECT_EQ(evaluate("tokenize()").substr(0, 6), "error:");
}

TEST(XPathTokenize, GivesNodesThatOutliveTheExpression) {
  XPathEvaluator evaluator;
  const Result<XPath> compiled = XPath::compile("tokenize('x y')", {});
  ASSERT_TRUE(compiled);
  const Result<NodeSet> nodes = evaluator.select(*compiled, Node(), Scope());
  ASSERT_TRUE(nodes);
  const Result<XPath> other = XPath::compile("tokenize('p q')", {});
  ASSERT_TRUE(evaluator.select(*other, Node(), Scope()));
  ASSERT_EQ(nodes->size(), 2U);
  EXPECT_EQ(nodes->back().value(), "y");
}

}  // namespace
}  // namespace carbonfix
