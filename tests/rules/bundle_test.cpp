#include "rules/bundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carbonfix/rules/builtin.h"
#include "carbonfix/rules/loader.h"
#include "rules/rule_file.h"

namespace carbonfix {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string packText(std::string_view id, std::string_view inside) {
  return fmt::format(
      "<rules xmlns=\"urn:carbonfix:rules:1\" id=\"{0}\">{1}<pattern id=\"p\" files=\"conf/a.xml\">\n"
      "  <rule context=\"a\"><report id=\"{0}.a\" test=\"$x\">m</report></rule>\n"
      "  <example of=\"{0}.a\"><bad><![CDATA[<a/>]]></bad></example>\n</pattern></rules>\n",
      id, inside);
}

TEST(Bundle, KeepsEachPackApart) {
  const auto bundle = bundleOf(
      {{packText("one", "<p>Prose.</p>\n<ns prefix=\"c\" uri=\"urn:1\"/><let name=\"x\" value=\"1\"/>"), "1.xml"},
       {packText("two", "<ns prefix=\"c\" uri=\"urn:2\"/><let name=\"x\" value=\"2\"/>"), "2.xml"}});
  ASSERT_TRUE(bundle) << describe(bundle.error());
  const auto packs = loadRules(*bundle, "bundle.xml");
  ASSERT_TRUE(packs) << describe(packs.error().front());
  ASSERT_EQ(packs->size(), 2U);
  EXPECT_EQ((*packs)[0].id, "one");
  EXPECT_EQ((*packs)[0].namespaces.prefixes.at("c"), "urn:1");
  EXPECT_EQ((*packs)[1].namespaces.prefixes.at("c"), "urn:2");
  EXPECT_EQ((*packs)[1].lets[0].value.text(), "2");
  EXPECT_EQ((*packs)[1].patterns[0].rules[0].checks[0].id, "two.a");
  EXPECT_THAT(*bundle, Not(HasSubstr("Prose")));
  EXPECT_THAT((*packs)[0].examples, IsEmpty());
  // A bundle of a bundle is the same.
  const auto again = bundleOf({{*bundle, "bundle.xml"}});
  ASSERT_TRUE(again) << describe(again.error());
  EXPECT_EQ(*again, *bundle);
}

TEST(Bundle, IsUtf8WhateverItsFilesAre) {
  const std::string latin =
      "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n" + packText("one",
                                                                     "<title>Gr\xfc\xdf"
                                                                     "e</title><let name=\"x\" value=\"1\"/>");
  const auto bundle = bundleOf({{latin, "1.xml"}});
  ASSERT_TRUE(bundle) << describe(bundle.error());
  EXPECT_THAT(*bundle, HasSubstr("<title>Gr\u00fc\u00dfe</title>"));
}

TEST(Bundle, RefusesWhatCannotBeMoved) {
  const auto entity = bundleOf(
      {{"<!DOCTYPE rules [<!ENTITY x \"1\">]>" + packText("one", "<let name=\"x\" value=\"&x;\"/>"), "1.xml"}});
  ASSERT_FALSE(entity);
  EXPECT_EQ(entity.error().path, "1.xml");
  EXPECT_THAT(entity.error().hint, HasSubstr("DOCTYPE"));
  const auto schema = bundleOf({{"<schema xmlns='http://purl.oclc.org/dsdl/schematron'/>", "x.sch"}});
  ASSERT_FALSE(schema);
  EXPECT_THAT(schema.error().message, HasSubstr("Schematron"));
}

TEST(Bundle, ProblemsAreToldAtTheirLine) {
  EXPECT_THAT(complaints("<bundle xmlns='urn:carbonfix:rules:1'/>"), ElementsAre("1:2 <bundle> needs a <rules> in it"));
  EXPECT_THAT(complaints("<bundle xmlns='urn:carbonfix:rules:1'>\n" + packText("one", "<let name=\"y\" value=\"1\"/>") +
                         "</bundle>"),
              ElementsAre("3:46 $x is not defined here (did you mean \"y\"?)"));
}

TEST(Bundle, OfWhatIsShippedIsRefusedBesideIt) {
  std::vector<RuleText> texts;
  for (const std::string_view text : builtinLintTexts()) texts.push_back({std::string(text), "shipped"});
  const auto bundle = bundleOf(texts);
  ASSERT_TRUE(bundle) << describe(bundle.error());
  auto packs = loadRules(*bundle, "bundle.xml");
  ASSERT_TRUE(packs) << describe(packs.error().front());
  std::vector<Pack> both = builtinLintPacks();
  EXPECT_EQ(packs->size(), both.size());
  std::ranges::move(*packs, std::back_inserter(both));
  const Errors errors = checkAcross(both);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_THAT(errors[0].hint, HasSubstr("--no-builtin-rules"));
}

}  // namespace
}  // namespace carbonfix
