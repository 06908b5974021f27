// Faults that the sweeps found, each as small as it can be.
#include <gtest/gtest.h>

#include "carbonfix/document/editor.h"

namespace carbonfix {
namespace {

Document parsed(const std::string& bytes) {
  auto document = Document::parse(bytes, "odd.xml");
  EXPECT_TRUE(document) << document.error().message;
  return std::move(*document);
}

TEST(Oddities, ATextThatIsAReferenceToAnExternalEntityIsNotSet) {
  const std::string bytes = "<!DOCTYPE r [<!ENTITY e SYSTEM \"e.xml\">]><r>&e;</r>";
  Document document = parsed(bytes);
  const auto set = Editor(document).setValue(document.rootElement(), "x");
  ASSERT_FALSE(set);
  EXPECT_NE(set.error().message.find("external entity"), std::string::npos) << set.error().message;
  EXPECT_EQ(document.editedBytes(), bytes);
}

TEST(Oddities, AnAttributeWhoseDefaultWouldComeBackIsNotRemoved) {
  const std::string bytes = "<!DOCTYPE r [<!ATTLIST r a CDATA \"1\" b CDATA #IMPLIED>]><r a=\"2\" b=\"3\"/>";
  Document document = parsed(bytes);
  const std::vector<Node> attributes = document.rootElement().attributes();
  ASSERT_EQ(attributes.size(), 2U);
  const auto removed = Editor(document).remove(attributes[0]);
  ASSERT_FALSE(removed);
  EXPECT_NE(removed.error().message.find("default"), std::string::npos) << removed.error().message;
  ASSERT_TRUE(Editor(document).remove(attributes[1]));
  const auto proved = document.prove();
  ASSERT_TRUE(proved) << proved.error().message;
  EXPECT_EQ(proved->rootElement().attribute("a"), "2");
  EXPECT_FALSE(proved->rootElement().hasAttribute("b"));
}

// ASCII that says it is Latin 1 is read without a look at that; the next file is not.
TEST(Oddities, EachFileIsReadInItsOwnEncoding) {
  const std::string head = R"(<?xml version="1.0" encoding="ISO-8859-1"?>)";
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(parsed(head + "<a>e</a>").rootElement().value(), "e");
    ASSERT_TRUE(Document::checkWellFormed(head + "<a>e</a>", "a.xml"));
    EXPECT_EQ(parsed(head + "<a>\xE9</a>").rootElement().value(), "\xC3\xA9");
    EXPECT_TRUE(Document::checkWellFormed(head + "<a>\xE9</a>", "a.xml"));
  }
}

// libxml2 reads such a file as its declaration says, so é is two characters of it.
TEST(Oddities, AUtf8MarkDoesNotOverrideTheDeclaredEncoding) {
  Document document =
      parsed("\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<r>\xC3\xA9<a b=\"1\"/></r>");
  const auto place = document.locate(document.rootElement().elements()[0]);
  ASSERT_TRUE(place) << place.error().message;
  EXPECT_EQ(place->start, (Position{2, 7}));
  ASSERT_TRUE(Editor(document).setAttribute(document.rootElement().elements()[0], "b", "\xC3\xBC"));
  const auto proved = document.prove();
  ASSERT_TRUE(proved) << proved.error().message;
  EXPECT_TRUE(proved->bytes().ends_with("<a b=\"\xFC\"/></r>")) << proved->bytes();
}

TEST(Oddities, WhereTheDefaultNamespaceIsUndeclaredInsertedElementsHaveNone) {
  Document document = parsed("<r xmlns=\"urn:a\">\n  <a xmlns=\"\">\n    <b/>\n  </a>\n</r>");
  const Node a = document.rootElement().elements()[0];
  ASSERT_TRUE(Editor(document).insert(a, Place::lastChild, "<made/>"));
  const auto proved = document.prove();
  ASSERT_TRUE(proved) << proved.error().message;
  EXPECT_EQ(proved->bytes(), "<r xmlns=\"urn:a\">\n  <a xmlns=\"\">\n    <b/>\n    <made/>\n  </a>\n</r>");
  EXPECT_EQ(proved->rootElement().elements()[0].elements()[1].namespaceUri(), "");
}

// Its characters are encoded by the run, with a switch before and behind; a splice may not begin inside of one.
TEST(Oddities, AnEncodingWithShiftStatesIsSplicedBesideAsciiOnly) {
  const std::string bytes = "<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?>\n<r>\x1B$B4A;z\x1B(B</r>";
  Document document = parsed(bytes);
  const std::string text = document.rootElement().value();
  ASSERT_EQ(text, "\xE6\xBC\xA2\xE5\xAD\x97");
  ASSERT_TRUE(Editor(document).setValue(document.rootElement(), text + "x"));
  const auto proved = document.prove();
  ASSERT_TRUE(proved) << proved.error().message;
  EXPECT_EQ(proved->rootElement().value(), text + "x");
  EXPECT_EQ(proved->bytes(), "<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?>\n<r>&#28450;&#23383;x</r>");
}

}  // namespace
}  // namespace carbonfix
