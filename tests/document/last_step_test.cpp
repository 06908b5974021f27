// Paths taken apart at their last step.
#include "carbonfix/document/last_step.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace carbonfix {
namespace {

// parent | name | demands; or column: message.
std::string split(std::string_view xpath) {
  const Result<LastStep> found = splitLastStep(xpath);
  if (!found) {
    EXPECT_FALSE(found.error().hint.empty());
    return fmt::format("{}: {}", found.error().at.column, found.error().message);
  }
  std::string out = fmt::format("{} | {}", found->parent, found->name);
  for (const Demand& demand : found->demands) {
    out += fmt::format(" | {}{}={}", demand.isAttribute ? "@" : "", demand.name,
                       demand.variable.empty() ? "'" + demand.value + "'" : "$" + demand.variable);
  }
  return out;
}

TEST(LastStep, IsANameBelowAParent) {
  EXPECT_EQ(split("HostName"), ". | HostName");
  EXPECT_EQ(split("/Server/HostName"), "/Server | HostName");
  EXPECT_EQ(split(" Server / p:HostName "), "Server | p:HostName");
  EXPECT_EQ(split("//a[b/c | d]/child::e"), "//a[b/c | d] | e");
  EXPECT_EQ(split("(//a)[1]/e"), "(//a)[1] | e");
  EXPECT_EQ(split("$node/e"), "$node | e");
  EXPECT_EQ(split("../div"), ".. | div");
}

TEST(LastStep, MayDemandValues) {
  EXPECT_EQ(split("a/parameter[@name='x y']"), "a | parameter | @name='x y'");
  EXPECT_EQ(split("a/b[@n=\"1\" and m = $v][ attribute::k='/']"), "a | b | @n='1' | m=$v | @k='/'");
  EXPECT_EQ(splitLastStep("a/b[@n='1' and m = $v]")->step, "b[@n='1' and m = $v]");
}

TEST(LastStep, CanBeNothingElse) {
  EXPECT_EQ(split("/Server"), "2: the document element can't be made");
  EXPECT_EQ(split("//HostName"), "1: \"//\" does not say what holds the element");
  EXPECT_EQ(split("a//HostName"), "2: \"//\" does not say what holds the element");
  EXPECT_EQ(split("a/@b"), "3: the last step of this path is no element's name");
  EXPECT_EQ(split("a/*"), "3: the last step of this path is no element's name");
  EXPECT_EQ(split("a/p:*"), "3: the last step of this path is no element's name");
  EXPECT_EQ(split("a/text()"), "3: the last step of this path is no element's name");
  EXPECT_EQ(split("a/.."), "3: the last step of this path is no element's name");
  EXPECT_EQ(split("ancestor::a"), "1: the last step of this path is no element's name");
  EXPECT_EQ(split("(a/b)"), "1: the last step of this path is no element's name");
  EXPECT_EQ(split("/"), "2: the document element can't be made");
  EXPECT_EQ(split("a | b"), "3: \"|\" makes this more than one path");
  EXPECT_EQ(split("a/b[2]"), "5: this predicate asks for something that can't be made");
  EXPECT_EQ(split("a/b[.='v']"), "5: this predicate asks for something that can't be made");
  EXPECT_EQ(split("a/b[@*='v']"), "5: this predicate asks for something that can't be made");
  EXPECT_EQ(split("a/b[@c]"), "7: this predicate does not say which value there is");
  EXPECT_EQ(split("a/b[@c!='v']"), "7: this predicate does not say which value there is");
  EXPECT_EQ(split("a/b[c/d='v']"), "6: this predicate does not say which value there is");
  EXPECT_EQ(split("a/b[@c=d]"), "8: the value must be a text in quotes or a $variable");
  EXPECT_EQ(split("a/b[@c='v' or @d='w']"), "12: this predicate asks for more than a value");
  EXPECT_EQ(split("a/b[@c='v'][@c='w']"), "13: the attribute c is asked for twice");
  EXPECT_EQ(split("ä/b[2]"), "5: this predicate asks for something that can't be made");
  EXPECT_EQ(split("a/'"), "3: this can't be read");
  EXPECT_EQ(split(""), "1: the last step of this path is no element's name");
}

}  // namespace
}  // namespace carbonfix
