// Files that are malformed, absent, or outside: what is said of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lint/lint_run.h"

namespace carbonfix {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// One file of it can't be read.
class UnreadableFile : public MemoryFileSystem {
 public:
  Result<std::string> read(const std::string& path, std::size_t limit) const override {
    if (path.ends_with("/closed.xml")) return Error{"cannot read " + path + ": Permission denied", path};
    return MemoryFileSystem::read(path, limit);
  }
};

constexpr std::string_view kRule =
    R"xml(<pattern id="p" files="conf/a.xml conf/x/*.xml">
<rule context="a"><report id="t.a" test="true() and .">m</report></rule></pattern>)xml";

TEST(Files, MalformedOnesAreFindingsWhetherARuleReadsThemOrNot) {
  LintRun run;
  run.file("conf/a.xml", "<a>\n  <b></a>").file("conf/other.xml", "<a>").file("conf/fine.xml", "<a/>");
  run.pack(ruleFile(kRule));
  const LintReport report = run.run();
  EXPECT_THAT(lines(report),
              ElementsAre(HasSubstr("repository/conf/a.xml:2:"), HasSubstr("repository/conf/other.xml:1:")));
  EXPECT_THAT(ids(report), ElementsAre("xml.not-well-formed", "xml.not-well-formed"));
  EXPECT_EQ(report.findings[0].excerpt, "  <b></a>");
  EXPECT_EQ(report.files, 3U);
  EXPECT_TRUE(report.findings[0].located);
  EXPECT_EQ(report.count(Severity::error), 2U);
}

TEST(Files, SecretsOfMalformedOnesAreNotShown) {
  LintRun run;
  run.file("conf/a.xml", "<a><password>hunter2</password></b>");
  run.pack(ruleFile(kRule));
  const LintReport report = run.run();
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_THAT(report.findings[0].excerpt, Not(HasSubstr("hunter2")));
}

TEST(Files, SelectionHoldsForThemButWhatARuleNeedsIsSaid) {
  LintRun run;
  run.file("conf/a.xml", "<a>").file("conf/other.xml", "<a>");
  run.pack(ruleFile(kRule));
  run.options().select = {"t."};
  EXPECT_THAT(lines(run.run()), ElementsAre(HasSubstr("repository/conf/a.xml")));
  run.options().select = {};
  run.options().ignore = {"xml."};
  const LintReport report = run.run();
  EXPECT_THAT(ids(report), IsEmpty());
  EXPECT_THAT(notes(report),
              ElementsAre("conf/x/*.xml: no such file", HasSubstr("!repository/conf/a.xml: not well-formed")));
}

TEST(Files, NamespaceErrorsAreFindingsAndTheFileIsStillChecked) {
  LintRun run;
  run.file("conf/a.xml", "<a><p:b/></a>").file("conf/other.xml", "<q:a/>");
  run.pack(ruleFile(kRule));
  EXPECT_THAT(ids(run.run()), testing::UnorderedElementsAre("xml.namespace", "t.a", "xml.namespace"));
}

TEST(Files, UnreadableOnesAreTroubleAndNoFinding) {
  UnreadableFile fs;
  fs.add("/n1/repository/conf/closed.xml", "<a/>");
  fs.add("/n1/repository/conf/sub/closed.xml", "<a/>");
  auto home = Home::open(fs, "/n1", "n1");
  ASSERT_TRUE(home);
  std::vector<Home> homes;
  homes.push_back(std::move(*home));
  const auto pack = loadPack(ruleFile(
                                 R"(<pattern id="p" files="conf/closed.xml">
<rule context="a"><report id="t.a" test=".">m</report></rule></pattern>)"),
                             "t.xml", Checking::full);
  ASSERT_TRUE(pack);
  const auto report = lint(homes, {*pack}, {});
  ASSERT_TRUE(report);
  EXPECT_THAT(ids(*report), IsEmpty());
  EXPECT_THAT(notes(*report),
              ElementsAre("!repository/conf/closed.xml: cannot read /n1/repository/conf/closed.xml: Permission denied",
                          "!repository/conf/sub/closed.xml: cannot read /n1/repository/conf/sub/closed.xml: "
                          "Permission denied"));
}

TEST(Files, AGlobWithoutFileIsNotedOnce) {
  LintRun run;
  run.file("conf/a.xml", "<a/>");
  run.pack(ruleFile(std::string(kRule) +
                    R"xml(<pattern id="q" files="conf/x/*.xml">
<rule context="a"><report id="t.b" test=".">m</report></rule></pattern>)xml"));
  const LintReport report = run.run();
  EXPECT_THAT(ids(report), ElementsAre("t.a"));
  EXPECT_THAT(notes(report), ElementsAre("conf/x/*.xml: no such file"));
  EXPECT_FALSE(report.notChecked[0].trouble);
}

TEST(Files, DocumentReadsFilesOfTheHome) {
  LintRun run;
  run.file("conf/a.xml", "<a/>").file("conf/b.xml", "<b>1</b>").file("bin/c.xml", "<c>2</c>");
  run.pack(
      ruleFile(R"xml(<let name="b" value="document('conf/b.xml')"/><pattern id="p" files="conf/a.xml"><rule context="a">
<report id="t.a" test="$b/b + document('bin/c.xml')/c = 3 and not(document('conf/none.xml'))">m</report>
<report id="t.b" test="file-exists('conf/b.xml') and file-exists('bin/c.xml') and not(file-exists('conf/no.xml'))">m</report></rule>
</pattern>)xml"));
  const LintReport report = run.run();
  EXPECT_THAT(ids(report), ElementsAre("t.a", "t.b"));
  EXPECT_THAT(notes(report), ElementsAre("conf/none.xml: no such file"));
}

TEST(Files, PathsThatLeaveTheHomeAreRefused) {
  for (const char* path :
       {"../n2/secret.xml", "/n2/secret.xml", "file:///n2/secret.xml", "conf/../../n2/secret.xml", "conf/*.xml"}) {
    LintRun run;
    run.file("conf/a.xml", "<a/>");
    run.fs().add("/n2/secret.xml", "<s/>");
    run.pack(ruleFile(fmt::format(R"xml(<pattern id="p" files="conf/a.xml"><rule context="a">
<report id="t.a" test="document('{0}')">m</report>
<report id="t.b" test="file-exists('{0}')">m</report></rule></pattern>)xml",
                                  path)));
    const LintReport report = run.run();
    EXPECT_THAT(ids(report), IsEmpty()) << path;
    EXPECT_THAT(notes(report), ElementsAre(HasSubstr("a rule asks for it, but"))) << path;
    EXPECT_TRUE(report.notChecked[0].trouble) << path;
  }
}

constexpr std::string_view kJsonRule =
    R"xml(<pattern id="p" files="conf/*.json conf/*.sh">
<rule context="string[@key='a']|export[@name='A']"><report id="t.a" test=". = 'x'">is x</report></rule></pattern>)xml";

TEST(Files, OtherFormatsHaveFindingsAtTheirPlaces) {
  LintRun run;
  run.file("conf/site.json", "{\n  \"a\" : \"x\"\n}").file("conf/env.sh", "# A\nexport A=x\n");
  run.pack(ruleFile(kJsonRule));
  EXPECT_THAT(lines(run.run()), ElementsAre(HasSubstr("conf/env.sh:2:8"), HasSubstr("conf/site.json:2:3")));
}

TEST(Files, MalformedOnesOfOtherFormatsAreFindingsWithAnIdOfTheirOwn) {
  LintRun run;
  run.file("conf/site.json", "{\n  \"a\" : x\n}").file("conf/env.sh", "export A='x\n");
  run.pack(ruleFile(kJsonRule));
  EXPECT_THAT(lines(run.run()), ElementsAre(HasSubstr("conf/env.sh:1:10 error shell.not-well-formed"),
                                            HasSubstr("conf/site.json:2:9 error json.not-well-formed")));
}

TEST(Files, CommentsAndTrailingCommasInJsonAreRemarksForThoseWhoAsk) {
  LintRun run;
  run.file("conf/site.json", "{ // one\n  \"b\" : [1, ], /* two */\n}");
  run.pack(ruleFile(kJsonRule));
  EXPECT_THAT(ids(run.run()), IsEmpty());
  run.options().phase = "all";
  EXPECT_THAT(lines(run.run()),
              ElementsAre(HasSubstr("conf/site.json:1:3 info json.comment: JSON has no comments; the file has 2"),
                          HasSubstr("conf/site.json:2:11 info json.trailing-comma")));
  run.options().phase = "default";
  run.options().select = {"json.comment", "t."};
  EXPECT_THAT(ids(run.run()), ElementsAre("json.comment"));
  run.options().select = {"t."};
  EXPECT_THAT(ids(run.run()), IsEmpty());
}

}  // namespace
}  // namespace carbonfix
