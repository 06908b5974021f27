#include "cli/rule_steps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/rule_file.h"

namespace carbonfix {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> stepsOf(std::string_view operations) {
  const auto pack =
      loadPack(ruleFile(fmt::format("<patch id=\"t.p\" files=\"conf/a.xml\" ensure=\"a\">{}</patch>", operations)),
               "t.xml", Checking::full);
  EXPECT_TRUE(pack) << (pack ? "" : describe(pack.error().front()));
  return pack ? stepsOf(pack->patches.front().operations) : std::vector<std::string>();
}

TEST(RuleSteps, SayWhatIsSet) {
  EXPECT_THAT(stepsOf("<set sel=\"a\" missing=\"uncomment add\">1</set><set sel=\".\" type=\"@on\">true</set>"
                      "<set sel=\"a\" key=\"port\"><value-of select=\"../b\"/>0</set><set sel=\"a\"/>"),
              ElementsAre("set a to 1 (where it is absent: uncomment, then add)", "set @on to true",
                          "set the line port in a to ../b0", "set a to nothing"));
}

TEST(RuleSteps, SayWhatIsPutIn) {
  EXPECT_THAT(stepsOf("<add sel=\"a\"><b/></add><add sel=\"a\" pos=\"before\"><b/></add>"
                      "<add sel=\"a\" pos=\"prepend\"><b/></add><add sel=\"a\" type=\"@c\">1</add>"
                      "<merge sel=\"a\" by=\"name\"><datasource><name>one that has a long name</name><url>u</url>"
                      "</datasource></merge>"),
              ElementsAre("add <b/> into a", "add <b/> before a", "add <b/> first into a", "add @c of a with 1",
                          "bring <datasource>… into a"));
}

TEST(RuleSteps, SayTheRest) {
  EXPECT_THAT(stepsOf("<replace sel=\"a\" if=\"b\"><c/></replace><remove sel=\"a\"/><comment sel=\".\"/>"
                      "<uncomment sel=\"comment()\" holds=\"d\"/><uncomment sel=\"comment()\"/>"),
              ElementsAre("replace a by <c/>, if b", "remove a", "comment it out", "uncomment d",
                          "uncomment the one element in it"));
}

}  // namespace
}  // namespace carbonfix
