#include "patch/merge.h"

#include <gtest/gtest.h>

#include "carbonfix/base/text.h"
#include "carbonfix/patch/unified_diff.h"
#include "patch/patch_run.h"

namespace carbonfix {
namespace {

const std::string kSources = R"(<c>
  <datasource>
    <name>A</name>
    <!-- of the node -->
    <definition type="RDBMS">
      <configuration>
        <url>old</url>
        <username>me</username>
        <maxActive>50</maxActive>
      </configuration>
    </definition>
  </datasource>
  <datasource>
    <name>B</name>
  </datasource>
  <other/>
</c>
)";

// The file after merging into its root, proved; or the error. A second time must change nothing.
std::string merged(const std::string& file, const std::string& content, const std::vector<std::string>& by = {"name"},
                   std::vector<std::string>* notes = nullptr) {
  std::vector<std::string> own;
  auto document = Document::parseToEdit(file, "a.xml");
  if (!document) return describe(document.error());
  const Status done = merge(*document, document->rootElement(), content, by, notes == nullptr ? own : *notes);
  if (!done) return done.error().message;
  auto proof = document->proof();
  if (!proof) return describe(proof.error());
  auto again = Document::parseToEdit(proof->bytes, "a.xml");
  if (!again) return describe(again.error());
  EXPECT_TRUE(merge(*again, again->rootElement(), content, by, own));
  EXPECT_TRUE(again->edits().empty()) << again->editedBytes();
  return proof->bytes;
}

// The lines that merging takes away and brings, "-old" and "+new".
std::string lines(const std::string& file, const std::string& content, const std::vector<std::string>& by = {"name"}) {
  const std::string after = merged(file, content, by);
  DiffOptions options;
  options.context = 0;
  options.mask = false;
  const std::string diff = unifiedDiff(file, after, options);
  std::string out;
  for (const std::string_view line : splitLines(diff)) {
    if (!line.starts_with("---") && !line.starts_with("+++") && !line.starts_with("@@")) out += line;
  }
  return out;
}

TEST(Merge, ChangesOnlyWhatDiffers) {
  EXPECT_EQ(lines(kSources, R"(<datasource><name>A</name><definition type="RDBMS"><configuration><url>new</url>
    <username> me </username></configuration></definition></datasource>)"),
            "-        <url>old</url>\n+        <url>new</url>\n");
  EXPECT_EQ(lines(kSources, "<datasource><name>A</name><definition type='X'/></datasource>"),
            "-    <definition type=\"RDBMS\">\n+    <definition type=\"X\">\n");
  EXPECT_EQ(lines(kSources, "<datasource><name>A</name></datasource>"), "");
}

TEST(Merge, AddsWhatLacksAtEveryDepth) {
  EXPECT_EQ(lines(kSources,
                  "<datasource><name>A</name><definition><configuration><maxWait>1</maxWait></configuration>"
                  "</definition></datasource>"),
            "+        <maxWait>1</maxWait>\n");
  EXPECT_EQ(lines(kSources, "<datasource><name>B</name><jndiConfig><name>jdbc/B</name></jndiConfig></datasource>"),
            "+    <jndiConfig><name>jdbc/B</name></jndiConfig>\n");
}

TEST(Merge, PutsANewElementBehindTheLastOfItsKind) {
  const std::string after = merged(kSources, R"(
      <datasource>
          <name>C</name>
          <x/>
      </datasource>
    )");
  EXPECT_NE(after.find("  </datasource>\n  <datasource>\n    <name>C</name>\n    <x/>\n  </datasource>\n  <other/>"),
            std::string::npos)
      << after;
}

TEST(Merge, PutsANewElementBehindItsCommentedDefault) {
  EXPECT_EQ(merged("<a>\n  <!--d n=\"1\"/-->\n  <d n=\"2\"/>\n</a>\n", "<d n=\"1\" v=\"x\"/>", {"n"}),
            "<a>\n  <!--d n=\"1\"/-->\n  <d n=\"1\" v=\"x\"/>\n  <d n=\"2\"/>\n</a>\n");
}

TEST(Merge, TakesSeveralElementsAndKinds) {
  EXPECT_EQ(merged("<a>\n  <p n=\"1\">x</p>\n</a>\n", "<p n=\"1\">y</p><p n=\"2\">z</p><q id=\"3\"/>", {"n", "id"}),
            "<a>\n  <p n=\"1\">y</p>\n  <p n=\"2\">z</p>\n  <q id=\"3\"/>\n</a>\n");
}

TEST(Merge, AddsRepeatedElementsWithoutAKeyWhenTheirValueLacks) {
  const std::string file = "<a>\n  <l n=\"1\">\n    <m>x</m>\n    <m>y</m>\n  </l>\n</a>\n";
  EXPECT_EQ(lines(file, "<l n='1'><m>y</m><m>z</m></l>", {"n"}), "+    <m>z</m>\n");
  EXPECT_EQ(lines(file, "<l n='1'><m>y</m></l>", {"n"}), "");
}

TEST(Merge, KnowsAnOnlyChildByItsNameUnlessAnAttributeTellsItApart) {
  const std::string file =
      "<a>\n  <d>\n    <name>A</name>\n    <j><name>x</name></j>\n    <m name=\"1\"/>\n  </d>\n</a>\n";
  EXPECT_EQ(lines(file, "<d><name>A</name><j><name>y</name></j></d>"),
            "-    <j><name>x</name></j>\n+    <j><name>y</name></j>\n");
  EXPECT_EQ(lines(file, "<d><name>A</name><m name='2'/></d>"), "+    <m name='2'/>\n");
}

TEST(Merge, RefusesWhatItCantTellApart) {
  EXPECT_EQ(merged(kSources, "<datasource><url/></datasource>"),
            "<datasource> has neither an attribute nor a child element named by by=\"name\"");
  EXPECT_EQ(merged("<a>\n<d n='1'/>\n<d n='1'/>\n</a>", "<d n='1' v='2'/>", {"n"}),
            "2 elements <d> have the n \"1\", on lines 2, 3");
  EXPECT_EQ(merged(kSources, "text"), "merge has no element to bring in");
}

TEST(Merge, RefusesContentThatSpeaksTwiceOfOneElement) {
  EXPECT_EQ(merged("<a/>", "<d><name>1</name></d><d><name>1</name></d>"),
            "the content has two elements <d> with the name \"1\"");
  EXPECT_EQ(merged("<a>\n<d name='1'/>\n</a>", "<d name='1'><p name='x'>1</p><p name='x'>2</p></d>"),
            "the content has two elements <p> with the name \"x\"");
}

TEST(Merge, RefusesTextThatWouldBeLost) {
  const std::string said = "merge brings in elements, and not the text beside them";
  EXPECT_EQ(merged("<a/>", "text <d name='1'/>"), said);
  EXPECT_EQ(merged("<a/>", "<d name='1'>text<e/></d>"), said);
}

TEST(Merge, LeavesAloneWhatTheVaultKeeps) {
  const std::string file =
      "<a xmlns:v=\"http://org.wso2.securevault/configuration\">\n"
      "  <d n=\"1\"><password v:secretAlias=\"A.Password\">password</password><url>u</url></d>\n</a>\n";
  std::vector<std::string> notes;
  const std::string after = merged(file, "<d n='1'><password>secret</password><url>w</url></d>", {"n"}, &notes);
  EXPECT_NE(after.find(">password</password><url>w</url>"), std::string::npos) << after;
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_NE(notes.front().find("alias \"A.Password\""), std::string::npos);
  EXPECT_EQ(notes.front().find("secret<"), std::string::npos);
}

TEST(Merge, RunsAsAnOperation) {
  PatchRun run;
  run.file("conf/a.xml", kSources)
      .pack("<param name='u'/>" +
            patch("p", "//url = $u",
                  "<merge sel='c' by='name'>\n<datasource><name>A</name><definition><configuration><url>{$u}</url>"
                  "</configuration></definition></datasource>\n</merge>"))
      .param("u", "a&b");
  EXPECT_NE(run.outcome().find("<url>a&amp;b</url>"), std::string::npos);
}

TEST(Merge, FailsOnceForAllWhenItsPlaceIsAbsent) {
  EXPECT_EQ(PatchRun()
                .file("conf/a.xml", "<a/>")
                .pack(patch("p", "a/b", "<merge sel='a/none' by='n'><d n='1'/></merge>"))
                .outcome(),
            "t.xml:3: t.p: merge sel=\"a/none\" selects nothing (in repository/conf/a.xml)\n");
}

}  // namespace
}  // namespace carbonfix
