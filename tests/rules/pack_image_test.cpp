#include "rules/pack_image.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "carbonfix/document/document.h"
#include "carbonfix/rules/loader.h"
#include "rules/rule_file.h"

namespace carbonfix {
namespace {

// Something of every kind that a rule file can hold.
Pack everyKind() {
  auto pack = loadPack(ruleFile(R"xml(<title>All kinds</title>
<ns prefix="p" uri="urn:p"/>
<param name="port" type="port" default="" values="1 2" sensitive="true">What it is for</param>
<let name="a" value="//a"/>
<key name="k" files="conf/*.xml" match="b | c" use="@x" group="@y" across="cluster"/>
<phase id="production"><active pattern="one"/></phase>
<pattern id="one" files="conf/a.xml conf/b.xml" required="true" if="$product = 'das'"><title>One</title>
<let name="l" value="1"/>
<rule context="p:a[@b]" min="2"><let name="m" value="."/>
<assert id="t.assert" severity="warning" test="@c" subject="@b" see="https://x" diagnostics="d" fix="f">Say
<value-of select="@b"/> of <name/> and <name path=".."/></assert>
<report id="t.report" test="@d">No</report>
<fix id="f" safety="unsafe"><title>Do</title><let name="n" value="2"/><set sel="@c" if="true()">{$n}<value-of
select="$m"/></set><add sel="." pos="prepend"><x y="{$n}"/></add><remove sel="@z" ws="both"/></fix></rule></pattern>
<patch id="t.patch" files="conf/a.xml" context="a" if="true()" ensure="true()" optional="true" effect="restart"
consent="data" safety="unsafe"><let name="o" value="3"/><merge sel="x" by="name"><y/></merge></patch>
<diagnostics><diagnostic id="d">Help <value-of select="."/></diagnostic></diagnostics>)xml"),
                       "t.xml", Checking::none);
  EXPECT_TRUE(pack) << (pack ? "" : describe(pack.error().front()));
  return pack ? std::move(*pack) : Pack();
}

TEST(PackImage, GivesBackWhatWasPutIn) {
  const Pack pack = everyKind();
  const std::string image = packImage(pack);
  const Pack again = packOfImage(image);
  EXPECT_EQ(packImage(again), image);  // nothing is lost on the way back

  ASSERT_EQ(again.patterns.size(), 1U);
  ASSERT_EQ(again.patterns[0].rules.size(), 1U);
  const Rule& rule = again.patterns[0].rules[0];
  EXPECT_EQ(rule.context.text(), "p:a[@b]");
  EXPECT_TRUE(rule.context.isPattern());
  EXPECT_EQ(rule.context.path(), "t.xml");
  EXPECT_GT(rule.context.at().line, 1U);
  EXPECT_EQ(rule.min, 2U);
  ASSERT_EQ(rule.checks.size(), 2U);
  EXPECT_EQ(rule.checks[0].severity, Severity::warning);
  EXPECT_FALSE(rule.checks[1].subject);
  EXPECT_EQ(rule.checks[0].message.size(), pack.patterns[0].rules[0].checks[0].message.size());
  ASSERT_EQ(rule.fixes.size(), 1U);
  EXPECT_EQ(rule.fixes[0].operations[1].content, pack.patterns[0].rules[0].fixes[0].operations[1].content);
  EXPECT_EQ(again.namespaces.prefixes.at("p"), "urn:p");
  EXPECT_EQ(again.params[0].defaultValue, std::string());  // an empty default is one
  EXPECT_EQ(again.params[0].values, (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(again.patches[0].effect, Effect::restart);
  EXPECT_EQ(again.diagnostics[0].text.size(), pack.diagnostics[0].text.size());
}

TEST(PackImage, ExpressionsComeCompiled) {
  const std::string image = packImage(everyKind());
  const Pack pack = packOfImage(image);
  // Nothing is compiled any more: the prefix would not be known.
  const auto context = pack.patterns[0].rules[0].context.compiled(Namespaces());
  ASSERT_TRUE(context);
  const auto document = Document::parse("<r xmlns:q='urn:p'><q:a b='1'/><a b='2'/></r>", "x");
  ASSERT_TRUE(document);
  const Scope scope;
  const auto nodes = XPathEvaluator().select(**context, document->root(), scope);
  ASSERT_TRUE(nodes);
  ASSERT_EQ(nodes->size(), 1U);
  EXPECT_EQ(nodes->front().attribute("b"), "1");
  const auto value = pack.keys[0].match.compiled(Namespaces());
  ASSERT_TRUE(value);
  EXPECT_EQ((*value)->text(), "b | c");
  EXPECT_TRUE((*value)->looksAtDocument());
  EXPECT_EQ(pack.keys[0].group.text(), "@y");
}

TEST(PackImage, WhatCannotBeCompiledFailsWhenItIsUsed) {
  Pack pack;
  pack.path = "t.xml";
  pack.lets.push_back({"a", Expression("a[", "t.xml", {}, false)});
  const std::string image = packImage(pack);
  EXPECT_FALSE(packOfImage(image).lets[0].value.compiled(Namespaces()));
}

TEST(PackImage, LongTextsAndManyOfThem) {
  Pack pack;
  pack.path = "t.xml";
  for (const std::size_t size : {0U, 127U, 128U, 16383U, 16384U, 300000U}) {
    Param param;
    param.name = std::string(size, 'x');
    pack.params.push_back(param);
  }
  const Pack again = packOfImage(packImage(pack));
  ASSERT_EQ(again.params.size(), pack.params.size());
  for (std::size_t i = 0; i < pack.params.size(); ++i) EXPECT_EQ(again.params[i].name, pack.params[i].name);
  EXPECT_FALSE(again.params[0].defaultValue);
}

TEST(PackImage, OneThatIsCutOffIsABug) {
  const std::string image = packImage(everyKind());
  for (std::size_t size = 0; size < image.size(); ++size) {
    EXPECT_THROW(packOfImage(std::string_view(image).substr(0, size)), std::logic_error) << size;
  }
}

}  // namespace
}  // namespace carbonfix
