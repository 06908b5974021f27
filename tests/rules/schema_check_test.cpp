// Words for rule files that the schema does not accept.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carbonfix/rules/builtin.h"
#include "carbonfix/rules/loader.h"
#include "rules/grammar.h"
#include "rules/rule_file.h"

namespace carbonfix {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string patternWith(std::string_view rule) {
  return ruleFile(fmt::format("<pattern id=\"p\" files=\"a.xml\">\n{}\n</pattern>", rule));
}

TEST(SchemaCheck, NamesAnUnknownElementAndTheNearestKnown) {
  EXPECT_THAT(complaints(patternWith(R"xml(<rule context="A"><asert id="t.a" test=".">m</asert></rule>)xml")),
              ElementsAre("3:20 <asert> may not stand in <rule> (did you mean \"assert\"?)"))
      << "an assert that is there under another name is not missing";
}

TEST(SchemaCheck, NamesAnUnknownAttribute) {
  EXPECT_THAT(complaints(ruleFileWithChecks(R"xml(<assert id="t.a" tets="." test=".">m</assert>)xml")),
              ElementsAre("4:23 <assert> has no attribute \"tets\" (did you mean \"test\"?)"));
}

TEST(SchemaCheck, NamesAMissingAttribute) {
  EXPECT_THAT(complaints(ruleFileWithChecks(R"xml(<assert id="t.a">m</assert>)xml")),
              ElementsAre("4:2 <assert> needs the attribute \"test\""));
}

TEST(SchemaCheck, NamesTheValuesAllowed) {
  EXPECT_THAT(complaints(ruleFileWithChecks(R"xml(<assert id="t.a" test="." severity="waring">m</assert>)xml")),
              ElementsAre("4:36 severity=\"waring\" must be error, warning or info (did you mean \"warning\"?)"));
}

TEST(SchemaCheck, SaysWhatANameAndANumberAre) {
  EXPECT_THAT(
      complaints(patternWith(R"xml(<rule context="A" min="some"><assert id="t a" test=".">m</assert></rule>)xml")),
      ElementsAre("3:23 min=\"some\" must be a whole number, 0 or more", HasSubstr("3:41 id=\"t a\" must be a name")));
}

TEST(SchemaCheck, SaysWhatIsMissingInside) {
  EXPECT_THAT(complaints(ruleFile("<title>empty</title>")),
              ElementsAre("1:2 <rules> needs at least one <pattern>, <patch>, <example> or <port> in it"));
  EXPECT_THAT(complaints(ruleFile("<pattern id=\"p\" files=\"a.xml\"/>")),
              ElementsAre("2:2 <pattern> needs a <rule> in it"));
}

TEST(SchemaCheck, SaysWhichOrderIsWanted) {
  EXPECT_THAT(complaints(patternWith(
                  R"xml(<rule context="A"><assert id="t.a" test=".">m</assert></rule><let name="x" value="1"/>)xml")),
              ElementsAre("3:63 <let> must stand before <rule> in <pattern>"));
}

TEST(SchemaCheck, KnowsWhatSchematronHasAndThisLanguageLacks) {
  const auto pack =
      loadPack(patternWith(R"xml(<rule context="A"><extends rule="b"/><assert id="t.a" test=".">m</assert></rule>)xml"),
               "t.xml", Checking::full);
  ASSERT_FALSE(pack);
  EXPECT_EQ(pack.error()[0].hint, "Schematron's \"extends\" is not part of this language");
}

TEST(SchemaCheck, ListsAllProblemsOfAllKindsInOrder) {
  EXPECT_THAT(
      complaints(
          patternWith("<rule context=\"A[\">\n<assert id=\"t.a\" test=\"$x\" sevrity=\"error\">m</assert></rule>")),
      ElementsAre(HasSubstr("3:"), HasSubstr("4:24 $x is not defined"), HasSubstr("4:36 <assert> has no attribute")));
}

TEST(SchemaCheck, LeavesForeignElementsAndPastedContentAlone) {
  EXPECT_THAT(complaints(R"xml(<rules xmlns="urn:carbonfix:rules:1" xmlns:o="urn:o" id="t" o:made-by="x">
<o:note>about</o:note>
<pattern id="p" files="a.xml" o:x="1"><o:n/><rule context="A"><assert id="t.a" test=".">m</assert></rule>
<example of="t.a"><bad><o:A odd="1"/></bad></example></pattern>
<patch id="t.p" files="a.xml" ensure="//b"><add sel="/a"><o:b rule="x"><assert/></o:b></add></patch></rules>)xml"),
              IsEmpty());
}

TEST(SchemaCheck, EveryElementOfTheSchemaIsReadFromIt) {
  const auto grammar = Grammar::parse(builtinSchema());
  ASSERT_TRUE(grammar) << describe(grammar.error());
  EXPECT_EQ(grammar->root("rules").name, "rules");
  std::vector<std::string> children;
  for (const ChildRule& child : grammar->root("rules").children) children.push_back(child.element->name);
  EXPECT_THAT(children, testing::IsSupersetOf({"title", "ns", "param", "let", "key", "phase", "pattern", "patch",
                                               "example", "diagnostics"}));
}

}  // namespace
}  // namespace carbonfix
