// RFC 5261 documents, from diff to bytes. What the suites of other projects hold is in rfc5261_suite_test.cpp.
#include "carbonfix/patch/rfc5261.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace carbonfix {
namespace {

// The target's bytes after the diff, or "LINE:COLUMN: message".
std::string patchedBy(const std::string& diffText, const std::string& targetText, bool wholeLines = true,
                      Errors* notes = nullptr) {
  const auto said = [](const Error& error) {
    return fmt::format("{}:{}: {}", error.at.line, error.at.column, error.message);
  };
  Result<Document> diff = parseXmlPatch(diffText, "diff.xml");
  if (!diff) return said(diff.error());
  Result<Document> target = Document::parse(targetText, "t.xml");
  if (!target) return said(target.error());
  Result<XmlPatched> done = runXmlPatch(*diff, *target, XmlPatchOptions{.wholeLines = wholeLines});
  if (!done) {
    EXPECT_EQ(done.error().path, "diff.xml");
    return said(done.error());
  }
  EXPECT_EQ(splice(targetText, done->edits), done->bytes);
  if (notes != nullptr) *notes = done->notes;
  return done->bytes;
}

std::string patched(const std::string& operations, const std::string& target) {
  return patchedBy("<diff>" + operations + "</diff>", target);
}

TEST(XmlPatchAdd, PutsContentInAsItIsWritten) {
  EXPECT_EQ(patched("<add sel='a'> x\n\t<b  k = '1' />y </add>", "<a>\n  <c/>\n</a>"),
            "<a>\n  <c/>\n x\n\t<b  k = '1' />y </a>");
  EXPECT_EQ(patched("<add sel='a' pos='prepend'><b/></add>", "<a> t</a>"), "<a><b/> t</a>");
  EXPECT_EQ(patched("<add sel='a/c' pos='before'>x<b/></add>", "<a>t<c/></a>"), "<a>tx<b/><c/></a>");
  EXPECT_EQ(patched("<add sel='a/c' pos='after'><!-- - --><?p  q?></add>", "<a><c/>t</a>"),
            "<a><c/><!-- - --><?p  q?>t</a>");
  EXPECT_EQ(patched("<add sel='a'><![CDATA[<&]]>&#x41;&lt;</add>", "<a/>"), "<a><![CDATA[<&]]>&#x41;&lt;</a>");
}

TEST(XmlPatchAdd, OpensAnEmptyElement) {
  EXPECT_EQ(patched("<add sel='a/b'>x</add>", "<a><b k='1' /></a>"), "<a><b k='1'>x</b></a>");
  EXPECT_EQ(patched("<add sel='a/b' pos='prepend'><c/></add>", "<a><b/></a>"), "<a><b><c/></b></a>");
}

TEST(XmlPatchAdd, TakesLineEndsAndEncodingOfTheFile) {
  EXPECT_EQ(patched("<add sel='a'>\n<b>x\ny</b>\n</add>", "<a>\r\n</a>\r\n"), "<a>\r\n\r\n<b>x\r\ny</b>\r\n</a>\r\n");
  EXPECT_EQ(patchedBy("<diff>\r\n<add sel='a'>\r\n<b/></add></diff>", "<a>\n</a>"), "<a>\n\n<b/></a>");
  const std::string latin = "<?xml version='1.0' encoding='ISO-8859-1'?><a/>";
  EXPECT_EQ(patched("<add sel='a'><b k='\xE2\x82\xAC'>\xC3\xA9</b></add>", latin),
            "<?xml version='1.0' encoding='ISO-8859-1'?><a><b k='&#8364;'>\xE9</b></a>");
  EXPECT_EQ(patched("<add sel='a'><!--\xE2\x82\xAC--></add>", latin),
            "1:8: invalid-character-set: the character U+20AC can't be written in this file's encoding at this place "
            "(in t.xml)");
}

TEST(XmlPatchAdd, GivesAttributes) {
  EXPECT_EQ(patched("<add sel='a' type='@k'>1 &lt; \"2\"</add>", "<a\n  b='x'/>"), "<a\n  b='x'\n  k='1 &lt; \"2\"'/>");
  EXPECT_EQ(patched("<add sel='a' type='@k'/>", "<a/>"), "<a k=\"\"/>");
  EXPECT_EQ(patched("<add sel='a' type='@xml:lang'>en</add>", "<a/>"), "<a xml:lang=\"en\"/>");
  EXPECT_EQ(patched("<add sel='a' type='@1k'>1</add>", "<a/>"),
            "1:8: invalid-attribute-value: /a: \"1k\" is not a name that an attribute can have (in t.xml)");
}

TEST(XmlPatchAdd, NotesWhatMayNotBeMeant) {
  Errors notes;
  EXPECT_EQ(patchedBy("<diff><add sel='a' type='@k'>2</add></diff>", "<a k='1'/>", true, &notes), "<a k='2'/>");
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(describe(notes[0]), "diff.xml:1:8: /a/@k was there already and has a new value");
  EXPECT_EQ(patchedBy("<diff><add sel='a' type='@k'>1</add></diff>", "<a k='1'/>", true, &notes), "<a k='1'/>");
  EXPECT_TRUE(notes.empty());
  EXPECT_EQ(patchedBy("<diff>\n<add sel='a'/></diff>", "<a/>", true, &notes), "<a/>");
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(describe(notes[0]), "diff.xml:2:2: add without content changes nothing");
  EXPECT_EQ(patchedBy("<diff><replace sel='a/@k'>\n1</replace></diff>", "<a k='1'/>", true, &notes), "<a k='&#10;1'/>");
  ASSERT_EQ(notes.size(), 1U);
}

TEST(XmlPatchAdd, KeepsTheDocumentElementAlone) {
  EXPECT_EQ(patched("<add sel='a' pos='after'>\n<!--c--></add>", "<a/>\n"), "<a/>\n<!--c-->\n");
  EXPECT_EQ(patched("<add sel='comment()' pos='before'><?p?>\n</add>", "<!--c--><a/>"), "<?p?>\n<!--c--><a/>");
  EXPECT_EQ(patched("<add sel='a' pos='before'><!--c--></add>", "<!DOCTYPE a>\n<a/>"), "<!DOCTYPE a>\n<!--c--><a/>");
  EXPECT_EQ(patched("<add sel='a' pos='before'><b/></add>", "<a/>"),
            "1:8: invalid-root-element-operation: /a: a document can't hold a second document element (in t.xml)");
  EXPECT_EQ(patched("<add sel='a' pos='after'><!--c-->t</add>", "<a/>"),
            "1:8: invalid-root-element-operation: /a: no text can stand outside the document element (in t.xml)");
  EXPECT_EQ(patched("<add sel='a' pos='after'><![CDATA[ ]]></add>", "<a/>"),
            "1:8: invalid-root-element-operation: /a: no text can stand outside the document element (in t.xml)");
}

TEST(XmlPatchText, IsOneNodeAcrossCdata) {
  const std::string file = "<a>p<![CDATA[q]]>r<b/>s</a>";
  EXPECT_EQ(patched("<replace sel='a/text()[1]'>S</replace>", file), "<a>S<b/>s</a>");
  EXPECT_EQ(patched("<replace sel='a/text()[2]'>S</replace>", file), "<a>p<![CDATA[q]]>r<b/>S</a>");
  EXPECT_EQ(patched("<remove sel='a/text()[1]'/>", file), "<a><b/>s</a>");
  EXPECT_EQ(patched("<add sel='a/text()[1]' pos='after'>S</add>", file), "<a>p<![CDATA[q]]>rS<b/>s</a>");
  EXPECT_EQ(patched("<add sel='a/text()[1]' pos='before'><c/></add>", file), "<a><c/>p<![CDATA[q]]>r<b/>s</a>");
  EXPECT_EQ(patched("<add sel='a/node()[2]' pos='before'>S</add>", file), "<a>Sp<![CDATA[q]]>r<b/>s</a>");
  EXPECT_EQ(patched("<replace sel='a/text()[1]'><![CDATA[x]]></replace>", file), "<a><![CDATA[x]]><b/>s</a>");
}

TEST(XmlPatchText, MergesWithItsNeighbours) {
  EXPECT_EQ(patched("<add sel='a/text()[2]' pos='before'>x<n/>y</add><replace sel='a/text()[3]'>z</replace>",
                    "<a>1<b/>2</a>"),
            "<a>1<b/>x<n/>z</a>");
  EXPECT_EQ(patched("<remove sel='a/b'/><replace sel='a/text()'>z</replace>", "<a>1<b/>2</a>"), "<a>z</a>");
  EXPECT_EQ(patched("<replace sel='a/text()'/>", "<a>1</a>"), "<a></a>");
  EXPECT_EQ(patched("<replace sel='a/text()'><b/></replace>", "<a>1</a>"),
            "1:8: invalid-node-types: a text can be replaced by text only (in t.xml)");
}

TEST(XmlPatchReplace, PutsOneNodeOfTheSameKind) {
  EXPECT_EQ(patched("<replace sel='a/b'>\n  <c> </c>\n</replace>", "<a> <b/> </a>"), "<a> <c> </c> </a>");
  EXPECT_EQ(patched("<replace sel='a/comment()'><!--y--></replace>", "<a><!--x--></a>"), "<a><!--y--></a>");
  EXPECT_EQ(patched("<replace sel=\"processing-instruction('p')\"><?q 1?></replace>", "<?p?>\n<a/>"), "<?q 1?>\n<a/>");
  EXPECT_EQ(patched("<replace sel='a'><b>\n</b></replace>", "<?xml version='1.0'?>\n<a><c/></a>\n<!--e-->\n"),
            "<?xml version='1.0'?>\n<b>\n</b>\n<!--e-->\n");
  const std::string refused =
      "1:8: invalid-node-types: /a/b is an element, so an element must replace it and nothing "
      "else (in t.xml)";
  for (const std::string content : {"", "t", "<c/><d/>", "<c/>t", "<!--c-->", "<![CDATA[]]>"}) {
    EXPECT_EQ(patched("<replace sel='a/b'>" + content + "</replace>", "<a><b/></a>"), refused) << content;
  }
}

TEST(XmlPatch, DoesNotWriteWhatIsInTheSecureVault) {
  const std::string file =
      "<a xmlns:s='http://org.wso2.securevault/configuration'><p s:secretAlias='P'>x</p>"
      "<c key='x' port='1' s:secretAlias='C.key'/></a>";
  for (const std::string operation :
       {"<replace sel='a/p/text()'>y</replace>", "<replace sel='a/p'><p>y</p></replace>",
        "<replace sel='a'><a/></replace>", "<replace sel='a/c/@key'>y</replace>", "<remove sel='a/p/text()'/>",
        "<add sel='a/p'>y</add>", "<add sel='a/c' type='@key'>y</add>"}) {
    const std::string said = patched(operation, file);
    EXPECT_NE(said.find("is in the secure vault, under the alias"), std::string::npos) << operation << '\n' << said;
  }
  for (const std::string operation :
       {"<replace sel='a/c/@port'>2</replace>", "<remove sel='a/p'/>", "<add sel='a/p' pos='before'><q/></add>"}) {
    EXPECT_EQ(patched(operation, file).find("vault,"), std::string::npos) << operation;
  }
}

TEST(XmlPatchReplace, GivesAttributesText) {
  EXPECT_EQ(patched("<replace sel='a/@k'>x<![CDATA[<]]></replace>", "<a k='1' l='2'/>"), "<a k='x&lt;' l='2'/>");
  EXPECT_EQ(patched("<replace sel='a/@k'>x<!--c-->y</replace>", "<a k='1'/>"),
            "1:8: invalid-node-types: an attribute can be given text only (in t.xml)");
}

TEST(XmlPatchRemove, TakesTheLineUnlessToldToBeExact) {
  const std::string file = "<a>\n  <b/>\n  <c/> <d/>\n</a>\n";
  EXPECT_EQ(patchedBy("<d><remove sel='a/b'/></d>", file), "<a>\n  <c/> <d/>\n</a>\n");
  EXPECT_EQ(patchedBy("<d><remove sel='a/b'/></d>", file, false), "<a>\n  \n  <c/> <d/>\n</a>\n");
  EXPECT_EQ(patchedBy("<d><remove sel='a/c'/></d>", file), "<a>\n  <b/>\n   <d/>\n</a>\n");
  EXPECT_EQ(patchedBy("<d><remove sel='a/b' ws='after'/></d>", file), "<a>\n  <c/> <d/>\n</a>\n");
  EXPECT_EQ(patchedBy("<d><remove sel='comment()'/></d>", "<!--c-->\n<a/>"), "<a/>");
  EXPECT_EQ(patchedBy("<d><remove sel='comment()'/></d>", "<!--c-->\n<a/>", false), "\n<a/>");
}

TEST(XmlPatchRemove, TakesTheWhiteSpaceThatIsThere) {
  EXPECT_EQ(patched("<remove sel='a/b' ws='both'/>", "<a> <b/>\n</a>"), "<a></a>");
  EXPECT_EQ(patched("<remove sel='a/b' ws='before'/>", "<a><![CDATA[ ]]> <b/>x</a>"), "<a>x</a>");
  const auto refused = [](const char* side) {
    return fmt::format("1:8: invalid-whitespace-directive: /a/b: no text of white space alone stands {} it (in t.xml)",
                       side);
  };
  EXPECT_EQ(patched("<remove sel='a/b' ws='both'/>", "<a> <b/>x </a>"), refused("after"));
  EXPECT_EQ(patched("<remove sel='a/b' ws='before'/>", "<a><b/> </a>"), refused("before"));
  EXPECT_EQ(patched("<remove sel='a/b' ws='before'/>", "<a>x<![CDATA[ ]]><b/></a>"), refused("before"));
  EXPECT_EQ(patched("<remove sel='comment()' ws='after'/>", "<!--c-->\n<a/>"),
            "1:8: invalid-xml-prolog-operation: white space outside the document element is no node that ws could take "
            "(in t.xml)");
  EXPECT_EQ(patched("<remove sel='a/@k' ws='after'/>", "<a k='1'/>"),
            "1:8: invalid-patch-directive: ws goes with elements, comments and processing instructions only (in "
            "t.xml)");
}

TEST(XmlPatchSelector, TakesNamespacesFromTheDiff) {
  const std::string file = "<a xmlns='u'><b><c xmlns=''/></b><b k='1'/></a>";
  EXPECT_EQ(patchedBy("<p:d xmlns:p='p' xmlns='u'><p:add sel='a/b[@k]'>x</p:add></p:d>", file),
            "<a xmlns='u'><b><c xmlns=''/></b><b k='1'>x</b></a>");
  EXPECT_EQ(patchedBy("<d xmlns:q='u'><remove sel='q:a/q:b/c'/></d>", file), "<a xmlns='u'><b></b><b k='1'/></a>");
  EXPECT_EQ(patchedBy("<d><remove xmlns:q='u' sel='q:a/q:b[c]'/></d>", file), "<a xmlns='u'><b k='1'/></a>");
  EXPECT_EQ(patchedBy("<d xmlns='u'><remove sel='a/b[c]'/></d>", file),
            "1:15: unlocated-node: remove sel=\"a/b[c]\" selects nothing (in t.xml)");
  EXPECT_EQ(patched("<remove sel='q:a'/>", "<q:a xmlns:q='u'/>"),
            "1:8: invalid-namespace-prefix: the diff does not declare the prefix \"q\" of \"q:a\" (in t.xml)");
}

TEST(XmlPatchSelector, SaysWhenTheTargetHasADefaultNamespace) {
  Result<Document> diff = parseXmlPatch("<d><remove sel='a/b'/></d>", "diff.xml");
  Result<Document> target = Document::parse("<a xmlns='u'><b/></a>", "t.xml");
  const Result<XmlPatched> done = runXmlPatch(*diff, *target, {});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().hint, "the target's elements are in the namespace \"u\"; the diff must say so: xmlns=\"u\"");
}

