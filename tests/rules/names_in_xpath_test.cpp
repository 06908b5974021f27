#include "carbonfix/rules/names_in_xpath.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carbonfix {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> keys(std::string_view xpath) {
  std::vector<std::string> names;
  for (const KeyInXPath& key : keysIn(xpath)) {
    names.push_back(key.name + "@" + std::to_string(key.column) + (key.byGroup ? "g" : ""));
  }
  return names;
}

std::vector<std::string> variables(std::string_view xpath) {
  std::vector<std::string> names;
  for (const NameInXPath& variable : variablesIn(xpath))
    names.push_back(variable.name + "@" + std::to_string(variable.column));
  return names;
}

TEST(NamesInXPath, Keys) {
  EXPECT_THAT(keys("key('a', .) | key ( \"b\" , key('c', 1))"), ElementsAre("a@6", "b@22", "c@32"));
  EXPECT_THAT(keys("group('a', .) != usual( 'b', key('c', 1))"), ElementsAre("a@8g", "b@26g", "c@35"));
  EXPECT_THAT(keys("'ä' = key('a', .)"), ElementsAre("a@12"));
  EXPECT_THAT(keys("\"key('no', 1)\" = my-key('no', 1) or key = 'x' or key($name, 1) or key("), IsEmpty());
  EXPECT_THAT(keys("key('open"), ElementsAre("ope@6"));
}

TEST(NamesInXPath, Variables) {
  EXPECT_THAT(variables("$a + $b-c = '$d' or $ e or ä[$f]"), ElementsAre("a@1", "b-c@6", "e@21", "f@30"));
  EXPECT_THAT(variables("1 = $"), ElementsAre("@5"));
}

}  // namespace
}  // namespace carbonfix
