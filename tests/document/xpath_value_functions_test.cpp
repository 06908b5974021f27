// jdbc(), ip-kind(), ip-in(), version-compare(), select(), and current() in patterns.
#include <gtest/gtest.h>

#include "carbonfix/document/document.h"
#include "carbonfix/document/xpath.h"

namespace carbonfix {
namespace {

std::string evaluate(const std::string& expression, const std::string& xml = "<a/>") {
  const Result<Document> document = Document::parse(xml, "a.xml");
  if (!document) return "error: " + document.error().message;
  const Result<XPath> compiled = XPath::compile(expression, {});
  if (!compiled) return "error: " + compiled.error().message;
  XPathEvaluator evaluator;
  const Result<Value> value = evaluator.evaluate(*compiled, document->root(), Scope());
  return value ? toString(*value) : "error: " + value.error().message;
}

std::size_t countOf(const std::string& pattern, const std::string& xml) {
  const Result<Document> document = Document::parse(xml, "a.xml");
  const Result<XPath> compiled = XPath::compilePattern(pattern, {});
  EXPECT_TRUE(compiled) << (compiled ? "" : compiled.error().message);
  if (!compiled) return 0;
  XPathEvaluator evaluator;
  const Result<NodeSet> nodes = evaluator.select(*compiled, document->root(), Scope());
  EXPECT_TRUE(nodes) << (nodes ? "" : nodes.error().message);
  return nodes ? nodes->size() : 0;
}

TEST(ValueFunctions, JdbcGivesTheUrlAsAnElement) {
  const auto of = [&](const std::string& path) {
    return evaluate("jdbc('jdbc:mysql://db1:3306,db2/REG?a=b&c=d')" + path);
  };
  EXPECT_EQ(of("/@driver"), "mysql");
  EXPECT_EQ(of("/@database"), "REG");
  EXPECT_EQ(of("/@id"), "mysql://db1:3306,db2:3306/REG");
  EXPECT_EQ(of("/host[1]"), "db1");
  EXPECT_EQ(of("/host/@port"), "3306");
  EXPECT_EQ(of("/option[@name='c']"), "d");
  EXPECT_EQ(evaluate("count(jdbc('jdbc:mysql://db1:3306,db2/REG')/host)"), "2");
  EXPECT_EQ(evaluate("count(jdbc('http://db1'))"), "0");
  EXPECT_EQ(evaluate("jdbc(//url)/host", "<a><url>jdbc:postgresql://pg/x?a=1&amp;b=2</url></a>"), "pg");
}

TEST(ValueFunctions, StringJoinTakesTheNodesInDocumentOrder) {
  const std::string xml = "<a><b n='1'>x</b><b n='2'>y</b><b n='3'/></a>";
  EXPECT_EQ(evaluate("string-join(//b, ', ')", xml), "x, y, ");
  EXPECT_EQ(evaluate("string-join(//b[3]/preceding-sibling::b/@n, '')", xml), "12");
  EXPECT_EQ(evaluate("concat('[', string-join(//c, ','), ']')", xml), "[]");
}

TEST(ValueFunctions, AddressesAndVersions) {
  EXPECT_EQ(evaluate("ip-kind('127.0.0.1')"), "loopback");
  EXPECT_EQ(evaluate("ip-kind('db1')"), "");
  EXPECT_EQ(evaluate("ip-in('10.1.2.3', '192.168.0.0/16 10.0.0.0/8')"), "true");
  EXPECT_EQ(evaluate("ip-in('10.1.2.3', '')"), "false");
  EXPECT_NE(evaluate("ip-in('10.1.2.3', '10.0.0.0/99')").find("error: "), std::string::npos);
  EXPECT_EQ(evaluate("version-compare('5.3.0', '5.10.0')"), "-1");
  EXPECT_EQ(evaluate("version-compare('5.3.0', '5.3') = 0"), "true");
  EXPECT_EQ(evaluate("version-compare('', '5.3')"), "NaN");
  EXPECT_EQ(evaluate("version-compare('', '5.3') >= 0"), "false");
}

TEST(ValueFunctions, SelectEvaluatesATextAtTheFirstNode) {
  const std::string xml =
      "<a><path>/a/b[@n='2']</path><wrong>/a/[</wrong><again>select(/a, '/a/b')</again>"
      "<b n='1'>x</b><b n='2'>y</b></a>";
  EXPECT_EQ(evaluate("select(/, /a/path)", xml), "y");
  EXPECT_EQ(evaluate("select(//b[2], '@n')", xml), "2");
  EXPECT_EQ(evaluate("count(select(/, /a/wrong))", xml), "0");
  EXPECT_EQ(evaluate("count(select(/a/none, '/a/b'))", xml), "0");
  EXPECT_EQ(evaluate("select(/, 'count(//b)')", xml), "2");
}

TEST(ValueFunctions, WhatSelectIsGivenReachesNothingElse) {
  const std::string xml = "<a><again>select(/a, '/a/b')</again><b/></a>";
  EXPECT_EQ(evaluate("count(select(/, //again))", xml), "0");
  EXPECT_EQ(evaluate("count(select(/, 'document(\"x\")'))", xml), "0");
  EXPECT_EQ(evaluate("count(select(/, '$home'))", xml), "0");
}

TEST(ValueFunctions, SelectCountsForTheLimitOfTheWhole) {
  std::string xml = "<a>";
  for (int i = 0; i < 2000; ++i) xml += "<b/>";
  xml += "</a>";
  EXPECT_NE(evaluate("count(//b[count(select(/, '//b[count(//b) > 1]')) > 0])", xml).find("too many steps"),
            std::string::npos);
}

TEST(PatternCurrent, IsTheNodeThatThePatternMatches) {
  const std::string xml = "<a><d n='1'/><d n='2'/><p of='2'/><p of='3'/></a>";
  EXPECT_EQ(countOf("p[//d[@n = current()/@of]]", xml), 1U);
  EXPECT_EQ(countOf("/a/p[true()][//d[@n = current()/@of]]", xml), 1U);
  EXPECT_EQ(countOf("d[not(//p[@of = current()/@n])] | p[not(//d[@n = current()/@of])]", xml), 2U);
  EXPECT_EQ(countOf("d[1] | p[//d[@n = current()/@of]]", xml), 2U);
  EXPECT_EQ(countOf("a/d[../p[@of = current()/@n]][1]", xml), 1U);
}

TEST(PatternCurrent, InAnEarlierStepIsRefused) {
  const Result<XPath> compiled = XPath::compilePattern("a[b = current()]/c", {});
  ASSERT_FALSE(compiled);
  EXPECT_EQ(compiled.error().message, "current() may stand in predicates of the last step only");
  EXPECT_EQ(compiled.error().at.column, 7U);
}

}  // namespace
}  // namespace carbonfix