TEST(XmlPatchSelector, IsAnyXPathThatSelectsOneNode) {
  EXPECT_EQ(patched("<remove sel='//b[last()]/..'/>", "<a><c><b/></c></a>"), "<a></a>");
  EXPECT_EQ(patched("<remove sel=\"id('x')\"/>", "<a><b xml:id='x'/></a>"), "<a></a>");
  EXPECT_EQ(patched("<replace sel=\"id('x')/@xml:id\">y</replace><add sel=\"id('y')\">t</add>"
                    "<add sel='a'><c xml:id='x'/></add><remove sel=\"id('x')\"/>",
                    "<a><b xml:id='x'/></a>"),
            "<a><b xml:id='y'>t</b></a>");
  EXPECT_EQ(patched("<remove sel='a/b'/>", "<a><b/><b/></a>"),
            "1:8: unlocated-node: remove sel=\"a/b\" selects 2 nodes; it must select one (in t.xml)");
  EXPECT_EQ(patched("<add sel='/'><b/></add>", "<a/>"),
            "1:8: unlocated-node: add sel=\"/\" selects the document, of which only nodes can be patched (in t.xml)");
  EXPECT_EQ(patched("<remove sel='a['/>", "<a/>").substr(0, 39), "1:8: invalid-attribute-value: \"a[\": not");
  EXPECT_EQ(patched("<remove sel='1 + 1'/>", "<a/>"),
            "1:8: invalid-attribute-value: \"1 + 1\" gives a value where nodes are needed (in t.xml)");
  EXPECT_EQ(patched("<remove sel='$x'/>", "<a/>"),
            "1:8: invalid-attribute-value: it names a variable that is not defined (in \"$x\") (in t.xml)");
}

