// Edits of a properties file: only what has to change does.
#include <gtest/gtest.h>

#include "document/properties_editing.h"

namespace carbonfix {
namespace {

using testing::edited;
using testing::kPropertiesPath;
using testing::kSparkPath;
using testing::only;
using testing::propertyNamed;
using testing::toStatus;
using testing::withInserted;
using testing::withValue;

constexpr const char* kRoot = "/properties";
constexpr const char* kNew = "<property name=\"n\">9</property>";

std::string renamed(const std::string& bytes, const std::string& key, const std::string& name) {
  return edited(
      bytes,
      [&](Document& d, Editor& e) { return toStatus(e.setAttribute(only(d, propertyNamed(key)), "name", name)); },
      kPropertiesPath);
}

std::string without(const std::string& bytes, const std::string& select) {
  return edited(
      bytes, [&](Document& d, Editor& e) { return e.remove(only(d, select)); }, kPropertiesPath);
}

std::string commentedOut(const std::string& bytes, const std::string& key) {
  return edited(
      bytes, [&](Document& d, Editor& e) { return e.comment(only(d, propertyNamed(key))); }, kPropertiesPath);
}

std::string uncommented(const std::string& bytes, const std::string& path = kPropertiesPath) {
  return edited(
      bytes, [&](Document& d, Editor& e) { return e.uncomment(only(d, "//comment()[1]")); }, path);
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(PropertiesEdit, SettingAValueKeepsAllAroundIt) {
  EXPECT_EQ(withValue("# c\na = 1\r\n b:2\n", "a", "x"), "# c\na = x\r\n b:2\n");
  EXPECT_EQ(withValue("# c\na = 1\r\n b:2\n", "b", "x"), "# c\na = 1\r\n b:x\n");
  EXPECT_EQ(withValue("a 1", "a", "x y "), "a x y ");
  EXPECT_EQ(withValue("a=1\n", "a", ""), "a=\n");
  EXPECT_EQ(withValue("a=\n", "a", "1"), "a=1\n");
  EXPECT_EQ(withValue("a=1 \n", "a", "1 "), "a=1 \n");
  EXPECT_EQ(withValue("a=1 \n", "a", "1"), "a=1\n");
  EXPECT_EQ(withValue("\xE9=\xE8\na=1\n", "a", "2"), "\xE9=\xE8\na=2\n");
}

TEST(PropertiesEdit, AKeyAloneGetsASeparatorAsItsNeighboursHave) {
  EXPECT_EQ(withValue("a\n", "a", "1"), "a=1\n");
  EXPECT_EQ(withValue("b : 2\na\n", "a", "1"), "b : 2\na : 1\n");
  EXPECT_EQ(withValue("a\n", "a", ""), "a\n");
  EXPECT_EQ(withValue("b 2\n\\\n", "", "1"), "b 2\n=1\\\n");
  EXPECT_EQ(withValue("spark.a\n", "spark.a", "1", kSparkPath), "spark.a 1\n");
}

TEST(PropertiesEdit, EscapedIsOnlyWhatHasToBe) {
  EXPECT_EQ(withValue("a=1\n", "a", "C:\\x = # !"), "a=C:\\\\x = # !\n");
  EXPECT_EQ(withValue("a=1\n", "a", " x"), "a=\\ x\n");
  EXPECT_EQ(withValue("a=1\n", "a", "\tx\ty"), "a=\\tx\ty\n");
  EXPECT_EQ(withValue("a=1\n", "a", "x\ny\rz"), "a=x\\ny\\rz\n");
  EXPECT_EQ(withValue("a=1\n", "a", "=x"), "a==x\n");
  EXPECT_EQ(withValue("a 1\n", "a", "=x"), "a \\=x\n");
  EXPECT_EQ(withValue("a 1\n", "a", ":x="), "a \\:x=\n");
  EXPECT_EQ(withValue("a=1\n", "a", "\xC3\xA9"), "a=\xE9\n");
  EXPECT_EQ(withValue("a=1\n", "a", "\xE2\x82\xAC\xF0\x9F\x98\x80"), "a=\\u20AC\\uD83D\\uDE00\n");
  EXPECT_EQ(withValue("a=1\n", "a", "\xE2\x82\xAC", kSparkPath), "a=\xE2\x82\xAC\n");
}

TEST(PropertiesEdit, SpellingOfWhatStaysStays) {
  EXPECT_EQ(withValue("a=jdbc\\:h2\\:x\n", "a", "jdbc:h2:y"), "a=jdbc\\:h2\\:y\n");
  EXPECT_EQ(withValue("a=1,\\\n  2,\\\n  3\n", "a", "1,5,3"), "a=1,\\\n  5,\\\n  3\n");
  EXPECT_EQ(withValue("a=1,\\\n  2,\\\n  3\n", "a", "1,2,3,4"), "a=1,\\\n  2,\\\n  3,4\n");
  EXPECT_EQ(withValue("a=1,\\\n  2\nb=3\n", "a", "1,"), "a=1,\nb=3\n");
  EXPECT_EQ(withValue("a=1,\\\n  2\nb=3\n", "a", "x"), "a=x\nb=3\n");
  EXPECT_EQ(withValue("a=1,\\\n  2\n", "a", "1, 5"), "a=1,\\\n  \\ 5\n");
  EXPECT_EQ(withValue("a=x y\n", "a", " y"), "a=\\ y\n");
  EXPECT_EQ(withValue("a x=\n", "a", "="), "a \\=\n");
  EXPECT_EQ(withValue("a=1\\\n", "a", "2"), "a=2\\\n");
  EXPECT_EQ(withValue("a=\\\n  1\n", "a", " 2"), "a=\\\n  \\ 2\n");
  EXPECT_EQ(withValue("a=\\\r1\nb=2\n", "a", ""), "a=\nb=2\n");
}

TEST(PropertiesEdit, OfTwoWithOneNameTheOneThatHoldsIsSet) {
  EXPECT_EQ(withValue("a=1\nb=2\na=3\n", "a", "x"), "a=1\nb=2\na=x\n");
}

TEST(PropertiesEdit, AValueThatXmlCanNotHoldCanBeReplaced) {
  EXPECT_EQ(withValue("a=\\u0000\n", "a", "1"), "a=1\n");
  EXPECT_EQ(withValue("a=\\u0000\n", "a", "\\u0000"), "a=\\\\u0000\n");
}

TEST(PropertiesEdit, SparkCanNotKeepBlanksAtTheEnds) {
  EXPECT_TRUE(has(withValue("a 1\n", "a", "x ", kSparkPath), "error: /properties/property: Spark cuts blanks off"));
  EXPECT_EQ(withValue("a   1  \n", "a", "x y", kSparkPath), "a   x y  \n");
}

TEST(PropertiesEdit, TheRootHasNoValue) {
  EXPECT_TRUE(has(
      edited(
          "a=1\n", [](Document& d, Editor& e) { return toStatus(e.setValue(only(d, kRoot), "x")); }, kPropertiesPath),
      "name one of its properties"));
}

TEST(PropertiesEdit, RenamingChangesTheKey) {
  EXPECT_EQ(renamed("a = 1\n", "a", "b c"), "b\\ c = 1\n");
  EXPECT_EQ(renamed("a=1\n", "a", "#b=c:\\"), "\\#b\\=c\\:\\\\=1\n");
  EXPECT_EQ(renamed("a=1\n", "a", "\xE2\x82\xAC"), "\\u20AC=1\n");
  EXPECT_TRUE(has(renamed("a=1\n", "a", ""), "can't have such a name"));
  EXPECT_TRUE(has(renamed("a=1\nb=2\n", "a", "b"), "has a property \"b\" already"));
  EXPECT_TRUE(has(renamed("a=1\na=2\n", "a", "b"), "an earlier line of the same name would hold again"));
}

TEST(PropertiesEdit, InsertedLinesLookLikeTheirNeighbours) {
  EXPECT_EQ(withInserted("a = 1\nb=2\n", propertyNamed("a"), Place::after, kNew), "a = 1\nn = 9\nb=2\n");
  EXPECT_EQ(withInserted("a = 1\nb=2\n", propertyNamed("b"), Place::before, kNew), "a = 1\nn=9\nb=2\n");
  EXPECT_EQ(withInserted("# c\r\n\r\n  a : 1\r\n\r\n", kRoot, Place::lastChild, kNew),
            "# c\r\n\r\n  a : 1\r\n  n : 9\r\n\r\n");
  EXPECT_EQ(withInserted("a = 1\nb=2\n", kRoot, Place::firstChild, kNew), "n = 9\na = 1\nb=2\n");
  EXPECT_EQ(withInserted("a   1\n", kRoot, Place::lastChild, "<property name=\"n\">=9</property>", kSparkPath),
            "a   1\nn   \\=9\n");
  EXPECT_EQ(withInserted("#c\n", "//comment()", Place::after, kNew), "#c\nn=9\n");
  EXPECT_EQ(withInserted("", kRoot, Place::lastChild, kNew), "n=9\n");
  EXPECT_EQ(withInserted("", kRoot, Place::lastChild, kNew, kSparkPath), "n 9\n");
  EXPECT_EQ(withInserted("\n\n", kRoot, Place::firstChild, kNew), "n=9\n\n\n");
}

TEST(PropertiesEdit, ALastLineWithoutLineEndIsEndedFirst) {
  EXPECT_EQ(withInserted("a=1", kRoot, Place::lastChild, kNew), "a=1\nn=9");
  EXPECT_EQ(withInserted("#b\r\na=1", kRoot, Place::lastChild, kNew), "#b\r\na=1\r\nn=9");
  EXPECT_EQ(withInserted("a=1\\", kRoot, Place::lastChild, kNew), "a=1\\\n\nn=9");
  EXPECT_EQ(withInserted("a=1\\\n", kRoot, Place::lastChild, kNew), "a=1\\\n\nn=9\n");
  EXPECT_EQ(withInserted("a=1\\\n  ", kRoot, Place::lastChild, kNew), "a=1\\\n  \nn=9");
  EXPECT_EQ(withInserted("a 1 ", kRoot, Place::lastChild, kNew, kSparkPath), "a 1 \nn 9");
}

TEST(PropertiesEdit, NothingIsAddedBehindABackslashAlone) {
  EXPECT_TRUE(has(withInserted("a=1\n\\", kRoot, Place::lastChild, kNew), "a backslash alone on the last line"));
}

TEST(PropertiesEdit, SeveralLinesAndCommentsAreInserted) {
  EXPECT_EQ(withInserted("a=1\n", kRoot, Place::lastChild,
                         "\n  <!-- one\n two -->\n  <property name=\"x y\"> v</property>\n  <property name=\"z\"/>\n"),
            "a=1\n# one\n# two\nx\\ y=\\ v\nz=\n");
}

TEST(PropertiesEdit, WhatIsNoPropertyIsNotInserted) {
  EXPECT_TRUE(has(withInserted("a=1\n", kRoot, Place::lastChild, "<prop name=\"n\">1</prop>"), "what is put here is"));
  EXPECT_TRUE(has(withInserted("a=1\n", kRoot, Place::lastChild, "<property>1</property>"), "what is put here is"));
  EXPECT_TRUE(has(withInserted("a=1\n", kRoot, Place::lastChild, "n=9"), "what is put here is"));
  EXPECT_TRUE(has(withInserted("a=1\n", kRoot, Place::lastChild, "<property name=\"\">1</property>"), "with a name"));
  EXPECT_TRUE(has(withInserted("n=1\n", kRoot, Place::lastChild, kNew), "has a property \"n\" already"));
  EXPECT_TRUE(has(withInserted("a=1\n", kRoot, Place::lastChild, std::string(kNew) + kNew), "the same name"));
  EXPECT_TRUE(has(withInserted("a=1\n", propertyNamed("a"), Place::lastChild, kNew), "added to /properties"));
  EXPECT_TRUE(has(withInserted("a=1\n", kRoot, Place::after, kNew), "added to /properties"));
}

TEST(PropertiesEdit, ReplacingKeepsThePlaceAndTheStyle) {
  const auto replaced = [](const std::string& bytes, const std::string& select, const std::string& xml) {
    return edited(
        bytes, [&](Document& d, Editor& e) { return e.replace(only(d, select), xml); }, kPropertiesPath);
  };
  EXPECT_EQ(replaced("a : 1\nb=2", "//property[1]", kNew), "n : 9\nb=2");
  EXPECT_EQ(replaced("a : 1\nb=2", "//property[2]", kNew), "a : 1\nn=9");
  EXPECT_EQ(replaced("a=1\n", "//property", "<property name=\"a\">2</property>"), "a=2\n");
  EXPECT_EQ(replaced("#c\na=1\n", "//comment()", "<!--d-->"), "#d\na=1\n");
  EXPECT_EQ(replaced("a=1\\", "//property", "<!--d-->"), "#d");
  EXPECT_EQ(replaced("a=1\\\r\n\r\nb=2", "//property[1]", "<!--d-->"), "#d\r\nb=2");
  EXPECT_TRUE(has(replaced("a=1\nb=2\n", "//property[1]", "<property name=\"b\"/>"), "already"));
  EXPECT_TRUE(has(replaced("a=1\na=2\n", "//property", kNew), "would hold again"));
  EXPECT_EQ(replaced("a=1\na=2\n", "//property", "<property name=\"a\">3</property>"), "a=1\na=3\n");
}

TEST(PropertiesEdit, RemovingTakesTheWholeLine) {
  EXPECT_EQ(without("a=1\n  b=2,\\\n  3\nc=4\n", propertyNamed("b")), "a=1\nc=4\n");
  EXPECT_EQ(without("a=1\nb=2", propertyNamed("b")), "a=1\n");
  EXPECT_EQ(without("#c\na=1\n", "//comment()"), "a=1\n");
  EXPECT_EQ(without("a=1\n", "//property/text()"), "a=\n");
  EXPECT_EQ(without("a=1\na=2\n", "//overridden"), "a=2\n");
  EXPECT_TRUE(has(without("a=1\na=2\n", propertyNamed("a")), "an earlier line of the same name would hold again"));
  EXPECT_TRUE(has(without("a=1\n", "//property/@name"), "can't be without a name"));
  EXPECT_TRUE(has(without("a=1\n", kRoot), "can't be removed"));
}

TEST(PropertiesEdit, CommentingOutMarksEachLine) {
  EXPECT_EQ(commentedOut("a=1\n b=2,\\\n   3\nc=4\n", "b"), "a=1\n #b=2,\\\n#   3\nc=4\n");
  EXPECT_EQ(commentedOut("a=1", "a"), "#a=1");
  EXPECT_EQ(commentedOut("a=1\\\n\nb=2", "a"), "#a=1\\\n\nb=2");
  EXPECT_TRUE(has(commentedOut("a=1\na=2\n", "a"), "would hold again"));
  EXPECT_TRUE(has(commentedOut("\\\na=1\n", "a"), "can't be read as it would be written"));
}

TEST(PropertiesEdit, UncommentingTakesTheMarkAndBlanksBehindIt) {
  EXPECT_EQ(uncommented("x=0\n#a=1\n"), "x=0\na=1\n");
  EXPECT_EQ(uncommented("  # a = 1 \n"), "  a = 1 \n");
  EXPECT_EQ(uncommented("!log4j.logger.a.B=INFO, x"), "log4j.logger.a.B=INFO, x");
  EXPECT_EQ(uncommented("#a.b:1\n"), "a.b:1\n");
  EXPECT_EQ(uncommented("# spark.a                 -Dx -Dy\n", kSparkPath), "spark.a                 -Dx -Dy\n");
  EXPECT_EQ(uncommented("#spark.a b\n", kSparkPath), "spark.a b\n");
  EXPECT_TRUE(has(uncommented("a=1\n#a=2\n"), "has a property \"a\" already"));
}

TEST(PropertiesEdit, ProseIsNotUncommented) {
  for (const char* prose :
       {"# This is prose\n", "# Note: see below\n", "#\n", "# \n", "####=###\n", "# see http://x/y=z\n", "# e.g. x=1\n",
        "#Set a=1 for it\n", "# ##a=1\n", "#log4j.properties: the log file\n", "#=1\n", "#a.b c\n"}) {
    EXPECT_TRUE(has(uncommented(prose), "can't be uncommented: what follows its mark is no property")) << prose;
  }
  EXPECT_TRUE(has(uncommented("# spark.master is the master\n", kSparkPath), "is no property"));
  EXPECT_TRUE(has(uncommented("#a=1,\\\n#  2\n"), "its value goes on on the next line"));
  EXPECT_TRUE(has(uncommented("#a=\\u12\n"), "malformed"));
}

TEST(PropertiesEdit, ACommentShowsWhatItWouldBecome) {
  Result<Document> document = Document::parse("#a.b = 1\\:2\n", kPropertiesPath, FileFormat::properties);
  ASSERT_TRUE(document);
  std::string seen;
  const Status looked = Editor(*document).withCommented(only(*document, "//comment()"), [&](Node content) -> Status {
    for (const Node& node : content.elements()) seen += node.name() + " " + node.attribute("name") + " " + node.value();
    return {};
  });
  EXPECT_TRUE(looked);
  EXPECT_EQ(seen, "property a.b 1:2");
}

TEST(PropertiesEdit, ACommentsTextCanBeSet) {
  const auto with = [](const std::string& value) {
    return edited(
        "a=1\n! b\n", [&](Document& d, Editor& e) { return toStatus(e.setValue(only(d, "//comment()"), value)); },
        kPropertiesPath);
  };
  EXPECT_EQ(with(" c"), "a=1\n! c\n");
  EXPECT_TRUE(has(with("c\nd"), "a comment is one line"));
  EXPECT_TRUE(has(with("\xE2\x82\xAC"), "can't be written in this file's encoding"));
}

TEST(PropertiesEdit, OperationsSeeTheResultOfTheOnesBefore) {
  const std::string after = edited(
      "a=1",
      [](Document& d, Editor& e) -> Status {
        if (Status ok = e.insert(only(d, kRoot), Place::lastChild, kNew); !ok) return ok;
        if (Status ok = toStatus(e.setValue(only(d, propertyNamed("n")), "10")); !ok) return ok;
        if (Status ok = toStatus(e.setValue(only(d, "//property[2]/@name"), "m")); !ok) return ok;
        if (Status ok = e.comment(only(d, propertyNamed("a"))); !ok) return ok;
        if (Status ok = e.insert(only(d, "//comment()"), Place::before, "<property name='b'>2</property>"); !ok)
          return ok;
        if (Status ok = e.uncomment(only(d, "//comment()")); !ok) return ok;
        if (Status ok = e.remove(only(d, propertyNamed("m"))); !ok) return ok;
        return e.insert(only(d, kRoot), Place::lastChild, kNew);
      },
      kPropertiesPath);
  EXPECT_EQ(after, "b=2\na=1\nn=9\n");
}

}  // namespace
}  // namespace carbonfix
