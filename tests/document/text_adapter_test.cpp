#include <gtest/gtest.h>

#include "document/editing.h"

namespace carbonfix {
namespace {

using testing::edited;
using testing::only;
using testing::toStatus;

constexpr const char* kPath = "repository/conf/analytics/my-node-id.dat";

std::string withValue(const std::string& bytes, const std::string& value) {
  return edited(
      bytes,
      [&](Document& document, Editor& editor) { return toStatus(editor.setValue(only(document, "/text"), value)); },
      kPath);
}

std::string valueOf(const std::string& bytes) {
  Result<Document> document = Document::parse(bytes, kPath, formatOf(kPath));
  return document ? document->rootElement().value() : "error: " + document.error().message;
}

TEST(TextAdapter, FormatGoesByTheFileName) {
  EXPECT_EQ(formatOf(kPath), FileFormat::text);
  EXPECT_EQ(formatOf("my-node-id.dat"), FileFormat::text);
  EXPECT_EQ(formatOf("conf/not-my-node-id.dat"), FileFormat::xml);
  EXPECT_EQ(formatOf("conf/carbon.xml"), FileFormat::xml);
  EXPECT_EQ(formatOf("conf/hazelcast.properties"), FileFormat::properties);
  EXPECT_EQ(formatOf("conf/spark/spark-defaults.conf"), FileFormat::properties);
}

TEST(TextAdapter, TheLineEndIsNotPartOfTheValue) {
  EXPECT_EQ(valueOf("abc"), "abc");
  EXPECT_EQ(valueOf("abc\n"), "abc");
  EXPECT_EQ(valueOf("abc\r\n"), "abc");
  EXPECT_EQ(valueOf("abc \n"), "abc ");
  EXPECT_EQ(valueOf(""), "");
}

TEST(TextAdapter, SettingTheValueKeepsTheLineEnd) {
  EXPECT_EQ(withValue("abc", "x1"), "x1");
  EXPECT_EQ(withValue("abc\n", "x1"), "x1\n");
  EXPECT_EQ(withValue("abc\r\n", "x1"), "x1\r\n");
  EXPECT_EQ(withValue("", "x1"), "x1");
  EXPECT_EQ(withValue("\n", "x1"), "x1\n");
  EXPECT_EQ(withValue("abc\n", ""), "\n");
  EXPECT_EQ(withValue("abc\n", "abc"), "abc\n");
}

TEST(TextAdapter, ValuesThatCanNotStandInItAreRefused) {
  EXPECT_NE(withValue("abc\n", "a\nb").find("error: /text: the value of such a file is one line"), std::string::npos);
  EXPECT_NE(withValue("\xE9\n", "\xE2\x82\xAC").find("can't hold"), std::string::npos);
  EXPECT_EQ(withValue("\xE9\n", "\xC3\xA8"), "\xE8\n");
}

TEST(TextAdapter, OperationsOfStructureAreRefused) {
  const auto refused = [](const std::function<Status(Document&, Editor&)>& edit) {
    return edited("abc\n", edit, kPath).find("in this kind of file") != std::string::npos;
  };
  EXPECT_TRUE(refused([](Document& d, Editor& e) { return e.remove(only(d, "/text")); }));
  EXPECT_TRUE(refused([](Document& d, Editor& e) { return e.insert(only(d, "/text"), Place::lastChild, "<a/>"); }));
  EXPECT_TRUE(refused([](Document& d, Editor& e) { return e.replace(only(d, "/text"), "<a/>"); }));
  EXPECT_TRUE(refused([](Document& d, Editor& e) { return toStatus(e.setAttribute(only(d, "/text"), "a", "1")); }));
  EXPECT_TRUE(refused([](Document& d, Editor& e) { return e.comment(only(d, "/text")); }));
}

TEST(TextAdapter, ItsPlaceIsTheValue) {
  Result<Document> document = Document::parse("abc\n", kPath, FileFormat::text);
  ASSERT_TRUE(document);
  const Result<Location> place = document->locate(only(*document, "/text/text()"));
  ASSERT_TRUE(place);
  EXPECT_EQ(place->start, (Position{1, 1}));
  EXPECT_EQ(place->end, (Position{1, 4}));
}

TEST(TextAdapter, BinaryIsAnErrorWithItsPlace) {
  Result<Document> document = Document::parse(std::string("ab\0c", 4), kPath, FileFormat::text);
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().at, (Position{1, 3}));
}

}  // namespace
}  // namespace carbonfix
