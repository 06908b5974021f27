// Rules that mean harm, or were never tried on a large file: they end soon, in bounded memory, and what was not checked
// is said.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lint/lint_run.h"

namespace carbonfix {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::string manyElements(std::size_t count) {
  std::string xml = "<a>";
  for (std::size_t i = 0; i < count; ++i) xml += "<b>1,2</b>";
  return xml + "</a>";
}

std::string ruleWith(const std::string& lets, const std::string& context, const std::string& test) {
  return ruleFile("<pattern id=\"p\" files=\"conf/a.xml\">" + lets + "<rule context=\"" + context +
                  "\"><report id=\"t.x\" test=\"" + test + "\">m</report></rule></pattern>");
}

LintReport runOn(const std::string& xml, const std::string& pack) {
  LintRun run;
  return run.file("conf/a.xml", xml).pack(pack).run();
}

void expectTrouble(const LintReport& report, const std::string& why) {
  EXPECT_THAT(ids(report), IsEmpty());
  EXPECT_THAT(notes(report), Contains(testing::AllOf(StartsWith("!"), HasSubstr(why))));
}

TEST(LintLimits, OneExpressionThatNeverEnds) {
  expectTrouble(
      runOn(manyElements(3000), ruleWith("", "/a", "count(//*[count(//*[count(//*) &gt; 1]) &gt; 1]) &gt; 1")),
      "it takes too many steps");
  // The same by libxml2's own evaluation.
  expectTrouble(
      runOn(manyElements(3000), ruleWith("", "/a", "count(//*[count(//*[last() &gt; 0]/..) &gt; 1]/..) + 1 &gt; 1")),
      "it takes too many steps");
}

TEST(LintLimits, ManyExpressionsThatEachEnd) {
  // 12,000 contexts, each with a look at all of the file.
  const LintReport report = runOn(manyElements(12'000), ruleWith("", "b", "count(//b) &lt; 5"));
  expectTrouble(report, "the rules take too many steps on this node");
}

TEST(LintLimits, AnotherNodeIsNotMadeToPay) {
  LintRun run;
  run.file("conf/a.xml", manyElements(12'000), "n1").file("conf/a.xml", "<a><b>1</b></a>", "n2");
  run.pack(ruleWith("", "b", "count(//b) &lt; 5"));
  const LintReport report = run.run();
  EXPECT_THAT(lines(report), testing::ElementsAre(StartsWith("n2:")));
}

TEST(LintLimits, ManyLooksAtALongText) {
  const std::string xml = "<a><t>" + std::string(1'000'000, 'x') + "</t>" + manyElements(5'000) + "</a>";
  expectTrouble(runOn(xml, ruleWith("", "b", "contains(/, 'nothing')")), "too many steps");
}

TEST(LintLimits, TextsThatDoubleAndDouble) {
  std::string lets = "<let name=\"v0\" value=\"'0123456789abcdef'\"/>";
  for (int i = 1; i <= 60; ++i) {
    const std::string before = "$v" + std::to_string(i - 1);
    lets += "<let name=\"v" + std::to_string(i) + "\" value=\"concat(" + before + ", " + before + ")\"/>";
  }
  expectTrouble(runOn("<a/>", ruleWith(lets, "/a", "$v60 != ''")), "it takes too many steps");
}

TEST(LintLimits, TokensWithoutEnd) {
  expectTrouble(runOn("<a>" + std::string(1'000'000, ',') + "</a>", ruleWith("", "/a", "tokenize(., ',')[5]")),
                "it takes too many steps");
}

TEST(LintLimits, DeepBracketsAndLongChains) {
  std::string deep = "1";
  for (int i = 0; i < 1'000; ++i) deep = "(" + deep + ")";
  std::string chain = "1 = 2";
  for (int i = 0; i < 5'000; ++i) chain += " or 1 = 2";
  std::string predicates = "b";
  for (int i = 0; i < 500; ++i) predicates = "b[" + predicates + "]";
  for (const std::string& test : {deep, chain, predicates}) {
    LintRun run;
    run.file("conf/a.xml", "<a><b/></a>");
    auto pack = loadPack(ruleWith("", "/a", test), "t.xml", Checking::full);
    // Refused when it is loaded, or evaluated: the program lives.
    if (pack) static_cast<void>(run.pack(ruleWith("", "/a", test)).run());
  }
}

TEST(LintLimits, RegularExpressionsThatBacktrackElsewhere) {
  const std::string xml = "<a>" + std::string(50'000, 'a') + "!</a>";
  EXPECT_THAT(
      ids(runOn(xml, ruleWith("", "/a", "matches(., '^(a+)+$') or matches(., '(a|a)*b') or matches(., '(.*)*x')"))),
      IsEmpty());
  expectTrouble(runOn(xml, ruleWith("", "/a", "matches(., '((a{1000}){1000}){1000}')")), "can't be evaluated");
}

TEST(LintLimits, LongTextsHeldAgainstEachOther) {
  const std::string a(300'000, 'a');
  const std::string xml =
      "<a><t>" + a + "</t><u>" + a.substr(150'000) + "b</u><v>" + std::string(150'000, 'c') + "</v></a>";
  // By themselves, and with an operator that only libxml2 knows.
  for (const char* const more : {"", " and 1 + 1 = 2"}) {
    for (const char* const test : {"contains(t, u)", "substring-before(t, u) != ''", "substring-after(t, u) != ''",
                                   "translate(t, v, '') = translate(v, t, '')"}) {
      EXPECT_THAT(ids(runOn(xml, ruleWith("", "/a", test + std::string(more)))), IsEmpty()) << test << more;
    }
    expectTrouble(runOn(xml, ruleWith("", "/a", "matches(t, u)" + std::string(more))), "can't be evaluated");
  }
  expectTrouble(runOn(xml, ruleWith("", "/a", "raw-matches($file, u)")), "can't be evaluated");
}

// Everything above in a process of its own, so that its memory can be told.
TEST(LintLimits, MemoryIsBounded) {
  rusage ours{};  // which the child begins with
  getrusage(RUSAGE_SELF, &ours);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    std::string lets = "<let name=\"v0\" value=\"'0123456789abcdef'\"/>";
    for (int i = 1; i <= 60; ++i) {
      const std::string before = "$v" + std::to_string(i - 1);
      lets += "<let name=\"v" + std::to_string(i) + "\" value=\"concat(" + before + ", " + before + ")\"/>";
    }
    static_cast<void>(runOn("<a/>", ruleWith(lets, "/a", "$v60 != ''")));
    static_cast<void>(runOn("<a>" + std::string(8'000'000, ',') + "</a>", ruleWith("", "/a", "tokenize(., ',')[5]")));
    _exit(0);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_LT((usage.ru_maxrss - ours.ru_maxrss) / 1024, 1'000) << "MB";
}

}  // namespace
}  // namespace carbonfix
