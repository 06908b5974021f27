#include "carbonfix/document/content.h"

#include <gtest/gtest.h>

namespace carbonfix {
namespace {

ContentValues values(const std::string& value) {
  return {[value](std::string_view name) -> Result<std::string> {
            if (name == "v") return value;
            return Error{"there is no $" + std::string(name)};
          },
          [](std::string_view expression, Node at) -> Result<std::string> {
            return expression == "." ? at.value() : "<" + std::string(expression) + ">";
          },
          [](std::string_view /*expression*/, Node at) -> Result<std::vector<Node>> { return at.elements(); }};
}

TEST(FillIn, EscapesForThePlace) {
  EXPECT_EQ(*fillIn("<a b='{$v}' c=\"{$v}\">{$v}</a>", values("x&'\"<")),
            "<a b='x&amp;&apos;\"&lt;' c=\"x&amp;'&quot;&lt;\">x&amp;'\"&lt;</a>");
  EXPECT_EQ(*fillIn("<a><![CDATA[{$v}]]></a>", values("<&")), "<a><![CDATA[<&]]></a>");
}

TEST(FillIn, LeavesOtherBracesAlone) {
  EXPECT_EQ(*fillIn("<a>${carbon.home} {x} {$v</a>", values("1")), "<a>${carbon.home} {x} {$v</a>");
  EXPECT_EQ(*fillInText("${v} {$v}", values("1")), "${v} 1");
}

TEST(FillIn, EvaluatesValueOf) { EXPECT_EQ(*fillIn("<a><value-of select='b/c'/></a>", values("")), "<a>&lt;b/c></a>"); }

TEST(FillIn, RefusesWhatCantStandThere) {
  EXPECT_FALSE(fillIn("<a><![CDATA[{$v}]]></a>", values("]]>")));
  EXPECT_FALSE(fillIn("<!-- {$v} -->", values("--")));
  EXPECT_EQ(fillIn("<a>{$w}</a>", values("")).error().message, "there is no $w");
}

}  // namespace
}  // namespace carbonfix
