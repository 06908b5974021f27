// Where elements land that nobody gave a place.
#include "document/editing.h"

namespace carbonfix::testing {
namespace {

std::string land(const std::string& bytes, const std::string& xml, const std::string& parent = "/*") {
  return edited(bytes, [&](Document& document, Editor& editor) {
    return editor.insertWhereItBelongs(only(document, parent), xml);
  });
}

TEST(Landing, BehindItsCommentedDefault) {
  EXPECT_EQ(land("<a>\n  <!--b>1</b-->\n  <c/>\n  <b>0</b>\n</a>", "<b>2</b>"),
            "<a>\n  <!--b>1</b-->\n  <b>2</b>\n  <c/>\n  <b>0</b>\n</a>");
  EXPECT_EQ(land("<a>\n  <!-- <p name='x'>1</p> -->\n  <!-- <p name='y'>1</p> -->\n  <p name='z'/>\n</a>",
                 "<p name=\"x\">2</p>"),
            "<a>\n  <!-- <p name='x'>1</p> -->\n  <p name=\"x\">2</p>\n  <!-- <p name='y'>1</p> -->\n  <p "
            "name='z'/>\n</a>");
}

TEST(Landing, BehindTheLastOfItsKind) {
  EXPECT_EQ(land("<a>\n  <p name='x'/>\n  <p name='y'/>\n  <!--p name='z'/-->\n  <c/>\n</a>", "<p name=\"w\"/>"),
            "<a>\n  <p name='x'/>\n  <p name='y'/>\n  <p name=\"w\"/>\n  <!--p name='z'/-->\n  <c/>\n</a>");
}

TEST(Landing, BehindTheLastCommentedOutOneOfItsKind) {
  EXPECT_EQ(land("<a>\n  <!--p name='x'/-->\n  <c/>\n</a>", "<p name=\"w\"/>"),
            "<a>\n  <!--p name='x'/-->\n  <p name=\"w\"/>\n  <c/>\n</a>");
}

TEST(Landing, ElseLast) {
  EXPECT_EQ(land("<a>\n  <c/>\n  <!-- b is prose -->\n</a>", "<b/>"),
            "<a>\n  <c/>\n  <!-- b is prose -->\n  <b/>\n</a>");
}

TEST(Landing, TheCallerMaySayWhatTheDefaultIs) {
  const std::string bytes = "<a>\n  <!-- <d k='1'><name>x</name></d> -->\n  <!-- <d k='1'><name>y</name></d> -->\n</a>";
  EXPECT_EQ(edited(bytes,
                   [](Document& document, Editor& editor) {
                     return editor.insertWhereItBelongs(only(document, "/a"), "<d><name>x</name></d>", [](Node each) {
                       return each.elements().front().value() == "x";
                     });
                   }),
            "<a>\n  <!-- <d k='1'><name>x</name></d> -->\n  <d><name>x</name></d>\n  <!-- <d k='1'><name>y</name></d> "
            "-->\n</a>");
}

}  // namespace
}  // namespace carbonfix::testing
