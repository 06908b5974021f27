#include "cli/condition_words.h"

#include <gtest/gtest.h>

namespace carbonfix {
namespace {

TEST(ConditionWords, TellProductsAndVersions) {
  EXPECT_EQ(conditionInWords("$product = 'das'"), "product das");
  EXPECT_EQ(conditionInWords("contains-token('das cep', $product)"), "product das, cep");
  EXPECT_EQ(conditionInWords("not($product = 'das' and\n starts-with($version, '3.0'))"),
            "not (product das and version 3.0*)");
  EXPECT_EQ(conditionInWords("($product = 'das' and $version != '' and not(starts-with($version, '3.0'))) or "
                             "contains-token('apim-analytics', $product)"),
            "product das and version known and not version 3.0* or product apim-analytics");
  EXPECT_EQ(conditionInWords("$product = 'is' and ($version != '' or $self)"),
            "product is and (version known or run with an inventory)");
}

TEST(ConditionWords, SayNothingOfWhatTheyCannotTell) {
  EXPECT_EQ(conditionInWords(""), "");
  EXPECT_EQ(conditionInWords("//Port"), "");
  EXPECT_EQ(conditionInWords("$product = 'is' and //Port"), "");
  EXPECT_EQ(conditionInWords("not($product = 'a') = ($product = 'b')"), "");
  EXPECT_EQ(conditionInWords("matches($kernel, '^4[.]4')"), "");
}

}  // namespace
}  // namespace carbonfix
