#include "cli/example_update.h"

#include <gtest/gtest.h>

#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

// The rule file after its snippet, the part between the first > and the last <, was updated.
std::string updated(const std::string& file, const std::string& text, bool cdata = false) {
  Example::Snippet snippet;
  snippet.offset = file.find('>') + 1;
  snippet.length = file.rfind('<') - snippet.offset;
  snippet.cdata = cdata;
  const auto edit = snippetEdit(file, snippet, text);
  return edit ? splice(file, {*edit}) : "refused: " + edit.error().message;
}

TEST(ExampleUpdate, KeepsTheIndentation) {
  EXPECT_EQ(updated("<good>\n    <a>\n      <b/>\n    </a>\n  </good>", "<a>\n  <c/>\n  <d/>\n</a>\n"),
            "<good>\n    <a>\n      <c/>\n      <d/>\n    </a>\n  </good>");
}

TEST(ExampleUpdate, KeepsATextOnOneLine) { EXPECT_EQ(updated("<good><a/></good>", "<b/>"), "<good><b/></good>"); }

TEST(ExampleUpdate, KeepsATextThatEndsRightBeforeTheTag) {
  EXPECT_EQ(updated("<good>\n  <a>\n  </a></good>", "<a>\n  <b/>\n</a>"), "<good>\n  <a>\n    <b/>\n  </a></good>");
}

TEST(ExampleUpdate, WhatIsReadBackIsWhatCameOut) {
  const std::string text = "<a>\n\n\t<b/>\n</a>\n";
  const std::string file = updated("<good>\n    <a/>\n  </good>", text);
  const std::size_t begin = file.find('>') + 1;
  EXPECT_EQ(dedent(file.substr(begin, file.rfind('<') - begin)), text) << file;
}

TEST(ExampleUpdate, RefusesWhatACdataSectionCannotHold) {
  EXPECT_TRUE(updated("<good><a/></good>", "<a>]]></a>", true).starts_with("refused: ")) << "would end it";
}

TEST(ExampleUpdate, RefusesATextWhoseIndentationWouldBeLost) {
  EXPECT_TRUE(updated("<good>\n  <a/>\n</good>", "  <a/>\n").starts_with("refused: "));
}

}  // namespace
}  // namespace carbonfix
