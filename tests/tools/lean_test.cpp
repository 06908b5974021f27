#include "tools/lean.h"

#include <gtest/gtest.h>

namespace carbonfix {
namespace {

std::string lean(std::string_view pack) { return leanPack(pack).value_or("(does not close)"); }

TEST(Lean, leavesOutExamplesProseAndComments) {
  EXPECT_EQ(lean("<rules>\n  <!-- why -->\n  <p>prose</p>\n  <pattern>\n    <example>\n      <bad>x</bad>\n"
                 "    </example>\n  </pattern>\n</rules>\n"),
            "<rules>\n  <pattern>\n  </pattern>\n</rules>\n");
}

TEST(Lean, keepsTextAroundWhatItLeavesOut) {
  EXPECT_EQ(lean("<assert>is <!-- not --> <value-of select=\"@a\"/> here</assert>"),
            "<assert>is  <value-of select=\"@a\"/> here</assert>");
  EXPECT_EQ(lean("<a><p/>\n<b/></a>"), "<a>\n<b/></a>");
}

TEST(Lean, namesThatOnlyBeginLikeThatStay) {
  EXPECT_EQ(lean("<param name='x'/><pattern/><examples/>"), "<param name='x'/><pattern/><examples/>");
}

TEST(Lean, readsQuotesCdataAndCommentsAsXmlDoes) {
  EXPECT_EQ(lean("<a test=\"'<p>' > '</p>'\"/>"), "<a test=\"'<p>' > '</p>'\"/>");
  EXPECT_EQ(lean("<a><![CDATA[<p>kept</p><!-- too -->]]></a>"), "<a><![CDATA[<p>kept</p><!-- too -->]]></a>");
  EXPECT_EQ(lean("<a><example><![CDATA[</example>]]><bad><!-- </example> --><x v='/>'/></bad></example>b</a>"),
            "<a>b</a>");
  EXPECT_EQ(lean("<a><!-- <example> --></a>"), "<a></a>");
}

TEST(Lean, nestedElementsOfTheSameName) { EXPECT_EQ(lean("<a><p>x<p>y</p>z</p>!</a>"), "<a>!</a>"); }

TEST(Lean, pastedContentIsUntouched) {
  const std::string pack = "<fix><add sel='x'><p>y</p>\n<!-- kept -->\n<example/></add></fix>";
  EXPECT_EQ(lean(pack), pack);
  EXPECT_EQ(lean("<set sel='@a'/><p>gone</p>"), "<set sel='@a'/>");
}

TEST(Lean, windowsLineEnds) { EXPECT_EQ(lean("<a>\r\n  <p>x</p>\r\n</a>\r\n"), "<a>\r\n</a>\r\n"); }

TEST(Lean, markupThatDoesNotClose) {
  EXPECT_FALSE(leanPack("<a><!-- x"));
  EXPECT_FALSE(leanPack("<a b=\"x>"));
  EXPECT_FALSE(leanPack("<a><p>x</a>"));
  EXPECT_FALSE(leanPack("<![CDATA[x"));
}

}  // namespace
}  // namespace carbonfix
