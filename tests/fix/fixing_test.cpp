#include "carbonfix/fix/fixing.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "carbonfix/base/memory_file_system.h"
#include "carbonfix/fix/fix_maker.h"
#include "carbonfix/lint/engine.h"
#include "carbonfix/rules/loader.h"
#include "rules/rule_file.h"

namespace carbonfix {
namespace {

// Files of homes in memory, one pack, and what fixing makes of them.
class FixingTest : public testing::Test {
 protected:
  void file(std::string_view path, std::string text, std::string_view node = "n1") {
    fs_.add(fmt::format("/{}/repository/{}", node, path), std::move(text));
    if (std::ranges::find(nodes_, node) == nodes_.end()) nodes_.emplace_back(node);
  }

  // Checks of "Port" elements of conf/a.xml.
  Fixing fixPorts(std::string_view inside) {
    return fix(ruleFile(
        fmt::format("<pattern id=\"p\" files=\"conf/a.xml\"><rule context=\"Port\">\n{}\n</rule></pattern>", inside)));
  }

  Fixing fix(const std::string& pack) {
    auto loaded = loadPack(pack, "t.xml", Checking::full);
    EXPECT_TRUE(loaded) << (loaded ? "" : describe(loaded.error().front()));
    if (!loaded) return {};
    const std::vector<Pack> packs = {std::move(*loaded)};
    for (const std::string& node : nodes_) homes_.push_back(std::move(*Home::open(fs_, "/" + node, node)));
    const OperationFixes fixes({});
    LintOptions all = options_;
    all.select.clear();
    options_.fixes = &fixes;
    auto fixing = fixFindings(homes_, {.isUnsafeWanted = unsafe_,
                                       .look = [&] { return lint(homes_, packs, options_); },
                                       .prove = [&] { return lint(homes_, packs, all); }});
    EXPECT_TRUE(fixing) << (fixing ? "" : describe(fixing.error().front()));
    return fixing ? std::move(*fixing) : Fixing();
  }

  static std::vector<std::string> dropped(const Fixing& fixing) {
    std::vector<std::string> list;
    for (const DroppedFix& each : fixing.mended.dropped) list.push_back(each.finding.id + ": " + each.why);
    return list;
  }
  static std::vector<std::string> left(const Fixing& fixing) {
    std::vector<std::string> list;
    for (const Finding& each : fixing.report.findings) list.push_back(each.id);
    return list;
  }

