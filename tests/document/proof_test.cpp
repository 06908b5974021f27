// The proof that reads along without a second tree, against what only looks alike.
#include <gtest/gtest.h>
#include <libxml/tree.h>

#include <string>

#include "carbonfix/document/document.h"
#include "document/editing.h"

namespace carbonfix {
namespace {

using testing::only;

Document parsed(const std::string& bytes) {
  Result<Document> document = Document::parse(bytes, "test.xml");
  EXPECT_TRUE(document);
  return std::move(*document);
}

// The document with its view changed behind the editor's back: the bytes still say the old.
Result<Document::Proof> proofAfter(const std::string& bytes, const std::function<void(Document&)>& change) {
  Document document = parsed(bytes);
  change(document);
  return document.proof();
}

TEST(Proof, ReadsAlongWithoutASecondTree) {
  for (const char* bytes :
       {"<a/>", "<a b='1' c='2'>x</a>", "<a xmlns='urn:x' xmlns:p='urn:p'><p:b p:c='1'/><c xmlns=''/></a>",
        "<?xml version='1.0' encoding='ISO-8859-1'?>\n<!-- c --><?pi data?><a>\xE9<![CDATA[<&]]>x &amp; &#233; y</a>\n",
        "<a b='x &amp; &#10; y &lt;'>\r\n  <b/> </a>"}) {
    const Document document = parsed(bytes);
    const Result<Document::Proof> proof = document.proof();
    ASSERT_TRUE(proof) << bytes;
    EXPECT_EQ(proof->bytes, bytes);
    EXPECT_FALSE(proof->parsed) << "it took a second tree for " << bytes;
  }
}

TEST(Proof, ADocumentTypeTakesASecondTree) {
  const Document document = parsed("<!DOCTYPE a [<!ENTITY e 'v'>]><a>&e;</a>");
  const Result<Document::Proof> proof = document.proof();
  ASSERT_TRUE(proof);
  EXPECT_TRUE(proof->parsed);
}

TEST(Proof, SeesEveryKindOfDifference) {
  const std::string bytes = "<a b='1' p:q='2' xmlns:p='urn:p'><c>text</c><!-- c --><?pi d?><![CDATA[x]]></a>";
  const auto refused = [&](const std::function<void(Document&)>& change) {
    const Result<Document::Proof> proof = proofAfter(bytes, change);
    return !proof && proof.error().message.find("reads differently") != std::string::npos;
  };
  const auto text = [](const char* value) { return reinterpret_cast<const xmlChar*>(value); };
  const auto node = [](Document& document, const char* path) { return only(document, path).raw(); };
  EXPECT_TRUE(refused([&](Document& d) { xmlNodeSetName(node(d, "/a/c"), text("d")); }));
  EXPECT_TRUE(refused([&](Document& d) { xmlNodeSetContent(node(d, "/a/c/text()"), text("tex")); }));
  EXPECT_TRUE(refused([&](Document& d) { xmlNodeSetContent(node(d, "/a/c/text()"), text("text2")); }));
  EXPECT_TRUE(refused([&](Document& d) { xmlNodeSetContent(node(d, "//comment()"), text(" d ")); }));
  EXPECT_TRUE(refused([&](Document& d) { xmlNodeSetContent(node(d, "//processing-instruction()"), text("e")); }));
  EXPECT_TRUE(refused([&](Document& d) { xmlNodeSetContent(node(d, "/a/text()"), text("y")); }));
  EXPECT_TRUE(refused([&](Document& d) { xmlSetProp(node(d, "/a"), text("b"), text("2")); }));
  EXPECT_TRUE(refused([&](Document& d) { xmlSetProp(node(d, "/a/c"), text("n"), text("2")); }));
  EXPECT_TRUE(refused([&](Document& d) { xmlUnsetProp(node(d, "/a"), text("b")); }));
  EXPECT_TRUE(refused([&](Document& d) { xmlNewNs(node(d, "/a/c"), text("urn:z"), text("z")); }));
  EXPECT_TRUE(refused([&](Document& d) { xmlNewChild(node(d, "/a"), nullptr, text("e"), nullptr); }));
  EXPECT_TRUE(refused([&](Document& d) {
    xmlNodePtr c = node(d, "/a/c");
    xmlUnlinkNode(c);
    xmlFreeNode(c);
  }));
}

TEST(Proof, LargeDocumentsAreMadeReadyWhileTheyAreParsed) {
  std::string bytes = "<list>\n";
  for (int i = 0; i < 30000; ++i)
    bytes += "  <item id=\"" + std::to_string(i) + "\">some text that has a length</item>\n";
  bytes += "</list>\n";
  ASSERT_GT(bytes.size(), std::size_t{1} << 20);
  Result<Document> document = Document::parseToEdit(bytes, "large.xml");
  ASSERT_TRUE(document);
  Editor editor(*document);
  ASSERT_TRUE(editor.setValue(only(*document, "//item[@id='20000']"), "new"));
  const Result<Document::Proof> proof = document->proof();
  ASSERT_TRUE(proof);
  const std::string before = "<item id=\"20000\">some text that has a length<";
  EXPECT_EQ(proof->bytes, bytes.replace(bytes.find(before), before.size(), "<item id=\"20000\">new<"));
}

TEST(Proof, ALargeDocumentThatIsNotWellFormedIsAnError) {
  const std::string bytes = "<list>" + std::string(std::size_t{2} << 20, 'x') + "</lis>";
  const Result<Document> document = Document::parseToEdit(bytes, "large.xml");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().path, "large.xml");
}

}  // namespace
}  // namespace carbonfix
