// Each operation of the rule language as an author writes it, from rule file to bytes.
#include "carbonfix/patch/operations.h"

#include "patch/patch_run.h"

namespace carbonfix {
namespace {

const char* const kFile = "<a x=\"1\">\n  <b>1</b>\n  <!--c>2</c-->\n  <d k=\"v\"/>\n</a>\n";

std::string run(const std::string& ensure, const std::string& operations, const std::string& file = kFile) {
  return PatchRun().file("conf/a.xml", file).pack(patch("p", ensure, operations)).outcome();
}

TEST(OperationSet, WritesTextAndAttributes) {
  EXPECT_EQ(run("a/b = '2'", "<set sel='a/b'> 2\n</set>"),
            "<a x=\"1\">\n  <b>2</b>\n  <!--c>2</c-->\n  <d k=\"v\"/>\n</a>\n");
  EXPECT_EQ(run("a/@x = '2'", "<set sel='a/@x'>2</set>"),
            "<a x=\"2\">\n  <b>1</b>\n  <!--c>2</c-->\n  <d k=\"v\"/>\n</a>\n");
  EXPECT_EQ(run("a/d/@n = 'a&amp;b'", "<set sel='a/d' type='@n'>a&amp;b</set>"),
            "<a x=\"1\">\n  <b>1</b>\n  <!--c>2</c-->\n  <d k=\"v\" n=\"a&amp;b\"/>\n</a>\n");
}

TEST(OperationSet, TakesVariablesAndExpressions) {
  EXPECT_EQ(PatchRun()
                .file("conf/a.xml", "<a><b/></a>")
                .pack("<param name='v'/>" +
                      patch("p", "a/b != ''", "<set sel='a/b'>{$v} ${{v}} <value-of select='1 + 1'/></set>"))
                .param("v", "<&>")
                .outcome(),
            "<a><b>&lt;&amp;> ${{v}} 2</b></a>");
}

TEST(OperationSet, RefusesAnAttributeOfWhatIsNoElement) {
  EXPECT_EQ(run("a/@y", "<set sel='a/@x' type='@y'>2</set>"),
            "t.xml:3: t.p: /a/@x: only an element can have attributes (in repository/conf/a.xml)\n");
}

TEST(OperationAdd, PutsContentWhereItSays) {
  EXPECT_EQ(run("a/n", "<add sel='a'><n/></add>"),
            "<a x=\"1\">\n  <b>1</b>\n  <!--c>2</c-->\n  <d k=\"v\"/>\n  <n/>\n</a>\n");
  EXPECT_EQ(run("a/n", "<add sel='a' pos='prepend'><n/></add>"),
            "<a x=\"1\">\n  <n/>\n  <b>1</b>\n  <!--c>2</c-->\n  <d k=\"v\"/>\n</a>\n");
  EXPECT_EQ(run("a/n", "<add sel='a/b' pos='after'><n/></add>"),
            "<a x=\"1\">\n  <b>1</b>\n  <n/>\n  <!--c>2</c-->\n  <d k=\"v\"/>\n</a>\n");
  EXPECT_EQ(run("a/n", "<add sel='a/d' pos='before'><n/></add>"),
            "<a x=\"1\">\n  <b>1</b>\n  <!--c>2</c-->\n  <n/>\n  <d k=\"v\"/>\n</a>\n");
}

TEST(OperationAdd, GivesAnAttributeItsValueOnce) {
  EXPECT_EQ(run("a/@n", "<add sel='a' type='@n'>1 &lt; 2 &amp; <value-of select='a/b'/></add>", "<a><b>3</b></a>"),
            "<a n=\"1 &lt; 2 &amp; 3\"><b>3</b></a>");
  EXPECT_EQ(run("a/@y", "<add sel='a' type='@x'>2</add>"),
            "t.xml:3: t.p: /a has the attribute x already (in repository/conf/a.xml)\n");
}

TEST(OperationAdd, DeclaresNamespaces) {
  EXPECT_EQ(run("a/namespace::p", "<add sel='a' type='namespace::p'>\n  urn:p\n</add>", "<a x='1'/>"),
            "<a x='1' xmlns:p='urn:p'/>");
  EXPECT_EQ(run("a/@y", "<add sel='a' type='namespace::p'>urn:p</add>", "<a xmlns:p=\"urn:q\"/>"),
            "t.xml:3: t.p: invalid-patch-directive: /a: it declares the prefix \"p\" already, for \"urn:q\" (in "
            "repository/conf/a.xml)\n");
}

TEST(OperationReplace, ReplacesElementsAndAttributeValues) {
  EXPECT_EQ(run("a/n", "<replace sel='a/b'>\n  <n>\n    <m/>\n  </n>\n</replace>"),
            "<a x=\"1\">\n  <n>\n    <m/>\n  </n>\n  <!--c>2</c-->\n  <d k=\"v\"/>\n</a>\n");
  EXPECT_EQ(run("a/@x = '&lt;2'", "<replace sel='a/@x'>&lt;2</replace>"),
            "<a x=\"&lt;2\">\n  <b>1</b>\n  <!--c>2</c-->\n  <d k=\"v\"/>\n</a>\n");
}

TEST(OperationReplace, PutsTextInThePlaceOfText) {
  EXPECT_EQ(run("a/b = '2'", "<replace sel='a/b/text()'>2</replace>", "<a><b>1</b></a>"), "<a><b>2</b></a>");
  EXPECT_EQ(run("a/b/c", "<replace sel='a/b/text()'>2<c/>3</replace>", "<a><b>1</b></a>"), "<a><b>2<c/>3</b></a>");
  EXPECT_EQ(run("a/c", "<replace sel='a/text()[2]'>2<c/></replace>", "<a>0<b/>1<b/>3</a>"), "<a>0<b/>2<c/><b/>3</a>");
}

TEST(OperationRemove, TakesElementsAndAttributes) {
  EXPECT_EQ(run("not(a/b)", "<remove sel='a/b'/>"), "<a x=\"1\">\n  <!--c>2</c-->\n  <d k=\"v\"/>\n</a>\n");
  EXPECT_EQ(run("not(a/@x)", "<remove sel='a/@x'/>"), "<a>\n  <b>1</b>\n  <!--c>2</c-->\n  <d k=\"v\"/>\n</a>\n");
  EXPECT_EQ(run("not(a/b)", "<remove sel='a/b' ws='both'/>", "<a> <b/> </a>"), "<a></a>");
}

TEST(OperationComment, GoesBothWaysInOneRun) {
  EXPECT_EQ(run("not(a/b)", "<comment sel='a/b'/>"),
            "<a x=\"1\">\n  <!-- <b>1</b> -->\n  <!--c>2</c-->\n  <d k=\"v\"/>\n</a>\n");
  EXPECT_EQ(run("a/b = '5' and a/c",
                "<comment sel='a/b'/><uncomment sel='a/comment()' holds='b'/>"
                "<uncomment sel='a/comment()' holds='c'/><set sel='a/b'>5</set>"),
            "<a x=\"1\">\n  <b>5</b>\n  <c>2</c>\n  <d k=\"v\"/>\n</a>\n");
}

TEST(OperationUncomment, TurnsOnTheElementThatHoldsSelectsAndNoOther) {
  const std::string file = "<a>\n  <!--\n  <b n=\"1\"/>\n  <b n=\"2\"/>\n  <c/>\n  -->\n</a>\n";
  EXPECT_EQ(run("a/b", "<uncomment sel='a/comment()' holds='b[@n=2]'/>", file),
            "<a>\n  <!--\n  <b n=\"1\"/>\n  -->\n  <b n=\"2\"/>\n  <!--\n  <c/>\n  -->\n</a>\n");
  // A yes or no, or several of them, is about all of the comment.
  EXPECT_EQ(run("a/b", "<uncomment sel='a/comment()' holds='b and c'/>", file),
            "<a>\n  <b n=\"1\"/>\n  <b n=\"2\"/>\n  <c/>\n</a>\n");
  EXPECT_EQ(run("a/b", "<uncomment sel='a/comment()' holds='*'/>", file),
            "<a>\n  <b n=\"1\"/>\n  <b n=\"2\"/>\n  <c/>\n</a>\n");
  EXPECT_NE(run("a/b", "<uncomment sel='a/comment()' holds='b'/>", "<a><!-- <b/><c/> --></a>").find("line"),
            std::string::npos)
      << "where it shares its line, neither is turned on";
}

TEST(OperationUncomment, MustFindExactlyOne) {
  EXPECT_EQ(run("a/z", "<uncomment sel='a/comment()' holds='z'/>"),
            "t.xml:3: t.p: of 1 comments that uncomment sel=\"a/comment()\" none holds \"z\" (in "
            "repository/conf/a.xml)\n");
  EXPECT_EQ(run("a/c", "<uncomment sel='a/comment()'/>", "<a><!--c/--><!--c/--></a>"),
            "t.xml:3: t.p: 2 comments match where one must can be uncommented (in repository/conf/a.xml)\n");
}

TEST(Operations, SelectExactlyOneNode) {
  EXPECT_EQ(run("a/z", "<remove sel='a/z'/>"),
            "t.xml:3: t.p: remove sel=\"a/z\" selects nothing (in repository/conf/a.xml)\n");
  EXPECT_EQ(run("a/z", "<remove sel='a/*'/>"),
            "t.xml:3: t.p: remove sel=\"a/*\" selects 2 nodes; it must select one (in repository/conf/a.xml)\n");
}

TEST(Operations, WhoseIfIsFalseAreLeftOut) {
  EXPECT_EQ(run("a/b = '2'", "<remove sel='a/z' if='a/z'/><set sel='a/b'>2</set>"),
            "<a x=\"1\">\n  <b>2</b>\n  <!--c>2</c-->\n  <d k=\"v\"/>\n</a>\n");
}

TEST(Operations, RefuseWhatAnEarlierOneTookAway) {
  EXPECT_EQ(run("not(a/b)", "<let name='b' value='a/b'/><remove sel='$b'/><remove sel='$b'/>"),
            "t.xml:3: t.p: /b: an operation before this one took it out of the document (in repository/conf/a.xml)\n");
}

}  // namespace
}  // namespace carbonfix
