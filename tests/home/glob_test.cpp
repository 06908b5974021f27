#include "carbonfix/home/home.h"

#include <gtest/gtest.h>

namespace carbonfix {
namespace {

struct Case {
  const char* glob;
  const char* path;
  bool matches;
};

class GlobTest : public testing::TestWithParam<Case> {};

TEST_P(GlobTest, MatchesOrNot) {
  const Case& it = GetParam();
  EXPECT_EQ(globMatches(it.glob, it.path), it.matches) << it.glob << " and " << it.path;
}

INSTANTIATE_TEST_SUITE_P(Names, GlobTest,
                         testing::Values(Case{"carbon.xml", "carbon.xml", true},
                                         Case{"carbon.xml", "Carbon.xml", false}, Case{"*.xml", "carbon.xml", true},
                                         Case{"*.xml", ".xml", true}, Case{"*.xml", "carbon.xml.bak", false},
                                         Case{"*.xml", "a/carbon.xml", false},
                                         Case{"*-datasources.xml", "master-datasources.xml", true},
                                         Case{"a*b*c", "aXbXbc", true}, Case{"a*b*c", "aXbXb", false},
                                         Case{"axis?.xml", "axis2.xml", true}, Case{"axis?.xml", "axis.xml", false},
                                         Case{"caf?", "caf\xC3\xA9", true}, Case{"x?", "x\xFF", true},
                                         Case{"*", "", false}, Case{"**x", "axx", true}, Case{"?*", "", false}));

INSTANTIATE_TEST_SUITE_P(
    Folders, GlobTest,
    testing::Values(Case{"conf/*/x.xml", "conf/a/x.xml", true}, Case{"conf/*/x.xml", "conf/a/b/x.xml", false},
                    Case{"conf/**/x.xml", "conf/x.xml", true}, Case{"conf/**/x.xml", "conf/a/b/x.xml", true},
                    Case{"conf/**/x.xml", "other/x.xml", false}, Case{"**/x.xml", "x.xml", true},
                    Case{"conf/**", "conf/a", true}, Case{"conf/**", "conf/a/b", true}, Case{"conf/**", "conf", false},
                    Case{"**/a/**/b", "x/a/y/z/b", true}, Case{"**/a/**/b", "x/y/z/b", false},
                    Case{"./conf//x.xml", "conf/x.xml", true}));

INSTANTIATE_TEST_SUITE_P(OurOwnFolder, GlobTest,
                         testing::Values(Case{"**", ".carbonfix/runs/a", false},
                                         Case{"**/a.xml", ".carbonfix/a.xml", false},
                                         Case{"**/a.xml", "wso2/analytics/.carbonfix/a.xml", false},
                                         Case{"*/a.xml", ".carbonfix/a.xml", false},
                                         Case{".carbonfix/*", ".carbonfix/a.xml", true}));

}  // namespace
}  // namespace carbonfix
