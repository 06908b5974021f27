#include "carbonfix/document/editor.h"

#include "document/editing.h"

namespace carbonfix::testing {
namespace {

std::string setValue(const std::string& bytes, const std::string& path, const std::string& value) {
  return edited(bytes, [&](Document& document, Editor& editor) {
    return toStatus(editor.setValue(only(document, path), value));
  });
}

std::string setAttribute(const std::string& bytes, const std::string& path, const std::string& name,
                         const std::string& value) {
  return edited(bytes, [&](Document& document, Editor& editor) {
    return toStatus(editor.setAttribute(only(document, path), name, value));
  });
}

std::string insert(const std::string& bytes, const std::string& path, Place place, const std::string& xml) {
  return edited(bytes,
                [&](Document& document, Editor& editor) { return editor.insert(only(document, path), place, xml); });
}

std::string remove(const std::string& bytes, const std::string& path, RemoveSpace space = RemoveSpace::layout) {
  return edited(bytes, [&](Document& document, Editor& editor) { return editor.remove(only(document, path), space); });
}

TEST(EditorValue, ChangesOnlyTheValue) {
  EXPECT_EQ(setValue("<a><b >1</b ></a>", "/a/b", "2"), "<a><b >2</b ></a>");
  EXPECT_EQ(setValue("<a b = '1'  c=\"x\"/>", "/a/@b", "2"), "<a b = '2'  c=\"x\"/>");
}

TEST(EditorValue, EscapesForThePlace) {
  EXPECT_EQ(setValue("<a>1</a>", "/a", "x<&>\"']]>"), "<a>x&lt;&amp;>\"']]&gt;</a>");
  EXPECT_EQ(setValue("<a b='1'/>", "/a/@b", "it's \"<&\n"), "<a b='it&apos;s \"&lt;&amp;&#10;'/>");
}

TEST(EditorValue, KeepsCdata) { EXPECT_EQ(setValue("<a><![CDATA[x]]></a>", "/a", "<y>"), "<a><![CDATA[<y>]]></a>"); }

TEST(EditorValue, OpensAnEmptyElement) {
  EXPECT_EQ(setValue("<a><b/></a>", "/a/b", "1"), "<a><b>1</b></a>");
  EXPECT_EQ(setValue("<a><b x='1' /></a>", "/a/b", "1"), "<a><b x='1'>1</b></a>");
  EXPECT_EQ(setValue("<a><b></b></a>", "/a/b", "1"), "<a><b>1</b></a>");
}

TEST(EditorValue, EmptiesAnElement) { EXPECT_EQ(setValue("<a>1</a>", "/a", ""), "<a></a>"); }

TEST(EditorValue, EmptiesAComment) { EXPECT_EQ(setValue("<a><!-- x --></a>", "//comment()", ""), "<a><!----></a>"); }

TEST(EditorValue, RefusesWhatACommentCantHold) {
  EXPECT_EQ(setValue("<a><!-- x --></a>", "//comment()", "y\rz"),
            "error: /a/comment(): a comment can't hold a carriage return");
}

TEST(EditorValue, RefusesToDeleteElements) {
  EXPECT_EQ(setValue("<a><b/></a>", "/a", "1"), "error: /a: it holds elements; setting its text would delete them");
}

TEST(EditorValue, WritesLineEndsOfTheFile) {
  EXPECT_EQ(setValue("<a>\r\n<b>1</b>\r\n</a>", "/a/b", "x\ny"), "<a>\r\n<b>x\r\ny</b>\r\n</a>");
}

TEST(EditorValue, WritesReferencesForWhatTheEncodingLacks) {
  for (const std::string head :
       {"<?xml version='1.0' encoding='ISO-8859-1'?>", R"(<?xml version="1.0" encoding="ISO-8859-1"?>)"}) {
    EXPECT_EQ(setValue(head + "<a>1</a>", "/a", "\xC3\xA9\xE2\x82\xAC"), head + "<a>\xE9&#8364;</a>");
  }
  EXPECT_EQ(setValue("<?xml version='1.0' encoding='windows-1252'?><a>\x80</a>", "/a", "\xE2\x82\xAC\xC3\xA9"),
            "<?xml version='1.0' encoding='windows-1252'?><a>\x80\xE9</a>");
}

TEST(EditorValue, RefusesDefaultsOfTheDocumentType) {
  EXPECT_EQ(setValue("<!DOCTYPE a [<!ATTLIST a b CDATA 'x'>]><a/>", "/a/@b", "y"),
            "error: /a/@b comes from a default in the document type, not from the file's own text");
}

TEST(EditorValue, RefusesWhatComesFromAnEntity) {
  EXPECT_EQ(setValue("<!DOCTYPE a [<!ENTITY e '<b>1</b>'>]><a>&e;</a>", "/a/b", "y"),
            "error: /a/b comes from an entity and has no text of its own in the file");
}

TEST(EditorValue, ReplacesATextWithAReferenceWhole) {
  EXPECT_EQ(setValue("<!DOCTYPE a [<!ENTITY e 'E'>]><a>x &e; y</a>", "/a", "z"),
            "<!DOCTYPE a [<!ENTITY e 'E'>]><a>z</a>");
}

TEST(EditorAttribute, AddsInTheStyleOfItsNeighbours) {
  EXPECT_EQ(setAttribute("<a/>", "/a", "x", "1"), "<a x=\"1\"/>");
  EXPECT_EQ(setAttribute("<a b='2' />", "/a", "x", "1"), "<a b='2' x='1' />");
  EXPECT_EQ(setAttribute("<a b=\"1\"\n   c=\"2\">t</a>", "/a", "x", "1"), "<a b=\"1\"\n   c=\"2\"\n   x=\"1\">t</a>");
}

TEST(EditorAttribute, ChangesTheOneThatIsThere) {
  EXPECT_EQ(setAttribute("<a x='1' y='2'/>", "/a", "x", "3"), "<a x='3' y='2'/>");
}

TEST(EditorAttribute, KnowsPrefixes) {
  EXPECT_EQ(setAttribute("<a xmlns:s='u'><b/></a>", "/a/b", "s:x", "1"), "<a xmlns:s='u'><b s:x=\"1\"/></a>");
  EXPECT_EQ(setAttribute("<a/>", "/a", "s:x", "1"), "error: /a: the prefix \"s\" is not declared here");
}

TEST(EditorAttribute, RefusesWhatIsNone) {
  EXPECT_EQ(setAttribute("<a x='1'/>", "/a/@x", "y", "1"), "error: /a/@x: only an element can have attributes");
  EXPECT_EQ(setAttribute("<a>t</a>", "/a/text()", "y", "1"), "error: /a/text(): only an element can have attributes");
  EXPECT_EQ(setAttribute("<a/>", "/a", "xmlns:p", "urn:p"),
            "error: /a: a namespace declaration is no attribute and can't be set");
}

TEST(EditorInsert, TakesIndentationAndLineEndOfItsNeighbours) {
  EXPECT_EQ(insert("<a>\r\n\t<b/>\r\n</a>\r\n", "/a", Place::lastChild, "\n      <c>\n        <d/>\n      </c>\n    "),
            "<a>\r\n\t<b/>\r\n\t<c>\r\n\t\t<d/>\r\n\t</c>\r\n</a>\r\n");
  EXPECT_EQ(insert("<a>\n    <b/>\n</a>", "/a/b", Place::before, "<c/>"), "<a>\n    <c/>\n    <b/>\n</a>");
  EXPECT_EQ(insert("<a>\n    <b/>\n</a>", "/a", Place::firstChild, "<c/>"), "<a>\n    <c/>\n    <b/>\n</a>");
}

TEST(EditorInsert, GoesIntoEmptyElements) {
  EXPECT_EQ(insert("<a>\n  <b/>\n</a>", "/a/b", Place::lastChild, "<c/>"), "<a>\n  <b>\n    <c/>\n  </b>\n</a>");
  EXPECT_EQ(insert("<a>\n  <b></b>\n</a>", "/a/b", Place::lastChild, "<c/>"), "<a>\n  <b>\n    <c/>\n  </b>\n</a>");
  EXPECT_EQ(insert("<a>\n  <b>\n  </b>\n</a>", "/a/b", Place::lastChild, "<c/>"), "<a>\n  <b>\n    <c/>\n  </b>\n</a>");
}

TEST(EditorInsert, StaysOnTheLineInOneLineFiles) {
  EXPECT_EQ(insert("<a><b/></a>", "/a", Place::lastChild, "<c/>"), "<a><b/><c/></a>");
  EXPECT_EQ(insert("<a/>", "/a", Place::lastChild, "<c/>"), "<a><c/></a>");
}

TEST(EditorInsert, LeavesACommentOnItsNeighboursLine) {
  EXPECT_EQ(insert("<a>\n  <b/> <!-- note -->\n</a>", "/a/b", Place::after, "<c/>"),
            "<a>\n  <b/> <!-- note -->\n  <c/>\n</a>");
}

TEST(EditorInsert, LeavesALongerCommentWhereItBegins) {
  EXPECT_EQ(insert("<a>\n  <b/> <!-- note\n  goes on -->\n</a>", "/a/b", Place::after, "<c/>"),
            "<a>\n  <b/> <!-- note\n  goes on -->\n  <c/>\n</a>");
}

TEST(EditorInsert, OfNothingChangesNothing) {
  EXPECT_EQ(insert("<a>\n  <b/>\n</a>", "/a", Place::lastChild, " \n "), "<a>\n  <b/>\n</a>");
  EXPECT_EQ(insert("<a>\n  <b/>\n</a>", "/a/b", Place::lastChild, ""), "<a>\n  <b/>\n</a>");
}

TEST(EditorInsert, TakesNamespacesThatPastedContentDeclares) {
  EXPECT_EQ(insert("<a xmlns='urn:u'>\n  <b/>\n</a>", "/a", Place::lastChild, "<c xmlns=''><d/></c>"),
            "<a xmlns='urn:u'>\n  <b/>\n  <c xmlns=''><d/></c>\n</a>");
  // A relative name is only warned of.
  EXPECT_EQ(insert("<a xmlns='u'><b/></a>", "/a", Place::lastChild, "<c xmlns='u'/>"),
            "<a xmlns='u'><b/><c xmlns='u'/></a>");
}

TEST(EditorInsert, TakesTheDefaultNamespaceOfThePlace) {
  EXPECT_EQ(edited("<a xmlns='u'>\n  <b/>\n</a>",
                   [](Document& document, Editor& editor) -> Status {
                     if (Status done = editor.insert(only(document, "/a"), Place::lastChild, "<c>1</c>"); !done)
                       return done;
                     EXPECT_EQ(only(document, "/a/c").namespaceUri(), "u");
                     return toStatus(editor.setValue(only(document, "/a/c"), "2"));
                   }),
            "<a xmlns='u'>\n  <b/>\n  <c>2</c>\n</a>");
}

TEST(EditorInsert, KeepsValuesOfPastedText) {
  EXPECT_EQ(insert("<a>\n\t<b/>\n</a>", "/a", Place::lastChild, "\n    <c>\n      <d>x\n  y</d>\n    </c>\n"),
            "<a>\n\t<b/>\n\t<c>\n\t\t<d>x\n  y</d>\n\t</c>\n</a>");
}

TEST(EditorInsert, GivesElementsTheDefaultsOfTheDocumentType) {
  const std::string type = "<!DOCTYPE a [<!ATTLIST c x CDATA '1'>]>";
  EXPECT_EQ(insert(type + "<a><b/></a>", "/a", Place::lastChild, "<c/>"), type + "<a><b/><c/></a>");
  EXPECT_EQ(insert(type + "<a><b/></a>", "/a", Place::lastChild, "<c x='2'/>"), type + "<a><b/><c x='2'/></a>");
}

TEST(EditorInsert, RefusesWhatIsNotWellFormed) {
  EXPECT_EQ(insert("<a/>", "/a", Place::lastChild, "<c>").substr(0, 6), "error:");
  EXPECT_EQ(insert("<a/>", "/a", Place::lastChild, "<p:c/>").substr(0, 6), "error:");
  EXPECT_EQ(insert("<a x='1'/>", "/a/@x", Place::before, "<c/>"),
            "error: /a/@x: an attribute has no place before or after it");
  EXPECT_EQ(insert("<a/>", "/a", Place::after, "<c/>"), "error: /a: nothing can be added outside the document element");
}

TEST(EditorRemove, TakesTheLineWithIt) {
  EXPECT_EQ(remove("<a>\n  <b/>\n  <c/>\n</a>", "/a/b"), "<a>\n  <c/>\n</a>");
  EXPECT_EQ(remove("<a>\r\n  <b/>\r\n</a>", "/a/b"), "<a>\r\n</a>");
  EXPECT_EQ(remove("<a>\n  <b/><c/>\n</a>", "/a/b"), "<a>\n  <c/>\n</a>");
  EXPECT_EQ(remove("<a><b/></a>", "/a/b"), "<a></a>");
  EXPECT_EQ(remove("<a x='1' y='2'/>", "/a/@x"), "<a y='2'/>");
}

TEST(EditorRemove, LeavesNoBlanksOnALineThatItShared) {
  EXPECT_EQ(remove("<a>\n  <b/> <c/>\n</a>", "/a/b"), "<a>\n  <c/>\n</a>");
  EXPECT_EQ(remove("<a>\n  <c/> <b/>\n</a>", "/a/b"), "<a>\n  <c/>\n</a>");
  EXPECT_EQ(remove("<a>\n  <c/> <b/> <d/>\n</a>", "/a/b"), "<a>\n  <c/> <d/>\n</a>");
  EXPECT_EQ(remove("<a>\n  <c/> <!-- of c -->\n</a>", "/a/comment()"), "<a>\n  <c/>\n</a>");
  EXPECT_EQ(remove("<a>\n  <c/><b/><d/>\n</a>", "/a/b"), "<a>\n  <c/><d/>\n</a>");
  EXPECT_EQ(remove("<a>x <b/> y</a>", "/a/b"), "<a>x  y</a>");
  EXPECT_EQ(remove("<a> <b/> <c/></a>", "/a/b", RemoveSpace::none), "<a>  <c/></a>");
  EXPECT_EQ(remove("<a> <b/> <c/></a>", "/a/b", RemoveSpace::line), "<a>  <c/></a>");
}

TEST(EditorInsert, KeepsOffTheLinesOfTextAndNeighbours) {
  EXPECT_EQ(insert("<a>\n  text\n</a>", "/a", Place::firstChild, "<n/>"), "<a>\n  <n/>\n  text\n</a>");
  EXPECT_EQ(insert("<a>text\n</a>", "/a", Place::firstChild, "<n/>"), "<a><n/>text\n</a>");
  EXPECT_EQ(insert("<a>\n  text <b/>\n</a>", "/a/b", Place::before, "<n/>"), "<a>\n  text <n/><b/>\n</a>");
  EXPECT_EQ(insert("<a>\n  <b/> <c/>\n</a>", "/a/c", Place::before, "<n/>"), "<a>\n  <b/>\n  <n/>\n  <c/>\n</a>");
  EXPECT_EQ(insert("<a>\n  <b/> <c/>\n</a>", "/a/b", Place::after, "<n/>"), "<a>\n  <b/>\n  <n/>\n  <c/>\n</a>");
}

TEST(EditorRemove, FollowsTheWhiteSpaceDirective) {
  EXPECT_EQ(remove("<a> <b/> <c/></a>", "/a/b", RemoveSpace::both), "<a><c/></a>");
  EXPECT_EQ(remove("<a><b/> <c/></a>", "/a/b", RemoveSpace::before), "error: /a/b: there is no white space before it");
}

TEST(EditorRemove, KeepsTheDocumentElement) {
  EXPECT_EQ(remove("<a/>", "/a"), "error: /a: the document element can't be removed");
}

TEST(EditorReplace, NeedsSomethingToPutThere) {
  EXPECT_EQ(edited("<a><b/></a>",
                   [](Document& document, Editor& editor) { return editor.replace(only(document, "/a/b"), "\n"); }),
            "error: /a/b: there is nothing to put in its place; remove it instead");
}

TEST(EditorReplace, KeepsTheIndentation) {
  EXPECT_EQ(edited("<a>\n\t<b/>\n</a>",
                   [](Document& document, Editor& editor) {
                     return editor.replace(only(document, "/a/b"), "\n  <c>\n    <d/>\n  </c>\n");
                   }),
            "<a>\n\t<c>\n\t\t<d/>\n\t</c>\n</a>");
}

TEST(EditorSequence, LaterOperationsSeeEarlierOnes) {
  EXPECT_EQ(edited("<a>\n  <b/>\n</a>",
                   [](Document& document, Editor& editor) -> Status {
                     if (Status done = editor.insert(only(document, "/a"), Place::lastChild, "<c x='1'/>"); !done)
                       return done;
                     if (Result<bool> set = editor.setAttribute(only(document, "/a/c"), "y", "2"); !set)
                       return set.error();
                     if (Status done = editor.insert(only(document, "/a/c"), Place::lastChild, "<d/>"); !done)
                       return done;
                     if (Status done = editor.remove(only(document, "/a/b")); !done) return done;
                     return toStatus(editor.setValue(only(document, "/a/c/@x"), "3"));
                   }),
            "<a>\n  <c x='3' y='2'>\n    <d/>\n  </c>\n</a>");
}

TEST(EditorSequence, IndentsBesideWhatAnEarlierOneLeft) {
  EXPECT_EQ(edited("<a>\n  <b/>\n  <c/>\n</a>",
                   [](Document& document, Editor& editor) -> Status {
                     if (Status done = editor.remove(only(document, "/a/b")); !done) return done;
                     return editor.insert(only(document, "/a/c"), Place::before, "<d/>");
                   }),
            "<a>\n  <d/>\n  <c/>\n</a>");
  EXPECT_EQ(edited("<a>\r\n\t<!--\r\n\t\t<b/>\r\n\t-->\r\n</a>",
                   [](Document& document, Editor& editor) -> Status {
                     if (Status done = editor.uncomment(only(document, "//comment()")); !done) return done;
                     return editor.insert(only(document, "/a/b"), Place::after, "<c/>");
                   }),
            "<a>\r\n\t\t<b/>\r\n\t\t<c/>\r\n</a>");
  EXPECT_EQ(edited("<a>\n  <b/> <c/>\n  <!-- of d -->\n  <d/>\n</a>",
                   [](Document& document, Editor& editor) -> Status {
                     if (Status done = editor.remove(only(document, "/a/c")); !done) return done;
                     return editor.insert(only(document, "/a/b"), Place::after, "<x/>");
                   }),
            "<a>\n  <b/>\n  <x/>\n  <!-- of d -->\n  <d/>\n</a>");
}

TEST(EditorSequence, RefusesNodesThatAnEarlierOneTookAway) {
  const std::function<Status(Editor&, Node)> uses[] = {
      [](Editor& editor, Node node) { return editor.remove(node); },
      [](Editor& editor, Node node) { return editor.comment(node); },
      [](Editor& editor, Node node) { return editor.replace(node, "<n/>"); },
      [](Editor& editor, Node node) { return editor.insert(node, Place::lastChild, "<n/>"); },
      [](Editor& editor, Node node) { return toStatus(editor.setAttribute(node, "n", "1")); },
      [](Editor& editor, Node node) { return toStatus(editor.setValue(node.elements().front(), "2")); },
  };
  for (const auto& use : uses) {
    Result<Document> document = Document::parse("<a>\n  <b><c>1</c></b>\n</a>", "test.xml");
    Editor editor(*document);
    const Node gone = only(*document, "/a/b");
    ASSERT_TRUE(editor.remove(gone));
    EXPECT_FALSE(use(editor, gone));
    EXPECT_EQ(document->editedBytes(), "<a>\n</a>");
  }
  Result<Document> document = Document::parse("<a x='1'><!--b/-->t</a>", "test.xml");
  Editor editor(*document);
  for (const char* path : {"/a/@x", "/a/comment()", "/a/text()"}) {
    const Node gone = only(*document, path);
    ASSERT_TRUE(editor.remove(gone));
    EXPECT_FALSE(editor.remove(gone)) << path;
    EXPECT_FALSE(editor.uncomment(gone)) << path;
  }
  EXPECT_EQ(document->editedBytes(), "<a></a>");
}

TEST(EditorSequence, KeepsOffTextThatComesFromAnEntityInPart) {
  const std::string head = "<!DOCTYPE a [<!ENTITY e 'E<c/>'>]>";
  EXPECT_EQ(edited(head + "<a>\n  <x/>\n  <b/>&e;</a>",
                   [](Document& document, Editor& editor) -> Status {
                     if (Status done = editor.remove(only(document, "/a/b")); !done) return done;
                     return editor.remove(only(document, "/a/x"));
                   }),
            head + "<a>\n  \n  &e;</a>");
  const std::string other = "<!DOCTYPE a [<!ENTITY e 'E<c/>F'>]>";
  EXPECT_EQ(remove(other + "<a><!-- k -->\n &e;\n  <b/>\n</a>", "/a/b"), other + "<a><!-- k -->\n &e;\n  \n</a>");
}

// Were each edit to cost as much as the file is long, these would take minutes.
TEST(EditorSequence, CostsNoMoreInLongFiles) {
  constexpr std::size_t kMany = 20'000;
  for (const std::string lineBreak : {"", "\n  "}) {
    std::string bytes = "<a>";
    for (std::size_t i = 0; i < kMany; ++i) bytes += lineBreak + "<b>1</b>" + lineBreak + "<!--c/-->";
    Result<Document> document = Document::parse(bytes + "\n</a>", "test.xml");
    Editor editor(*document);
    const std::vector<Node> nodes = document->rootElement().children();
    for (const Node& node : nodes) {
      if (node.kind() == NodeKind::comment) {
        ASSERT_TRUE(editor.uncomment(node));
      }
      if (node.kind() != NodeKind::element) continue;
      ASSERT_TRUE(editor.setValue(node, "2"));
      ASSERT_TRUE(editor.insert(node, Place::after, "<d/>"));
      ASSERT_TRUE(editor.remove(node));
    }
    EXPECT_EQ(document->rootElement().elements().size(), 2 * kMany);
    EXPECT_TRUE(document->prove());
  }
}

TEST(EditorSequence, UndoneEditsLeaveNoTrace) {
  Result<Document> document = Document::parse("<a><b>1</b></a>", "test.xml");
  Editor editor(*document);
  ASSERT_TRUE(editor.setValue(only(*document, "/a/b"), "2"));
  ASSERT_EQ(document->edits().size(), 1U);
  ASSERT_TRUE(editor.setValue(only(*document, "/a/b"), "1"));
  EXPECT_TRUE(document->edits().empty());
}

}  // namespace
}  // namespace carbonfix::testing
