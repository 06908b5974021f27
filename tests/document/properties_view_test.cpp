// What is read from a properties file: the keys and values that Java reads.
#include <gtest/gtest.h>

#include "document/properties_editing.h"

namespace carbonfix {
namespace {

using testing::kPropertiesPath;
using testing::kSparkPath;
using testing::only;
using testing::viewOf;

TEST(PropertiesView, SeparatorsAreSignsWhiteSpaceAndBoth) {
  EXPECT_EQ(viewOf("a=1\nb:2\nc 3\nd\t4\n"), "a=1|b=2|c=3|d=4");
  EXPECT_EQ(viewOf("a = 1\nb : 2\nc  \t 3\n"), "a=1|b=2|c=3");
  EXPECT_EQ(viewOf("a == 1\nb :=1\nc =:1\n"), "a== 1|b==1|c=:1");
  EXPECT_EQ(viewOf("  a=1\n\t\fb=2\n"), "a=1|b=2");
}

TEST(PropertiesView, KeysAndValuesMayBeEmpty) {
  EXPECT_EQ(viewOf("a\nb=\nc  \n=d\n:\n"), "a=|b=|c=|[=d]|=");
  EXPECT_EQ(viewOf(""), "");
  EXPECT_EQ(viewOf("\n \n\t\r\n"), "");
}

TEST(PropertiesView, TrailingBlanksBelongToTheValue) { EXPECT_EQ(viewOf("a=1  \nb= 2\t\n"), "a=1  |b=2\t"); }

TEST(PropertiesView, SparkCutsBlanksOffPlainAndOtherValues) {
  EXPECT_EQ(viewOf("a  1 \t\nb =  \t \nc\t x  y \n", kSparkPath), "a=1|b=|c=x  y");
  EXPECT_EQ(viewOf("a  \xC3\xA9 \t\nb \\t\\u0020\nc \\ x\\ y \n", kSparkPath), "a=\xC3\xA9|b=|c=x y");
}

TEST(PropertiesView, EscapesAreResolved) {
  EXPECT_EQ(viewOf("a=\\t\\n\\r\\\\\\:\\=\\ \\q\n"), "a=\t\n\r\\:= q");
  EXPECT_EQ(viewOf("a\\ b\\=c\\:d=1\n"), "a b=c:d=1");
  EXPECT_EQ(viewOf("\\#a=1\n\\!b=2\n"), "#a=1|!b=2");
  EXPECT_EQ(viewOf("a=\\u0041\\u20ac\\u20AC\n"), "a=A\xE2\x82\xAC\xE2\x82\xAC");
  EXPECT_EQ(viewOf("a=\\uD83D\\uDE00\n"), "a=\xF0\x9F\x98\x80");
  EXPECT_EQ(viewOf("a=\\U0041\n"), "a=U0041");
}

TEST(PropertiesView, ABackslashAtItsEndCarriesALineOn) {
  EXPECT_EQ(viewOf("a=1,\\\n  2,\\\r\n\t3\nb=4\n"), "a=1,2,3|b=4");
  EXPECT_EQ(viewOf("a=1\\\\\nb=2\\\\\\\n3\n"), "a=1\\|b=2\\3");
  EXPECT_EQ(viewOf("a\\\n  b\\\n = \\\n 1\n"), "ab=1");
  EXPECT_EQ(viewOf("a=1\\\n\nb=2\n"), "a=1|b=2");
  EXPECT_EQ(viewOf("a=1\\\n#b=2\n"), "a=1#b=2");
  EXPECT_EQ(viewOf("a=1\\"), "a=1");
  EXPECT_EQ(viewOf("a=1\\\n"), "a=1");
  EXPECT_EQ(viewOf("a=\\u00\\\n41\n"), "a=A");
  EXPECT_EQ(viewOf("\\"), "=");
  EXPECT_EQ(viewOf("\\\n"), "=");
  EXPECT_EQ(viewOf("\\\r\n"), "");
  EXPECT_EQ(viewOf("\\\n "), "");
}

TEST(PropertiesView, LinesEndInAnyOfTheThreeWays) { EXPECT_EQ(viewOf("a=1\r\nb=2\rc=3\n\rd=4"), "a=1|b=2|c=3|d=4"); }

TEST(PropertiesView, CommentsAreCommentNodesAndAreNotCarriedOn) {
  EXPECT_EQ(viewOf("# one\n!two\\\na=1 # not one\n  #three"), "# one|#two\\|a=1 # not one|#three");
}

TEST(PropertiesView, TheLastOfANameIsThePropertyTheOthersAreOverridden) {
  EXPECT_EQ(viewOf("a=1\nb=2\na=3\n\\u0061=4\n"), "[a=1]|b=2|[a=3]|a=4");
}

TEST(PropertiesView, BytesAreLatin1) {
  EXPECT_EQ(viewOf("k\xE9=\xFC\n"), "k\xC3\xA9=\xC3\xBC");
  EXPECT_EQ(viewOf("a=\xC3\xA9\n"), "a=\xC3\x83\xC2\xA9");
  EXPECT_EQ(viewOf("\xEF\xBB\xBF"
                   "a=1\n"),
            "\xC3\xAF\xC2\xBB\xC2\xBF"
            "a=1");
}

TEST(PropertiesView, WhatXmlCanNotHoldIsShownAsItsEscape) {
  EXPECT_EQ(viewOf(std::string("a=\0\\u0001\\f\x01\n", 13)), "a=\\u0000\\u0001\\u000C\\u0001");
  EXPECT_EQ(viewOf("a=\\uD83Dx\\uDE00\\uFFFF\n"), "a=\\uD83Dx\\uDE00\\uFFFF");
  EXPECT_EQ(viewOf("#\x01\n"), "#\\u0001");
}

TEST(PropertiesView, AMalformedEscapeIsAnErrorWithItsPlace) {
  EXPECT_EQ(viewOf("a=1\nb=x\\u12G4\n").find("error: repository/conf/hazelcast.properties:2:4: malformed \\uXXXX"), 0U);
  EXPECT_EQ(viewOf("b\\u12=1\n").find("error: repository/conf/hazelcast.properties:1:2: malformed"), 0U);
  EXPECT_EQ(viewOf("b=\\u").find("error: repository/conf/hazelcast.properties:1:3: malformed"), 0U);
  EXPECT_EQ(viewOf("#b=\\u\n"), "#b=\\u");
}

TEST(PropertiesView, TheServiceWrapperHasPropertiesToo) {
  EXPECT_EQ(viewOf("wrapper.java.additional.3 = -Xmx1024m\n", "bin/yajsw/wrapper.conf"),
            "wrapper.java.additional.3=-Xmx1024m");
  EXPECT_EQ(formatOf("bin/other.conf"), FileFormat::xml);
}

TEST(PropertiesView, SparkReadsUtf8AndCutsBlanksOff) {
  EXPECT_EQ(viewOf("spark.master   local[4] \t\nb=\xC3\xA9\nc \\ 1\\t\n", kSparkPath),
            "spark.master=local[4]|b=\xC3\xA9|c=1");
  EXPECT_EQ(viewOf("a= \\ \nb=\xFF\n", kSparkPath), "a=|b=\xEF\xBF\xBD");
  EXPECT_EQ(viewOf("\xEF\xBB\xBF"
                   "a=1\n",
                   kSparkPath),
            "\xEF\xBB\xBF"
            "a=1");
}

TEST(PropertiesView, PlacesAreTheKeyAndTheValue) {
  Result<Document> document =
      Document::parse("# c\r\n  k\xE9y = v1,\\\r\n   v2\r\n", kPropertiesPath, FileFormat::properties);
  ASSERT_TRUE(document);
  const auto place = [&](const std::string& expression) {
    const Result<Location> location = document->locate(only(*document, expression));
    EXPECT_TRUE(location) << expression;
    return location ? *location : Location{};
  };
  EXPECT_EQ(place("//comment()").start, (Position{1, 1}));
  for (const char* expression : {"//property", "//property/@name"}) {
    EXPECT_EQ(place(expression).start, (Position{2, 3}));
    EXPECT_EQ(place(expression).end, (Position{2, 6}));
    EXPECT_EQ(place(expression).offset, 7U);
    EXPECT_EQ(place(expression).length, 3U);
  }
  EXPECT_EQ(place("//property/text()").start, (Position{2, 9}));
  EXPECT_EQ(place("//property/text()").end, (Position{3, 6}));
  const Result<Location> extent = document->extent(only(*document, "//property"));
  ASSERT_TRUE(extent);
  EXPECT_EQ(extent->start, (Position{2, 3}));
  EXPECT_EQ(extent->end, (Position{3, 6}));
}

}  // namespace
}  // namespace carbonfix