TEST(XmlPatchSelector, ShowsNoSecretInMessages) {
  EXPECT_EQ(patched("<remove sel=\"a[password='hunter22'][@x='y']\"/>", "<a/>"),
            "1:8: unlocated-node: remove sel=\"a[password='********'][@x='********']\" selects nothing (in t.xml)");
  EXPECT_EQ(
      patched("<remove sel=\"a[@name='password' and . = 'hunter22'] + 1\"/>", "<a/>"),
      "1:8: invalid-attribute-value: \"a[@name='password' and . = '********'] + 1\" gives a value where nodes are "
      "needed (in t.xml)");
}

TEST(XmlPatchSelector, TakesManyNodesWhenAsked) {
  EXPECT_EQ(patched("<add msel='//b' type='@k'>1</add>", "<a><b><b/></b></a>"), "<a><b k=\"1\"><b k=\"1\"/></b></a>");
  EXPECT_EQ(patched("<remove msel='//b'/>", "<a><b><b/></b>x<b/></a>"), "<a>x</a>");
  EXPECT_EQ(patched("<replace msel='//b'><c/></replace>", "<a><b><b/></b>x<b/></a>"), "<a><c/>x<c/></a>");
  EXPECT_EQ(patched("<remove msel='a/b | a/text()'/>", "<a>x<b/>y</a>"), "<a></a>");
  EXPECT_EQ(patched("<remove msel='a/b | a/text()[2]'/>", "<a>x<b/>y</a>"),
            "1:8: invalid-patch-directive: the nodes that msel=\"a/b | a/text()[2]\" selects merge on the way (in "
            "t.xml)");
  EXPECT_EQ(patched("<remove msel='a/c'/>", "<a/>"),
            "1:8: unlocated-node: remove msel=\"a/c\" selects nothing (in t.xml)");
}

