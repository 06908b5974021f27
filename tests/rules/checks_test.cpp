// What full checking finds beyond the schema, and where it points.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carbonfix/rules/loader.h"
#include "rules/rule_file.h"

namespace carbonfix {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(RuleChecks, PointInsideTheExpression) {
  // Column 30 is behind test=", the fault is the unknown function 9 characters on.
  EXPECT_THAT(complaints(ruleFileWithChecks(R"xml(<assert id="t.a" test="@x and countt(*) = 1">m</assert>)xml")),
              ElementsAre("4:31 there is no function countt() (did you mean \"count\"?)"));
}

TEST(RuleChecks, CountReferencesAndLineEndsAsOneCharacter) {
  EXPECT_THAT(complaints(ruleFileWithChecks("<assert id=\"t.a\" test=\"@x &lt; 1 and\n  $unheard &gt; 0\">m</assert>")),
              ElementsAre("5:3 $unheard is not defined here"));
}

TEST(RuleChecks, PrefixesMustBeDeclared) {
  EXPECT_THAT(complaints(ruleFileWithChecks(R"xml(<assert id="t.a" test="c:x">m</assert>)xml")),
              ElementsAre(R"xml(4:24 the prefix "c" is not declared)xml"));
}

TEST(RuleChecks, ErrorsShowTheLine) {
  const auto pack =
      loadPack(ruleFileWithChecks(R"xml(<assert id="t.a" test="c:x">m</assert>)xml"), "t.xml", Checking::full);
  ASSERT_FALSE(pack);
  const std::string text = describe(pack.error()[0]);
  EXPECT_THAT(text, HasSubstr("t.xml:4:24"));
  EXPECT_THAT(text, HasSubstr("<assert id=\"t.a\" test=\"c:x\">"));
  EXPECT_THAT(text, HasSubstr("<ns prefix=\"c\""));
}

TEST(RuleChecks, VariablesAreKnownWhereTheirLetStands) {
  EXPECT_THAT(complaints(ruleFileWithChecks(
                  R"xml(<let name="port" value="."/><assert id="t.a" test="$prot &gt; 1">m</assert>)xml")),
              ElementsAre("4:52 $prot is not defined here (did you mean \"port\"?)"));
  // A later let is not in sight of an earlier one, nor one rule's in another.
  EXPECT_THAT(complaints(ruleFile(R"xml(<let name="a" value="$b"/><let name="b" value="1"/>
<pattern id="p" files="x.xml"><rule context="A"><let name="only" value="$b"/><assert id="t.a" test="$only = .">m</assert></rule>
<rule context="B"><assert id="t.b" test="$only = .">m</assert></rule></pattern>)xml")),
              ElementsAre("2:22 $b is not defined here", "4:42 $only is not defined here"));
}

TEST(RuleChecks, TheToolsVariablesAreKnown) {
  EXPECT_THAT(
      complaints(ruleFileWithChecks(
          R"xml(<assert id="t.a" test="$file != concat($node, $home, $product, $version, $kernel) or $cluster">m</assert>)xml")),
      IsEmpty());
}

TEST(RuleChecks, NamesAreDefinedOnceInAScope) {
  EXPECT_THAT(complaints(ruleFile(R"xml(<param name="a" default="1"/><let name="a" value="2"/>
<pattern id="p" files="x.xml"><let name="a" value="3"/><rule context="A"><assert id="t.a" test="$a = .">m</assert></rule></pattern>)xml")),
              ElementsAre("2:51 $a is defined twice in one scope"));
}

TEST(RuleChecks, ATestMustLookAtSomething) {
  EXPECT_THAT(complaints(ruleFileWithChecks(R"xml(<assert id="t.a" test="'@x'">m</assert>)xml")),
              ElementsAre("4:24 this test is the same for every file: it looks at nothing in it"));
}

TEST(RuleChecks, ReferencesPointToSomething) {
  EXPECT_THAT(complaints(ruleFile(R"xml(<phase id="f"><active pattern="ports"/></phase>
<pattern id="port" files="x.xml"><rule context="A">
<assert id="t.a" test="." diagnostics="how wy" fix="repair">m</assert>
<fix id="repairs"><set sel=".">1</set></fix>
</rule>
<example of="t.b"><bad>x</bad></example></pattern>
<diagnostics><diagnostic id="why">w</diagnostic></diagnostics>)xml")),
              ElementsAre("2:32 no pattern has the id \"ports\" (did you mean \"port\"?)",
                          "4:40 no diagnostic has the id \"how\"",
                          "4:40 no diagnostic has the id \"wy\" (did you mean \"why\"?)",
                          "4:53 no fix \"repair\" in this rule (did you mean \"repairs\"?)",
                          "7:14 no check or patch has the id \"t.b\" (did you mean \"t.a\"?)"));
}

TEST(RuleChecks, IdsAreUniqueAndNotTheTools) {
  EXPECT_THAT(complaints(ruleFileWithChecks(R"xml(<assert id="t.a" test=".">m</assert>
<assert id="t.a" test=".">m</assert>
<report id="xml.mine" test=".">m</report>)xml")),
              ElementsAre("5:13 the id \"t.a\" is there twice", "6:13 the id \"xml.mine\" is one of the tool's own"));
}

TEST(RuleChecks, KeysMustExist) {
  const std::string keyed = R"xml(<key name="member" files="conf/a.xml" match="Port" use="."/>
<pattern id="p" files="conf/a.xml"><rule context="Port"><report id="t.a" test="count(key('membr', .)) > 1">m</report></rule></pattern>)xml";
  EXPECT_THAT(complaints(ruleFile(keyed)),
              ElementsAre("3:91 no <key> has the name \"membr\" (did you mean \"member\"?)"));
}

TEST(RuleChecks, GroupsAreThoseOfAKey) {
  const auto keyed = [](std::string_view attribute, std::string_view test) {
    return complaints(ruleFile(fmt::format(R"xml(<key name="member" files="conf/a.xml" match="Port" use="."{}/>
<pattern id="p" files="conf/a.xml"><rule context="Port"><report id="t.a" test="{}">m</report></rule></pattern>)xml",
                                           attribute, test)));
  };
  EXPECT_THAT(keyed(" group='../Name'", "usual('member', ../Name) != ."), IsEmpty());
  EXPECT_THAT(keyed("", "usual('member', ../Name) != ."), ElementsAre("3:87 the <key> \"member\" has no groups"));
  EXPECT_THAT(keyed("", "group('membr', .)"),
              ElementsAre("3:87 no <key> has the name \"membr\" (did you mean \"member\"?)"));
  EXPECT_THAT(keyed(" group='$none'", "key('member', .)"), ElementsAre(HasSubstr("2:67 $none is not defined here")));
}

TEST(RuleChecks, FilesStayInTheHome) {
  EXPECT_THAT(
      complaints(ruleFile(
          R"xml(<pattern id="p" files="../a.xml /etc/b.xml conf/c..xml"><rule context="A"><assert id="t.a" test=".">m</assert></rule></pattern>)xml")),
      ElementsAre(HasSubstr("files \"../a.xml\" must be"), HasSubstr("files \"/etc/b.xml\" must be")));
}

TEST(RuleChecks, WhatAPatchWritesIsCheckedToo) {
  EXPECT_THAT(complaints(ruleFile(R"xml(<param name="host">Host name.</param>
<patch id="t.p" files="conf/a.xml" ensure="1 = 1">
<add sel="/a"><b c="{$hst}" d="${carbon.home}">{$host}</b></add>
<set sel="//b[">{$port}</set>
</patch>)xml")),
              ElementsAre("3:44 this ensure is the same for every file: it looks at nothing in it",
                          "4:2 {$hst} in what this writes is not defined here (did you mean \"host\"?)",
                          "5:2 {$port} in what this writes is not defined here",
                          HasSubstr("5:15 not an XPath 1.0 expression")));
}

TEST(RuleChecks, AFixThatNobodyNamesIsAWarning) {
  testing::internal::CaptureStderr();
  const auto pack = loadPack(
      ruleFileWithChecks(R"xml(<assert id="t.a" test=".">m</assert><fix id="f"><set sel=".">1</set></fix>)xml"),
      "t.xml", Checking::full);
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_TRUE(pack);
  EXPECT_THAT(log, HasSubstr("no check names the fix \"f\""));
}

TEST(RuleChecks, ALineWithASecretIsNotShown) {
  const auto pack = loadPack(
      ruleFile("<patch id=\"t.p\" files=\"a.xml\" ensure=\"c:x\"><set sel=\"//p\" type=\"@password\">hunter2</set>"
               "<add sel=\"/a\"><password>hunter2</password></add></patch>"),
      "t.xml", Checking::full);
  ASSERT_FALSE(pack);
  EXPECT_THAT(describe(pack.error()[0]), Not(HasSubstr("hunter2")));
}

}  // namespace
}  // namespace carbonfix