  MemoryFileSystem fs_;
  std::vector<std::string> nodes_;
  std::vector<Home> homes_;
  LintOptions options_;
  bool unsafe_ = false;
};

using Strings = std::vector<std::string>;

constexpr std::string_view kNotOne =
    "<assert id=\"t.one\" test=\". = 1\" fix=\"one\">m</assert><fix id=\"one\"><set sel=\".\">1</set></fix>";

TEST_F(FixingTest, MendsAllFindingsOfAFileInOneRound) {
  file("conf/a.xml", "<a>\n  <Port>7</Port>\n  <Port>1</Port>\n  <Port>8</Port>\n</a>\n");
  const Fixing fixing = fixPorts(kNotOne);
  ASSERT_EQ(fixing.changes.size(), 1U);
  ASSERT_EQ(fixing.changes[0].files.size(), 1U);
  const FileChange& change = fixing.changes[0].files[0];
  EXPECT_EQ(change.path, "repository/conf/a.xml");
  EXPECT_EQ(change.after, "<a>\n  <Port>1</Port>\n  <Port>1</Port>\n  <Port>1</Port>\n</a>\n");
  EXPECT_EQ(splice(change.before, change.edits), change.after);
  EXPECT_EQ(change.patches, Strings{"t.one"});
  EXPECT_EQ(change.editPatches, (Strings{"t.one", "t.one"}));
  EXPECT_EQ(fixing.mended.fixed.size(), 2U);
  EXPECT_EQ(fixing.mended.rounds, 1U);
  EXPECT_TRUE(fixing.report.findings.empty());
}

TEST_F(FixingTest, WritesNothing) {
  file("conf/a.xml", "<a><Port>7</Port></a>");
  static_cast<void>(fixPorts(kNotOne));
  EXPECT_EQ(fs_.read("/n1/repository/conf/a.xml", 100).value_or(""), "<a><Port>7</Port></a>");
}

TEST_F(FixingTest, ANothingToFixChangesNothing) {
  file("conf/a.xml", "<a><Port>1</Port></a>");
  const Fixing fixing = fixPorts(kNotOne);
  EXPECT_TRUE(fixing.changes.at(0).files.empty());
  EXPECT_EQ(fixing.mended.rounds, 0U);
}

TEST_F(FixingTest, UnsafeFixesWantAWord) {
  const std::string checks =
      "<assert id=\"t.one\" test=\". = 1\" fix=\"one\">m</assert><fix id=\"one\" safety=\"unsafe\"><set "
      "sel=\".\">1</set></fix>";
  file("conf/a.xml", "<a><Port>7</Port></a>");
  EXPECT_TRUE(fixPorts(checks).changes.at(0).files.empty());
  homes_.clear();
  unsafe_ = true;
  EXPECT_EQ(fixPorts(checks).changes.at(0).files.at(0).after, "<a><Port>1</Port></a>");
}

TEST_F(FixingTest, FixesThatTouchGoInRounds) {
  file("conf/a.xml", "<a><Port x='0'>7</Port></a>");
  const Fixing fixing = fixPorts(
      "<assert id=\"t.b\" test=\"@b\" fix=\"b\">m</assert><assert id=\"t.c\" test=\"@c\" fix=\"c\">m</assert>"
      "<fix id=\"b\"><add sel=\".\" type=\"@b\">1</add></fix><fix id=\"c\"><add sel=\".\" type=\"@c\">2</add></fix>");
  EXPECT_EQ(fixing.changes.at(0).files.at(0).after, "<a><Port x='0' b='1' c='2'>7</Port></a>");
  EXPECT_EQ(fixing.mended.rounds, 2U);
  EXPECT_EQ(fixing.changes[0].files[0].patches, (Strings{"t.b", "t.c"}));
}

// One that comments an element out, and one that would change what is in it: the second has nothing to mend any more.
TEST_F(FixingTest, WhatLiesBetweenTheEditsOfAFixWaits) {
  file("conf/a.xml", "<a>\n  <Port><In>7</In></Port>\n</a>\n");
  const Fixing fixing =
      fix(ruleFile("<pattern id=\"p\" files=\"conf/a.xml\"><rule context=\"Port\"><report id=\"t.port\" "
                   "test=\"In\" fix=\"f\">m</report>"
                   "<fix id=\"f\"><comment sel=\".\"/></fix></rule></pattern>"
                   "<pattern id=\"q\" files=\"conf/a.xml\"><rule context=\"In\"><assert id=\"t.in\" test=\". = 1\" "
                   "fix=\"f\">m</assert>"
                   "<fix id=\"f\"><set sel=\".\">1</set></fix></rule></pattern>"));
  EXPECT_EQ(fixing.changes.at(0).files.at(0).after, "<a>\n  <!-- <Port><In>7</In></Port> -->\n</a>\n");
  EXPECT_EQ(fixing.mended.fixed.size(), 1U);
}

TEST_F(FixingTest, AFixThatLeavesItsFindingIsDropped) {
  file("conf/a.xml", "<a><Port>7</Port></a>");
  const Fixing fixing = fixPorts(
      "<assert id=\"t.one\" test=\". = 1\" fix=\"two\">m</assert><fix id=\"two\"><set sel=\".\">2</set></fix>");
  EXPECT_TRUE(fixing.changes.at(0).files.empty());
  EXPECT_EQ(dropped(fixing), Strings{"t.one: what it mends is still found after it"});
  EXPECT_EQ(left(fixing), Strings{"t.one"});
  EXPECT_EQ(fixing.report.countFixable(Safety::safe), 0U);
}

TEST_F(FixingTest, AFixThatMakesAnotherCheckFailIsDroppedAndTheOthersAreKept) {
  file("conf/a.xml", "<a>\n<Port>7</Port>\n<Port>8</Port>\n<Port>9</Port>\n</a>");
  const Fixing fixing = fixPorts(
      "<assert id=\"t.low\" test=\". &lt; 7\" fix=\"f\">m</assert>"
      "<report id=\"t.no-four\" test=\". = 4\" severity=\"info\">Four is bad luck.</report>"
      "<fix id=\"f\"><set sel=\".\"><value-of select=\". - 4\"/></set></fix>");
  EXPECT_EQ(fixing.changes.at(0).files.at(0).after, "<a>\n<Port>3</Port>\n<Port>8</Port>\n<Port>5</Port>\n</a>");
  EXPECT_EQ(dropped(fixing), Strings{"t.low: it makes t.no-four fail in repository/conf/a.xml: Four is bad luck."});
  EXPECT_EQ(left(fixing), Strings{"t.low"});
}

// What was selected is mended; what was not may not suffer.
TEST_F(FixingTest, ChecksThatWereNotSelectedCountAsWell) {
  file("conf/a.xml", "<a><Port>7</Port></a>");
  options_.select = {"t.one"};
  const Fixing fixing = fixPorts(std::string(kNotOne) + "<assert id=\"t.high\" test=\". &gt; 6\">m</assert>");
  EXPECT_TRUE(fixing.changes.at(0).files.empty());
  EXPECT_EQ(dropped(fixing), Strings{"t.one: it makes t.high fail in repository/conf/a.xml: m"});
}

TEST_F(FixingTest, FixesThatFightEndWithTheFirst) {
  file("conf/a.xml", "<a><Port>7</Port></a>");
  const Fixing fixing = fixPorts(
      "<assert id=\"t.one\" test=\". = 1\" fix=\"one\">m</assert><assert id=\"t.two\" test=\". = 2\" "
      "fix=\"two\">m</assert>"
      "<fix id=\"one\"><set sel=\".\">1</set></fix><fix id=\"two\"><set sel=\".\">2</set></fix>");
  EXPECT_EQ(fixing.changes.at(0).files.at(0).after, "<a><Port>1</Port></a>");
  EXPECT_EQ(dropped(fixing), Strings{"t.two: it makes t.one fail in repository/conf/a.xml: m"});
  EXPECT_EQ(fixing.mended.rounds, 1U);
}

// Each of a chain touches the one before it; what is left after the last round is said.
TEST_F(FixingTest, RoundsAreBounded) {
  file("conf/a.xml", "<a><Port>7</Port></a>");
  std::string checks;
  std::string fixes;
  for (int i = 0; i < 13; ++i) {
    checks += fmt::format("<assert id=\"t.a{0}\" test=\"@a{0}\" fix=\"f{0}\">m</assert>", i);
    fixes += fmt::format("<fix id=\"f{0}\"><add sel=\".\" type=\"@a{0}\">1</add></fix>", i);
  }
  const Fixing fixing = fixPorts(checks + fixes);
  EXPECT_EQ(fixing.mended.rounds, kMaxFixRounds);
  EXPECT_TRUE(fixing.mended.outOfRounds);
  EXPECT_EQ(fixing.report.findings.size(), 3U);
}

TEST_F(FixingTest, WhatIsInTheSecureVaultIsNotWritten) {
  const std::string text =
      "<a xmlns:svns=\"http://org.wso2.securevault/configuration\"><Port svns:secretAlias=\"x\">password</Port></a>";
  file("conf/a.xml", text);
  const Fixing fixing = fixPorts(kNotOne);
  EXPECT_TRUE(fixing.changes.at(0).files.empty());
  ASSERT_EQ(fixing.mended.dropped.size(), 1U);
  EXPECT_NE(fixing.mended.dropped[0].why.find("ciphertool"), std::string::npos) << fixing.mended.dropped[0].why;
}

// The proof sees other files, through document() and key(), as they are edited.
TEST_F(FixingTest, ProofsSeeOtherFilesAsTheyAreEdited) {
  file("conf/a.xml", "<a><Port>7</Port></a>");
  file("conf/b.xml", "<b><Name>8</Name></b>");
  const Fixing fixing =
      fix(ruleFile("<key name=\"names\" files=\"conf/b.xml\" match=\"Name\" use=\".\"/>"
                   "<pattern id=\"p\" files=\"conf/a.xml\"><rule context=\"Port\">"
                   "<assert id=\"t.known\" test=\"key('names', .)\" fix=\"f\">m</assert>"
                   "<fix id=\"f\"><set sel=\".\">9</set></fix></rule></pattern>"
                   "<pattern id=\"q\" files=\"conf/b.xml\"><rule context=\"Name\">"
                   "<assert id=\"t.nine\" test=\". = 9\" fix=\"f\">m</assert><fix id=\"f\"><set "
                   "sel=\".\">9</set></fix></rule></pattern>"));
  EXPECT_EQ(dropped(fixing), Strings{});
  EXPECT_EQ(fixing.changes.at(0).files.size(), 2U);
  EXPECT_TRUE(fixing.report.findings.empty());
}

// lines() reads a file that no pattern has loaded yet.
TEST_F(FixingTest, ProofsSeeTheLinesOfOtherFilesAsTheyAreEdited) {
  file("conf/a.xml", "<a><Port>7</Port></a>");
  file("conf/b.xml", "<b><Name>8</Name></b>");
  const Fixing fixing =
      fix(ruleFile("<pattern id=\"p\" files=\"conf/a.xml\"><rule context=\"Port\">"
                   "<report id=\"t.no-nine\" test=\"lines('conf/b.xml')[contains(., '9')]\">m</report></rule></pattern>"
                   "<pattern id=\"q\" files=\"conf/b.xml\"><rule context=\"Name\">"
                   "<assert id=\"t.nine\" test=\". = 9\" fix=\"f\">m</assert>"
                   "<fix id=\"f\"><set sel=\".\">9</set></fix></rule></pattern>"));
  EXPECT_EQ(dropped(fixing), Strings{"t.nine: it makes t.no-nine fail in repository/conf/a.xml: m"});
}

TEST_F(FixingTest, VariablesOfAllLevelsAreInSight) {
  file("conf/a.xml", "<a><Want>5</Want><Port>7</Port></a>");
  const Fixing fixing =
      fix("<rules xmlns=\"urn:carbonfix:rules:1\" id=\"t\"><param name=\"plus\" default=\"1\"/><let name=\"want\" "
          "value=\"/a/Want\"/>"
          "<pattern id=\"p\" files=\"conf/a.xml\"><let name=\"sum\" value=\"$want + $plus\"/><rule context=\"Port\">"
          "<let name=\"here\" value=\".\"/><assert id=\"t.one\" test=\". = 13\" fix=\"f\">m</assert>"
          "<fix id=\"f\"><let name=\"all\" value=\"$here + $sum\"/><set "
          "sel=\".\">{$all}</set></fix></rule></pattern></rules>");
  EXPECT_EQ(fixing.changes.at(0).files.at(0).after, "<a><Want>5</Want><Port>13</Port></a>");
}

TEST_F(FixingTest, EachHomeHasItsChanges) {
  file("conf/a.xml", "<a><Port>7</Port></a>", "n1");
  file("conf/a.xml", "<a><Port>1</Port></a>", "n2");
  file("conf/a.xml", "<a><Port>8</Port></a>", "n3");
  const Fixing fixing = fixPorts(kNotOne);
  ASSERT_EQ(fixing.changes.size(), 3U);
  EXPECT_EQ(fixing.changes[0].node, "n1");
  EXPECT_EQ(fixing.changes[0].files.size(), 1U);
  EXPECT_TRUE(fixing.changes[1].files.empty());
  EXPECT_EQ(fixing.changes[2].files.at(0).before, "<a><Port>8</Port></a>");
}

TEST_F(FixingTest, AContextThatIsAnAttributeOrATextIsFoundAgain) {
  file("conf/a.xml", "<a>t<b c='1' d='2'/>u</a>");
  const Fixing fixing = fix(ruleFile(
      "<pattern id=\"p\" files=\"conf/a.xml\"><rule context=\"b/@d\"><assert id=\"t.d\" test=\". = 3\" "
      "fix=\"f\">m</assert>"
      "<fix id=\"f\"><set sel=\".\">3</set></fix></rule></pattern>"
      "<pattern id=\"q\" files=\"conf/a.xml\"><rule context=\"/\"><assert id=\"t.e\" test=\"a/@e\" fix=\"f\">m</assert>"
      "<fix id=\"f\"><add sel=\"a\" type=\"@e\">4</add></fix></rule></pattern>"));
  EXPECT_EQ(fixing.changes.at(0).files.at(0).after, "<a e=\"4\">t<b c='1' d='3'/>u</a>");
}

TEST_F(FixingTest, EditsThatHoldASecretAreHidden) {
  file("conf/a.xml", "<a><Port>7</Port></a>");
  unsafe_ = false;
  const Fixing fixing = fix(ruleFile(
      "<pattern id=\"p\" files=\"conf/a.xml\"><rule context=\"Port\">"
      "<assert id=\"t.password\" test=\"../Password\" fix=\"f\">m</assert>"
      "<fix id=\"f\" safety=\"unsafe\"><add sel=\"..\"><Password>s3cret</Password></add></fix></rule></pattern>"
      "<pattern id=\"q\" files=\"conf/a.xml\"><rule context=\"Port\">"
      "<assert id=\"t.name\" test=\"../Name\" fix=\"f\">m</assert>"
      "<fix id=\"f\" safety=\"unsafe\"><add sel=\"..\"><Name>n</Name></add></fix></rule></pattern>"));
  ASSERT_EQ(fixing.report.findings.size(), 2U);
  EXPECT_FALSE(fixing.report.findings[0].fix->isHidden);  // t.name
  EXPECT_TRUE(fixing.report.findings[1].fix->isHidden);
}

}  // namespace
}  // namespace carbonfix