TEST(XmlPatchDiff, IsReadStrictly) {
  EXPECT_EQ(patched("<move sel='a'/>", "<a/>"),
            "1:8: invalid-patch-directive: \"move\" is no operation; there are add, replace and remove");
  EXPECT_EQ(patched("<remove sel='a/b' pos='after'/>", "<a/>"),
            "1:8: invalid-patch-directive: remove has no attribute \"pos\"");
  EXPECT_EQ(patched("<add sel='a' pos='append'/>", "<a/>"),
            "1:8: invalid-attribute-value: pos=\"append\" is not before, after or prepend");
  EXPECT_EQ(patched("<remove sel='a/b' ws='x'/>", "<a/>"),
            "1:8: invalid-attribute-value: ws=\"x\" is not before, after or both");
  for (const std::string type : {"k", "@", "@:k", "@p:", "namespace::", "attribute::k"}) {
    EXPECT_EQ(patched("<add sel='a' type='" + type + "'/>", "<a/>"),
              fmt::format("1:8: invalid-attribute-value: type=\"{}\" is not @name or namespace::prefix", type));
  }
  EXPECT_EQ(patched("<add sel='a' type='@p:k'/>", "<a/>"),
            "1:8: invalid-namespace-prefix: the diff does not declare the prefix \"p\" of type=\"@p:k\"");
  EXPECT_EQ(patched("<add sel='a' type='@k' pos='after'/>", "<a/>"),
            "1:8: invalid-patch-directive: pos and type can't go together: an attribute has no position");
  EXPECT_EQ(patched("<remove/>", "<a/>"), "1:8: invalid-attribute-value: remove needs a sel that says where");
  EXPECT_EQ(patched("<remove sel='a' msel='a'/>", "<a/>"),
            "1:8: invalid-patch-directive: sel and msel can't go together");
  EXPECT_EQ(patched("<remove sel='a/b'>x</remove>", "<a/>"), "1:8: invalid-patch-directive: remove takes no content");
  EXPECT_EQ(patched("x", "<a/>"), "1:7: invalid-diff-format: text between the operations");
  EXPECT_EQ(patchedBy("<d><remove sel='a'></d>", "<a/>").substr(0, 27), "1:24: invalid-diff-format: ");
  EXPECT_NE(patchedBy("<d><add sel='a'>&e;</add></d>", "<a/>").find("invalid-entity-declaration: "), std::string::npos);
  EXPECT_NE(patchedBy("<d><add sel='a'><p:b/></add></d>", "<a/>").find("invalid-namespace-prefix: "),
            std::string::npos);
}

