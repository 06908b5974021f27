// Commenting in and out: what the peers get wrong is listed in the names of these tests.
#include "carbonfix/base/text.h"
#include "document/editing.h"

namespace carbonfix::testing {
namespace {

std::string uncomment(const std::string& bytes, const std::string& path = "//comment()") {
  return edited(bytes, [&](Document& document, Editor& editor) { return editor.uncomment(only(document, path)); });
}

std::string comment(const std::string& bytes, const std::string& path) {
  return edited(bytes, [&](Document& document, Editor& editor) { return editor.comment(only(document, path)); });
}

bool isRefused(const std::string& outcome) { return outcome.compare(0, 6, "error:") == 0; }

TEST(Uncomment, WholeForm) {
  EXPECT_EQ(uncomment("<a>\n  <!-- <b>1</b> -->\n</a>"), "<a>\n  <b>1</b>\n</a>");
  EXPECT_EQ(uncomment("<a>\n  <!--<b>1</b>-->\n</a>"), "<a>\n  <b>1</b>\n</a>");
}

TEST(Uncomment, GluedForm) {
  EXPECT_EQ(uncomment("<a>\n  <!--HostName>www.wso2.org</HostName-->\n</a>"),
            "<a>\n  <HostName>www.wso2.org</HostName>\n</a>");
  EXPECT_EQ(uncomment("<a><!-- b>1</b --></a>"), "<a><b>1</b></a>");
  EXPECT_EQ(uncomment("<a>\n<!--m path=\"/x\">\n  <id>1</id>\n</m-->\n</a>"),
            "<a>\n<m path=\"/x\">\n  <id>1</id>\n</m>\n</a>");
}

TEST(Uncomment, MarksOnLinesOfTheirOwnGoWithTheirLines) {
  EXPECT_EQ(uncomment("<a>\n  <x/>\n  <!--\n    <b>\n      <c/>\n    </b>\n  -->\n</a>"),
            "<a>\n  <x/>\n    <b>\n      <c/>\n    </b>\n</a>");
  EXPECT_EQ(uncomment("<a>\r\n\t<!--\r\n\t<b/>\r\n\t-->\r\n</a>"), "<a>\r\n\t<b/>\r\n</a>");
}

TEST(Uncomment, OnlyTheMarksChange) {
  Result<Document> document = Document::parse("<a><!-- <b x = '1' ></b > --></a>", "test.xml");
  Editor editor(*document);
  ASSERT_TRUE(editor.uncomment(only(*document, "//comment()")));
  const std::vector<Edit> expected = {{3, 5, ""}, {25, 4, ""}};
  EXPECT_EQ(document->edits(), expected);
}

TEST(Uncomment, ProseNeverQualifies) {
  EXPECT_TRUE(isRefused(uncomment("<a><!-- plain note --></a>")));
  EXPECT_TRUE(isRefused(uncomment("<a><!-- text then <b/> --></a>")));
  EXPECT_TRUE(isRefused(uncomment("<a><!-- <b/> trailing note --></a>")));
  EXPECT_TRUE(isRefused(uncomment("<a><!-- if a > b --></a>")));
  EXPECT_TRUE(isRefused(uncomment("<a><!----></a>")));
}

TEST(Uncomment, NeverMakesAWrongDocument) {
  EXPECT_TRUE(isRefused(uncomment("<a><!-- <p:b/> --></a>")));         // undeclared prefix
  EXPECT_TRUE(isRefused(uncomment("<a><!-- <b>&nope;</b> --></a>")));  // undefined entity
  EXPECT_TRUE(isRefused(uncomment("<!-- <b/> --><a/>")));              // second document element
  EXPECT_TRUE(isRefused(uncomment("<a><!-- <b> --></a>")));            // unbalanced
}

TEST(Uncomment, TakesTheDefaultNamespace) {
  EXPECT_EQ(edited("<a xmlns='u'><!--b>1</b--></a>",
                   [](Document& document, Editor& editor) -> Status {
                     if (Status done = editor.uncomment(only(document, "//comment()")); !done) return done;
                     return toStatus(editor.setValue(only(document, "/a/b"), "2"));
                   }),
            "<a xmlns='u'><b>2</b></a>");
}

TEST(Comment, WrapsAnElement) { EXPECT_EQ(comment("<a>\n  <b>1</b>\n</a>", "/a/b"), "<a>\n  <!-- <b>1</b> -->\n</a>"); }

TEST(Comment, RefusesWhatMayNotStandInAComment) {
  EXPECT_TRUE(isRefused(comment("<a><b><!-- x --></b></a>", "/a/b")));
  EXPECT_TRUE(isRefused(comment("<a><b>x--y</b></a>", "/a/b")));
  EXPECT_TRUE(isRefused(comment("<a/>", "/a")));
}

TEST(Comment, IsUndoneByUncomment) {
  const std::string bytes = "<a>\n  <b c='1'>\n    <d/>\n  </b>\n</a>";
  EXPECT_EQ(uncomment(comment(bytes, "/a/b")), bytes);
}

}  // namespace
}  // namespace carbonfix::testing
