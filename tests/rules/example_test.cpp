// Examples inside rule files: what their snippets are, and where they stand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carbonfix/rules/loader.h"
#include "rules/rule_file.h"

namespace carbonfix {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::SizeIs;

std::string fileWith(std::string_view example, std::string_view files = "conf/a.xml") {
  return ruleFile(
      fmt::format("<param name=\"a\" default=\"1\"/><pattern id=\"p\" files=\"{}\"><rule context=\"A\">"
                  "<assert id=\"t.a\" test=\".\">m</assert></rule>{}</pattern>",
                  files, example));
}

Example load(const std::string& text) {
  auto pack = loadPack(text, "t.xml", Checking::full);
  EXPECT_TRUE(pack) << (pack ? "" : describe(pack.error().front()));
  return pack && !pack->examples.empty() ? pack->examples.front() : Example();
}

TEST(Examples, SnippetIsTheDedentedText) {
  const Example example =
      load(fileWith("<example of=\"t.a\"><param name=\"a\" value=\"b\"/><bad line=\"2\" count=\"3\"><![CDATA[\n"
                    "      <A>\n        <B/>\n      </A>]]></bad></example>"));
  EXPECT_EQ(example.of, "t.a");
  EXPECT_THAT(example.params, ElementsAre(Pair("a", "b")));
  EXPECT_FALSE(example.good);
  ASSERT_TRUE(example.bad);
  EXPECT_EQ(example.bad->count, 3U);
  ASSERT_THAT(example.bad->files, SizeIs(1));
  const ExampleFile& file = example.bad->files[0];
  EXPECT_EQ(file.text, "<A>\n  <B/>\n</A>");
  EXPECT_EQ(file.path, "conf/a.xml");
  EXPECT_EQ(file.line, 2U);
  EXPECT_EQ(file.node, "");
}

TEST(Examples, PlainMarkupCdataAndEscapedTextAreAlike) {
  for (const char* snippet : {"<A b=\"1\"/>", "<![CDATA[<A b=\"1\"/>]]>", "&lt;A b=\"1\"/>"}) {
    const Example example = load(fileWith(fmt::format("<example of=\"t.a\"><good>{}</good></example>", snippet)));
    ASSERT_TRUE(example.good) << snippet;
    EXPECT_EQ(example.good->files[0].text, "<A b=\"1\"/>") << snippet;
  }
}

TEST(Examples, MayHaveSeveralGoods) {
  const Example example =
      load(fileWith("<example of=\"t.a\"><good><A/></good><good path=\"conf/b.xml\"><A b=\"1\"/></good></example>"));
  ASSERT_TRUE(example.good);
  EXPECT_EQ(example.good->files[0].text, "<A/>");
  ASSERT_THAT(example.alsoGood, SizeIs(1));
  EXPECT_EQ(example.alsoGood[0].files[0].text, "<A b=\"1\"/>");
  EXPECT_EQ(example.alsoGood[0].files[0].path, "conf/b.xml");
}

TEST(Examples, PlaceOfTheTextIsKept) {
  for (const bool cdata : {true, false}) {
    const std::string text = fileWith(cdata ? "<example of=\"t.a\"><bad> <![CDATA[<A/>]]></bad></example>"
                                            : "<example of=\"t.a\"><bad><A/></bad></example>");
    const Example example = load(text);
    ASSERT_TRUE(example.bad);
    EXPECT_EQ(example.bad->cdata, cdata);
    EXPECT_EQ(text.substr(example.bad->offset, example.bad->length), "<A/>");
  }
}

TEST(Examples, ManyFilesAndNodes) {
  const Example files =
      load(fileWith("<example of=\"t.a\"><bad><file path=\"a.xml\" line=\"4\"><A/></file>"
                    "<file path=\"b.xml\"><![CDATA[<B/>]]></file></bad></example>"));
  ASSERT_TRUE(files.bad);
  ASSERT_THAT(files.bad->files, SizeIs(2));
  EXPECT_EQ(files.bad->files[0].line, 4U);
  EXPECT_EQ(files.bad->files[1].path, "b.xml");
  EXPECT_EQ(files.bad->files[1].text, "<B/>");
  const Example nodes =
      load(fileWith("<example of=\"t.a\"><bad><node name=\"n1\"><file path=\"a.xml\"><A/></file></node>"
                    "<node name=\"n2\"><file path=\"a.xml\"><B/></file></node></bad></example>"));
  ASSERT_TRUE(nodes.bad);
  ASSERT_THAT(nodes.bad->files, SizeIs(2));
  EXPECT_EQ(nodes.bad->files[0].node, "n1");
  EXPECT_EQ(nodes.bad->files[1].node, "n2");
  EXPECT_EQ(nodes.bad->files[1].text, "<B/>");
}

TEST(Examples, DefaultPathIsOneThatTheGlobMatches) {
  const std::string example = "<example of=\"t.a\"><bad><A/></bad></example>";
  EXPECT_EQ(load(fileWith(example, "conf/datasources/*-datasources.xml b.xml")).bad->files[0].path,
            "conf/datasources/example-datasources.xml");
  EXPECT_EQ(load(fileWith(example, "conf/**/a?.xml")).bad->files[0].path, "conf/ax.xml");
}

TEST(Examples, TopLevelExampleTakesTheFileOfWhatItIsOf) {
  const Example example =
      load(ruleFile("<patch id=\"t.p\" files=\"conf/p.xml\" ensure=\"//b\"><add sel=\"/a\"><b/></add></patch>"
                    "<example of=\"t.p\"><bad><a/></bad><good><a><b/></a></good></example>"));
  ASSERT_TRUE(example.bad);
  EXPECT_EQ(example.bad->files[0].path, "conf/p.xml");
  EXPECT_EQ(example.good->files[0].text, "<a><b/></a>");
}

}  // namespace
}  // namespace carbonfix
