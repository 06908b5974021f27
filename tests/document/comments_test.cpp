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

struct Case {
  const char* bytes;
  const char* after;
};

TEST(Uncomment, TakesWhateverAnElementMayHold) {
  const Case cases[] = {
      {"<a><!-- <b>1</b> <b>2</b> --></a>", "<a><b>1</b> <b>2</b></a>"},
      {"<a><!-- <b><![CDATA[<]]></b> --></a>", "<a><b><![CDATA[<]]></b></a>"},
      {"<a><!-- <b><?pi x?></b> --></a>", "<a><b><?pi x?></b></a>"},
      {"<a><!-- <b x=']]>'>&amp;&#65;</b> --></a>", "<a><b x=']]>'>&amp;&#65;</b></a>"},
      {"<a>\r\n\t<!-- <b>\r\n\t\t<c/>\r\n\t</b> -->\r\n</a>", "<a>\r\n\t<b>\r\n\t\t<c/>\r\n\t</b>\r\n</a>"},
      {"<a>\r\t<!--\t<b>\r\t</b>\t-->\r</a>", "<a>\r\t<b>\r\t</b>\r</a>"},
      {"<a xmlns='v'><!-- <b xmlns='u'><c/></b> --></a>", "<a xmlns='v'><b xmlns='u'><c/></b></a>"},
      {"<a xmlns='v'><!-- <b xmlns=''/> --></a>", "<a xmlns='v'><b xmlns=''/></a>"},
      {"<a><!-- <b xmlns:p='u' p:x='1' xml:lang='x'/> --></a>", "<a><b xmlns:p='u' p:x='1' xml:lang='x'/></a>"},
      {"<!DOCTYPE a [<!ENTITY e '<c/>'>]><a><!-- <b>&e;</b> --></a>",
       "<!DOCTYPE a [<!ENTITY e '<c/>'>]><a><b>&e;</b></a>"},
      {"<!DOCTYPE a [<!ATTLIST b c CDATA 'd' e CDATA 'f'>]><a><!-- <b e='g'><b/></b> --></a>",
       "<!DOCTYPE a [<!ATTLIST b c CDATA 'd' e CDATA 'f'>]><a><b e='g'><b/></b></a>"},
      {"<?xml version='1.0' encoding='ISO-8859-1'?><a><!-- <b>\xE9</b> --></a>",
       "<?xml version='1.0' encoding='ISO-8859-1'?><a><b>\xE9</b></a>"},
  };
  for (const Case& each : cases) EXPECT_EQ(uncomment(each.bytes), each.after) << each.bytes;
}

TEST(Uncomment, SaysWhyACommentDoesNotQualify) {
  const Case cases[] = {
      {"<a><!-- to turn it on: <b>1</b> --></a>", "it holds more than elements"},
      {"<a><!-- <b/> > --></a>", "it holds more than elements"},
      {"<a><!-- <b/><![CDATA[x]]> --></a>", "it holds more than elements"},
      {"<a><!-- <?pi x?><b/> --></a>", "it holds more than elements"},
      {"<a><!-- note --></a>", "it holds no element"},
      {"<a><!-- either/or --></a>", "it holds no element"},
      {"<a><!-- <![CDATA[<b/>]]> --></a>", "it holds no element"},
      {"<a><!--![CDATA[x]]--></a>", "it holds no element"},
      {"<a><!--!DOCTYPE b--></a>", "it holds no element"},
      {"<!DOCTYPE a [<!ENTITY e '<c/>'>]><a><!-- &e; --></a>", "it holds no element"},
      {"<a/><!-- <b/> -->", "it stands outside the document element"},
      {"<a><!-- <b>1</b> <!- - inner - -> --></a>",
       "what it holds is not well-formed (StartTag: invalid element name)"},
      {"<a><!-- <b p:x='1'/> --></a>",
       "what it holds is not well-formed (Namespace prefix p for x on b is not defined)"},
      {"<a><!-- <b>&nope;</b> --></a>", "what it holds is not well-formed (Entity 'nope' not defined)"},
      {"<a><!-- <b>x]]>y</b> --></a>", "what it holds is not well-formed (Sequence ']]>' not allowed in content)"},
      {"<a><!-- <b x='1' x='2'/> --></a>", "what it holds is not well-formed (Attribute x redefined)"},
      {"<a><!-- <b>&#1;</b> --></a>", "what it holds is not well-formed (xmlParseCharRef: invalid xmlChar value 1)"},
  };
  for (const Case& each : cases) {
    const std::string said = uncomment(each.bytes);
    EXPECT_TRUE(isRefused(said)) << each.bytes;
    EXPECT_NE(said.find("can't be uncommented: " + std::string(each.after)), std::string::npos) << said;
  }
  for (const char* bytes : {"<a><!-- </a><b/><a> --></a>", "<a><!--/a><b/><a--></a>",
                            "<a><!-- <!DOCTYPE b><b/> --></a>", "<a><!-- <?xml version='1.0'?><b/> --></a>",
                            "<a><!-- <b>& c</b> --></a>", "<a><!-- b></b> and <c></c --></a>"}) {
    EXPECT_NE(uncomment(bytes).find("can't be uncommented: what it holds is not well-formed"), std::string::npos);
  }
}

