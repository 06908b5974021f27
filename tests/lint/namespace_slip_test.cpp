// A rule that looks in the wrong namespace is told so, in the list of what was not checked.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lint/lint_run.h"

namespace carbonfix {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string rules(std::string_view attributes, std::string_view context) {
  return fmt::format(
      "<rules xmlns=\"urn:carbonfix:rules:1\" id=\"t\" {}><ns prefix=\"c\" uri=\"urn:c\"/>"
      "<pattern id=\"p\" files=\"conf/a.xml\"><rule context=\"{}\"><report id=\"t.a\" test=\".\">m</report>"
      "</rule></pattern></rules>",
      attributes, context);
}

std::vector<std::string> notesOf(std::string_view attributes, std::string_view context, std::string file) {
  LintRun run;
  run.file("conf/a.xml", std::move(file)).pack(rules(attributes, context));
  return notes(run.run());
}

TEST(NamespaceSlip, IsToldWithTheNamespaceThatIsThere) {
  EXPECT_THAT(
      notesOf("", "Server/Port", "<x:Server xmlns:x='urn:x'><x:Port/><x:Port/></x:Server>"),
      ElementsAre(
          "repository/conf/a.xml: Server/Port matches nothing, but {urn:x}Port is there 2 times: declare a prefix "
          "for it with <ns>, and write it"));
  EXPECT_THAT(
      notesOf("xpath-default-namespace=\"##local\"", "Port", "<Server xmlns='urn:x'><Port/></Server>"),
      ElementsAre(
          "repository/conf/a.xml: Port matches nothing, but {urn:x}Port is there once: declare a prefix for it with "
          "<ns>, and write it"));
  EXPECT_THAT(
      notesOf("", "c:Port[@value]", "<Server><Port value='1'/></Server>"),
      ElementsAre(
          "repository/conf/a.xml: c:Port[@value] matches nothing, but Port without namespace is there once: leave the "
          "prefix out"));
}

TEST(NamespaceSlip, IsNoneWhereTheElementIsAbsentOrFound) {
  EXPECT_THAT(notesOf("", "Port", "<Server/>"), IsEmpty());
  EXPECT_THAT(notesOf("", "Port", "<Server xmlns='urn:x'><Port/></Server>"), IsEmpty());
  EXPECT_THAT(notesOf("", "c:Port", "<c:Server xmlns:c='urn:c'><c:Port/></c:Server>"), IsEmpty());
}

}  // namespace
}  // namespace carbonfix
