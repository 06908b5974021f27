// Properties that stand as lines in the text of an XML file.
#include <gtest/gtest.h>

#include "document/editing.h"
#include "document/sweep.h"

namespace carbonfix {
namespace {

using testing::edited;
using testing::only;
using testing::toStatus;

std::string with(const std::string& xml, const std::string& key, const std::string& value,
                 WhenAbsent absent = WhenAbsent::fail, const std::string& select = "/a/v") {
  return edited(
      xml, [&](Document& d, Editor& e) { return toStatus(e.setPropertyInText(only(d, select), key, value, absent)); });
}

std::string cdata(const std::string& text) { return "<a><v><![CDATA[" + text + "]]></v></a>"; }
std::string plain(const std::string& text) { return "<a><v>" + text + "</v></a>"; }

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(PropertiesInText, TheValueOfALineIsSet) {
  const std::string before = "\n  shindig.host=\n  aKey=/proxy?a=b&url=\n  shindig.port = 8080\n  ";
  EXPECT_EQ(with(cdata(before), "shindig.port", "443"),
            cdata("\n  shindig.host=\n  aKey=/proxy?a=b&url=\n  shindig.port = 443\n  "));
  EXPECT_EQ(with(cdata(before), "shindig.host", "is.wso2.com"),
            cdata("\n  shindig.host=is.wso2.com\n  aKey=/proxy?a=b&url=\n  shindig.port = 8080\n  "));
  EXPECT_EQ(with(cdata(before), "shindig.port", "443", WhenAbsent::fail, "/a/v/text()"),
            cdata("\n  shindig.host=\n  aKey=/proxy?a=b&url=\n  shindig.port = 443\n  "));
  EXPECT_EQ(with("<a><v>\n <![CDATA[x=1]]><!-- c -->\n</v></a>", "x", "2"),
            "<a><v>\n <![CDATA[x=2]]><!-- c -->\n</v></a>");
}

TEST(PropertiesInText, OtherBytesStayAsTheyAreWritten) {
  EXPECT_EQ(with(plain("&#65;=&quot;&gt;\r\nx=1&amp;2\r\ny=&quot;\r\n"), "x", "<&>"),
            plain("&#65;=&quot;&gt;\r\nx=&lt;&amp;>\r\ny=&quot;\r\n"));
  EXPECT_EQ(with(cdata("x=1\r\ny=&amp;\r\n"), "y", "<&>"), cdata("x=1\r\ny=<&>\r\n"));
  EXPECT_EQ(with("<!DOCTYPE a [<!ENTITY e \"1\n#\">]>\n" + plain("&e;\nx=1\ny=2"), "x", "3"),
            "<!DOCTYPE a [<!ENTITY e \"1\n#\">]>\n" + plain("&e;\nx=3\ny=2"));
  EXPECT_EQ(with("<?xml version='1.0' encoding='ISO-8859-1'?>" + plain("x=\xE9\ny=1"), "y", "\xE2\x82\xAC"),
            "<?xml version='1.0' encoding='ISO-8859-1'?>" + plain("x=\xE9\ny=&#8364;"));
}

TEST(PropertiesInText, TheLastOfANameIsSet) { EXPECT_EQ(with(plain("x=1\nx=2\n"), "x", "3"), plain("x=1\nx=3\n")); }

TEST(PropertiesInText, AKeyAloneGetsASign) { EXPECT_EQ(with(plain("x\ny=1"), "x", "3"), plain("x=3\ny=1")); }

TEST(PropertiesInText, TheSameValueChangesNothing) {
  Result<Document> document = Document::parse(plain("x=1"), "test.xml");
  ASSERT_TRUE(document);
  const Result<bool> changed = Editor(*document).setPropertyInText(only(*document, "/a/v"), "x", "1", WhenAbsent::fail);
  ASSERT_TRUE(changed);
  EXPECT_FALSE(*changed);
}

TEST(PropertiesInText, AnAbsentOneIsAddedOnlyWhenAskedFor) {
  EXPECT_TRUE(
      has(with(plain("port=1"), "prt", "2"), "/a/v: its text has no property \"prt\" (did you mean \"port\"?)"));
  EXPECT_EQ(with(cdata("\n  x : 1\n  # c\n"), "y", "2", WhenAbsent::add), cdata("\n  x : 1\n  y : 2\n  # c\n"));
  EXPECT_EQ(with(cdata("x=1\r\n"), "y", "2", WhenAbsent::add), cdata("x=1\r\ny=2\r\n"));
  EXPECT_EQ(with(plain("x=1"), "y", "2", WhenAbsent::add), plain("x=1\ny=2"));
  EXPECT_EQ(with(cdata("\n# c\n"), "y", "2", WhenAbsent::add), cdata("\n# c\ny=2\n"));
  EXPECT_EQ(with(cdata("\n"), "y", "2", WhenAbsent::add), cdata("\ny=2\n"));
  EXPECT_EQ(with(cdata(""), "y", "2", WhenAbsent::add), cdata("y=2"));
  EXPECT_EQ(with(plain(""), "y", "2", WhenAbsent::add), plain("y=2"));
  EXPECT_EQ(with("<a><v/></a>", "y", "2", WhenAbsent::add), plain("y=2"));
}

TEST(PropertiesInText, WhatCanNotBeSaidInALineIsRefused) {
  for (const char* value : {"C:\\x", " x", "x ", "a\nb", "=x"}) {
    EXPECT_TRUE(has(with(plain("x=1"), "x", value), "would need an escape")) << value;
  }
  EXPECT_TRUE(has(with(plain("x=1"), "x y", "1", WhenAbsent::add), "would need an escape"));
  EXPECT_TRUE(has(with(cdata("x=1"), "x", "]]>"), "would hold \"]]>\""));
  EXPECT_TRUE(has(with(plain("x=1"), "x", "\x01"), "does not allow"));
}

TEST(PropertiesInText, OnlyATextHoldsProperties) {
  EXPECT_TRUE(has(with("<a><v><b/>x=1</v></a>", "x", "2"), "it holds elements"));
  EXPECT_TRUE(has(with("<a><v>x=1<![CDATA[y=2]]></v></a>", "x", "2"), "stands in several parts"));
  EXPECT_TRUE(has(with("<a><v><!--x=1--></v></a>", "x", "2", WhenAbsent::fail, "/a/v/comment()"), "only a text"));
  EXPECT_TRUE(has(with("<!DOCTYPE a [<!ENTITY e \"x=1\">]><a><v>&e;\n</v></a>", "x", "2"), "from an entity"));
  const std::string inProperties = edited(
      "x=1\n",
      [](Document& d, Editor& e) { return toStatus(e.setPropertyInText(d.rootElement(), "x", "2", WhenAbsent::fail)); },
      "a.properties");
  EXPECT_TRUE(has(inProperties, "key is for lines inside a text of an XML file"));
}

// What a text says is changed at one place, however it is written.
TEST(PropertiesInText, RandomTextsChangeAtTheLineOnly) {
  const std::vector<std::string> parts = {"a", "b", "=", "1", ":", " ", "\\", "#", "\n", "\n", "\r\n", "\xC3\xA9"};
  const std::vector<std::string> references = {"&#97;", "&amp;", "&#x3D;", "&quot;", "&#10;"};
  test::Random random(31);
  std::size_t done = 0;
  for (int i = 0; i < 5000; ++i) {
    const bool inCdata = test::pick(random, 2) == 0;
    std::string written = "\na=1";
    for (std::size_t size = test::pick(random, 16); size > 0; --size) {
      const bool reference = !inCdata && test::pick(random, 4) == 0;
      const std::vector<std::string>& from = reference ? references : parts;
      written.insert(test::pick(random, 2) == 0 ? 0 : written.size(), from[test::pick(random, from.size())]);
    }
    const std::string xml = inCdata ? cdata(written) : plain(written);
    Result<Document> document = Document::parse(xml, "test.xml");
    ASSERT_TRUE(document) << xml;
    const std::string before = document->rootElement().value();
    const auto changed = Editor(*document).setPropertyInText(only(*document, "/a/v"), "a", "2",
                                                             i % 2 == 0 ? WhenAbsent::add : WhenAbsent::fail);
    if (!changed) {
      EXPECT_EQ(document->editedBytes(), xml);
      continue;
    }
    ++done;
    const Result<Document> proved = document->prove();
    ASSERT_TRUE(proved) << xml << ": " << proved.error().message;
    EXPECT_LE(document->edits().size(), 1U);
    // Once more changes nothing.
    Result<Document> again = Document::parse(proved->bytes(), "test.xml");
    const auto same = Editor(*again).setPropertyInText(only(*again, "/a/v"), "a", "2", WhenAbsent::fail);
    ASSERT_TRUE(same) << xml << " became " << proved->bytes() << ": " << same.error().message;
    EXPECT_FALSE(*same) << xml << " became " << proved->bytes();
  }
  EXPECT_GT(done, 3000U);
}

}  // namespace
}  // namespace carbonfix