TEST(Uncomment, NeverReadsAnExternalEntity) {
  EXPECT_EQ(uncomment("<!DOCTYPE a [<!ENTITY e SYSTEM 'x'>]><a><!-- <b>&e;</b> --></a>"),
            "error: the content refers to the external entity \"e\", which is never read");
}

TEST(Uncomment, TakesOneOfSeveral) {
  const auto only2nd = [](const std::string& bytes, std::size_t index) {
    return edited(bytes, [&](Document& document, Editor& editor) {
      return editor.uncommentOnly(only(document, "//comment()"), index);
    });
  };
  EXPECT_EQ(only2nd("<a>\n  <!-- <b/>\n  <c/>\n  <d/> -->\n</a>", 0), "<a>\n  <b/>\n  <!-- <c/>\n  <d/> -->\n</a>");
  EXPECT_EQ(only2nd("<a>\n  <!-- <b/>\n  <c/>\n  <d/> -->\n</a>", 2), "<a>\n  <!-- <b/>\n  <c/> -->\n  <d/>\n</a>");
  EXPECT_EQ(only2nd("<a>\r  <!--b/>\r  <c/-->\r</a>", 1), "<a>\r  <!--b/-->\r  <c/>\r</a>");
  EXPECT_EQ(only2nd("<a><!-- <b/> --></a>", 0), "<a><b/></a>");
  EXPECT_EQ(only2nd("<a><!-- <b/> --></a>", 1), "error: the comment holds fewer elements than that");
  // Those on one line stay together, where they are not wanted.
  EXPECT_EQ(only2nd("<a>\n  <!-- <b/> <c/>\n  <d/> -->\n</a>", 2), "<a>\n  <!-- <b/> <c/> -->\n  <d/>\n</a>");
  EXPECT_TRUE(isRefused(only2nd("<a>\n  <!-- <b/> <c/>\n  <d/> -->\n</a>", 1)));
  EXPECT_TRUE(isRefused(only2nd("<a>\n  <!-- <b/> prose\n  <d/> -->\n</a>", 1)));
}

TEST(Comment, WrapsAnElement) { EXPECT_EQ(comment("<a>\n  <b>1</b>\n</a>", "/a/b"), "<a>\n  <!-- <b>1</b> -->\n</a>"); }

TEST(Comment, RefusesWhatMayNotStandInAComment) {
  EXPECT_TRUE(isRefused(comment("<a><b><!-- x --></b></a>", "/a/b")));
  EXPECT_TRUE(isRefused(comment("<a><b>x--y</b></a>", "/a/b")));
  EXPECT_TRUE(isRefused(comment("<a/>", "/a")));
}

TEST(Comment, SaysWhatStandsInTheWay) {
  for (const char* bytes : {"<a><b><!-- i --></b></a>", "<a><b x='--'/></a>", "<a><b>--></b></a>",
                            "<a><b><?p -- ?></b></a>", "<a><b><![CDATA[--]]></b></a>"}) {
    EXPECT_EQ(comment(bytes, "/a/b").substr(0, 50), "error: /a/b can't be commented out: it holds \"--\" ") << bytes;
  }
  EXPECT_EQ(comment("<!DOCTYPE a [<!ENTITY e '<b/>'>]><a>&e;</a>", "/a/b"),
            "error: /a/b comes from an entity and has no text of its own in the file");
}

TEST(Comment, TakesWhatIsNearTheMark) {
  const Case cases[] = {
      {"<a><b>x-</b></a>", "<a><!-- <b>x-</b> --></a>"},
      {"<a><b- y='-'/></a>", "<a><!-- <b- y='-'/> --></a>"},
      {"<a><b>&#45;&#45;</b></a>", "<a><!-- <b>&#45;&#45;</b> --></a>"},
      {"<a>\r\n\t<b>\r\n\t</b>\r\n</a>", "<a>\r\n\t<!-- <b>\r\n\t</b> -->\r\n</a>"},
      {"<!DOCTYPE a [<!ATTLIST b c CDATA 'd'>]><a><b/></a>",
       "<!DOCTYPE a [<!ATTLIST b c CDATA 'd'>]><a><!-- <b/> --></a>"},
  };
  for (const Case& each : cases) EXPECT_EQ(comment(each.bytes, "/a/*"), each.after) << each.bytes;
}

TEST(Comment, IsUndoneByUncomment) {
  const std::string bytes = "<a>\n  <b c='1'>\n    <d/>\n  </b>\n</a>";
  EXPECT_EQ(uncomment(comment(bytes, "/a/b")), bytes);
}

}  // namespace
}  // namespace carbonfix::testing