TEST(XmlPatchDiff, IsDoneWholeOrNotAtAll) {
  EXPECT_EQ(patched("<!-- first --><remove sel='a/b'/>\n <remove sel='a/c'/>", "<a><b/></a>"),
            "2:3: unlocated-node: remove sel=\"a/c\" selects nothing (in t.xml)");
  EXPECT_EQ(patchedBy("<d/>", "<a/>"), "<a/>");
}

TEST(XmlPatchDiff, MayBeInAnyNamespace) {
  EXPECT_EQ(patchedBy("<p:patch xmlns:p='urn:ietf:rfc:7351'><p:remove sel='a/b'/></p:patch>", "<a><b/></a>"),
            "<a></a>");
}

TEST(XmlPatchEntities, BecomeTheirText) {
  const std::string head =
      "<!DOCTYPE d [<!ENTITY e \"1 &#38;lt; 2\"><!ENTITY m \"<m k='v'>t</m>\"><!ENTITY x SYSTEM 'x'>]>";
  EXPECT_EQ(patchedBy(head + "<d><add sel='a'>&e;<b k='&e;'/></add></d>", "<a/>"), "<a>1 &lt; 2<b k='1 &lt; 2'/></a>");
  EXPECT_EQ(patchedBy(head + "<d><add sel='a'>&m;</add></d>", "<a/>"), "<a><m k=\"v\">t</m></a>");
  for (const std::string operation : {"<add sel='a'><b>1&x;</b></add>", "<add sel='a'>&x;</add>",
                                      "<add sel='a' type='@k'>1&x;</add>", "<replace sel='a/@k'>&x;</replace>"}) {
    EXPECT_NE(patchedBy(head + "<d>" + operation + "</d>", "<a k='0'/>")
                  .find(": invalid-entity-declaration: the entity \"x\" has no text in its own file"),
              std::string::npos)
        << operation;
  }
}

TEST(XmlPatchEntities, OfTheTargetAreLeftAlone) {
  const std::string head = "<!DOCTYPE a [<!ENTITY e \"<b/>\">\n<!ATTLIST a k CDATA 'v'>]>\n";
  EXPECT_EQ(patched("<remove sel='a/b'/>", head + "<a>&e;</a>").substr(0, 28), "1:8: invalid-patch-directive");
  EXPECT_EQ(patched("<remove sel='a/@k'/>", head + "<a/>").substr(0, 28), "1:8: invalid-patch-directive");
  EXPECT_EQ(patched("<add sel='a'><c/></add>", head + "<a>&e;</a>"), head + "<a>&e;<c/></a>");
}

}  // namespace
}  // namespace carbonfix
