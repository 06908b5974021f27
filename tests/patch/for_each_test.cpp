// for-each in what operations write, and tokenize().
#include <gtest/gtest.h>

#include "patch/patch_run.h"

namespace carbonfix {
namespace {

std::string run(const std::string& operations, const std::string& file = "<a>\n  <m/>\n</a>\n",
                const std::string& ensure = "//h or /a/@empty") {
  return PatchRun()
      .file("conf/a.xml", file)
      .pack("<param name='list'/><let name='hosts' value=\"tokenize($list, ',')\"/>" + patch("p", ensure, operations))
      .param("list", "n1,n2")
      .outcome();
}

TEST(ForEach, RepeatsItsContentOnLinesOfItsOwn) {
  EXPECT_EQ(run(R"(<add sel="a/m">
      <for-each select="$hosts">
        <h>
          <k><value-of select="."/></k>
        </h>
      </for-each>
    </add>)"),
            "<a>\n  <m>\n    <h>\n      <k>n1</k>\n    </h>\n    <h>\n      <k>n2</k>\n    </h>\n  </m>\n</a>\n");
  EXPECT_EQ(run("<add sel='a/m'><l><for-each select='$hosts'><h n='{$list}'><value-of select='.'/></h></for-each></l>"
                "</add>"),
            "<a>\n  <m>\n    <l><h n='n1,n2'>n1</h><h n='n1,n2'>n2</h></l>\n  </m>\n</a>\n");
}

TEST(ForEach, KeepsWhatStandsAroundIt) {
  EXPECT_EQ(run(R"(<add sel="a/m">
      <x>
        <first/>
        <for-each select="$hosts">
          <h><value-of select="."/></h>
          <p/>
        </for-each>
        <last/>
      </x>
    </add>)"),
            "<a>\n  <m>\n    <x>\n      <first/>\n      <h>n1</h>\n      <p/>\n      <h>n2</h>\n      <p/>\n"
            "      <last/>\n    </x>\n  </m>\n</a>\n");
}

TEST(ForEach, LeavesNoEmptyLineForNoNodes) {
  EXPECT_EQ(run(R"(<add sel="a/m">
      <h>
        <for-each select="/a/none">
          <p/>
        </for-each>
      </h>
    </add>)"),
            "<a>\n  <m>\n    <h>\n    </h>\n  </m>\n</a>\n");
}

TEST(ForEach, NestsAndTakesNodesOfDocuments) {
  EXPECT_EQ(run(R"x(<add sel="a/m">
      <for-each select="/a/g">
        <h n="x">
          <for-each select="i">
            <k><value-of select="concat(../@n, .)"/></k>
          </for-each>
        </h>
      </for-each>
    </add>)x",
                "<a><g n=\"1\"><i>a</i><i>b</i></g>\n  <m/>\n</a>\n"),
            "<a><g n=\"1\"><i>a</i><i>b</i></g>\n  <m>\n    <h n=\"x\">\n      <k>1a</k>\n      <k>1b</k>\n    </h>\n"
            "  </m>\n</a>\n");
}

TEST(ForEach, WorksInMerge) {
  EXPECT_EQ(run("<merge sel='a' by='n'><m n='1'><for-each select='$hosts'><h><value-of select='.'/></h></for-each>"
                "</m></merge>",
                "<a>\n  <m n=\"1\">\n    <h>n1</h>\n  </m>\n</a>\n", "count(//h) = 2"),
            "<a>\n  <m n=\"1\">\n    <h>n1</h>\n    <h>n2</h>\n  </m>\n</a>\n");
}

TEST(ForEach, EscapesWhatItWrites) {
  EXPECT_EQ(run("<add sel='a/m'><for-each select=\"tokenize('1&lt;2&amp;3')\"><h><value-of select='.'/></h></for-each>"
                "</add>"),
            "<a>\n  <m>\n    <h>1&lt;2&amp;3</h>\n  </m>\n</a>\n");
}

TEST(ForEach, RefusesAValue) {
  EXPECT_EQ(run("<add sel='a/m'><for-each select='$list'><h/></for-each></add>"),
            "t.xml:3: t.p: for-each select=\"$list\" gives no nodes (in repository/conf/a.xml)\n");
}

TEST(ForEach, IsCheckedWhenTheRulesAreLoaded) {
  const auto said = [](const std::string& content) {
    return complaints(ruleFile(patch("p", "a/h", "<add sel='a'>\n" + content + "</add>")));
  };
  EXPECT_EQ(said("<for-each select='$hsots'><h/></for-each>"),
            std::vector<std::string>{"4:19 $hsots is not defined here"});
  EXPECT_EQ(said("<for-each><h/></for-each>"), std::vector<std::string>{"4:2 for-each needs a select attribute"});
  EXPECT_EQ(said("<h><for-each select='a'><k><value-of select='nope()'/></k></for-each></h>"),
            std::vector<std::string>{"4:46 there is no function nope()"});
}

TEST(OperationIf, DecidesForItsOperationAlone) {
  EXPECT_EQ(run("<set sel='a/m' if='a/x'>1</set><add sel='a' if='not(a/x)'><h/></add>"), "<a>\n  <m/>\n  <h/>\n</a>\n");
}

}  // namespace
}  // namespace carbonfix
