#include "carbonfix/document/document.h"

#include "document/editing.h"

namespace carbonfix::testing {
namespace {

std::string place(const std::string& bytes, const std::string& path) {
  Result<Document> document = Document::parse(bytes, "test.xml");
  if (!document) return "error: " + document.error().message;
  Result<Location> at = document->locate(only(*document, path));
  if (!at) return "error: " + at.error().message;
  return std::to_string(at->start.line) + ":" + std::to_string(at->start.column) + "-" + std::to_string(at->end.line) +
         ":" + std::to_string(at->end.column) + " " + bytes.substr(at->offset, at->length);
}

TEST(DocumentPlaces, PointAtNamesValuesAndRuns) {
  const std::string xml = "<a>\n  <b c='1'\n     d=\"2\">  text </b>\n  <!-- x -->\n</a>";
  EXPECT_EQ(place(xml, "/a/b"), "2:4-2:5 b");
  EXPECT_EQ(place(xml, "/a/b/@c"), "2:8-2:11 '1'");
  EXPECT_EQ(place(xml, "/a/b/@d"), "3:8-3:11 \"2\"");
  EXPECT_EQ(place(xml, "/a/b/text()"), "3:14-3:18 text");
  EXPECT_EQ(place(xml, "/a/comment()"), "4:3-4:13 <!-- x -->");
}

TEST(DocumentPlaces, CountCodePointsNotBytes) {
  EXPECT_EQ(place("<a b='\xC3\xA9\xF0\x9F\x98\x80' c='1'/>", "/a/@c"), "1:13-1:16 '1'");
}

TEST(DocumentPlaces, KnowEveryLineEnd) { EXPECT_EQ(place("<a>\r\n<b/>\r<c/>\n<d/></a>", "/a/d"), "4:2-4:3 d"); }

TEST(DocumentPlaces, AreBytesOfTheFileInEveryEncoding) {
  std::string utf16 = "\xFF\xFE";
  for (const char c : std::string("<a>\n <b c='1'/></a>")) {
    utf16 += c;
    utf16 += '\0';
  }
  Result<Document> document = Document::parse(utf16, "x");
  ASSERT_TRUE(document) << document.error().message;
  Result<Location> at = document->locate(only(*document, "/a/b/@c"));
  ASSERT_TRUE(at);
  EXPECT_EQ(at->start, (Position{2, 7}));
  EXPECT_EQ(utf16.substr(at->offset, at->length), std::string("'\0001\0'\0", 6));
}

TEST(DocumentPlaces, LineTextHasNoLineEnd) {
  Result<Document> document = Document::parse("<a>\r\n  <b/>\r\n</a>", "x");
  EXPECT_EQ(document->lineText(2), "  <b/>");
  EXPECT_EQ(document->lineText(9), "");
}

TEST(DocumentParse, SaysWhatIsWrongAndWhere) {
  Result<Document> document = Document::parse("<a>\n  <b>\n</a>", "broken.xml");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().path, "broken.xml");
  EXPECT_EQ(document.error().at.line, 3U);
  EXPECT_GT(document.error().at.column, 0U);
  EXPECT_NE(document.error().message.find("tag mismatch"), std::string::npos);
}

TEST(DocumentParse, EmptyAndBinaryAreNotWellFormed) {
  EXPECT_EQ(Document::parse("", "x").error().message, "the file is empty");
  EXPECT_EQ(Document::parse(" \n", "x").error().message, "the file is empty");
  EXPECT_FALSE(Document::parse(std::string("\x7f\x45\x4c\x46\0\0\1", 7), "x"));
}

TEST(DocumentParse, NamespaceErrorsAreKeptApart) {
  Result<Document> document = Document::parse("<a><p:b/></a>", "x");
  ASSERT_TRUE(document);
  ASSERT_EQ(document->namespaceErrors().size(), 1U);
  EXPECT_FALSE(Document::checkWellFormed("<a><p:b/></a>", "x"));
  EXPECT_TRUE(Document::checkWellFormed("<a xmlns:p='u'><p:b/></a>", "x"));
}

TEST(DocumentParse, ReadsNothingFromOutside) {
  Result<Document> document =
      Document::parse("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><a>&e;</a>", "x");
  if (document) {
    EXPECT_EQ(document->rootElement().value(), "");
  }
}

TEST(DocumentParse, EntitiesOfTheFileAreSubstituted) {
  Result<Document> document = Document::parse("<!DOCTYPE a [<!ENTITY e 'E'>]><a b='&e;'>x &e;</a>", "x");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->rootElement().value(), "x E");
  EXPECT_EQ(document->rootElement().attribute("b"), "E");
}

TEST(NodePath, ReadsAsAPersonWouldSayIt) {
  Result<Document> document =
      Document::parse("<a><p name='x'/><p name='y' v='1'/><m/><m/><d><name>N</name></d><d><name>M</name></d></a>", "x");
  EXPECT_EQ(only(*document, "/a/p[2]/@v").path(), "/a/p[@name='y']/@v");
  EXPECT_EQ(only(*document, "/a/m[2]").path(), "/a/m[2]");
  EXPECT_EQ(only(*document, "/a/d[2]/name").path(), "/a/d[name='M']/name");
}

}  // namespace
}  // namespace carbonfix::testing
