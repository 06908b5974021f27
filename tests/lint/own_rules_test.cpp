// What is told of the tool's own findings is what happens.
#include "lint/own_rules.h"

#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carbonfix/lint/own_findings.h"
#include "lint/lint_run.h"

namespace carbonfix {
namespace {

using ::testing::Contains;
using ::testing::Not;

// A file of the kind that a rule is about.
std::string pathFor(const OwnRule& own) {
  const std::string_view files = own.files;
  if (files.starts_with("**/*")) return "conf/a" + std::string(files.substr(4));
  return "conf/a.xml";
}

LintReport lintOne(const OwnRule& own, std::string_view text) {
  LintRun run;
  const std::string path = pathFor(own);
  // The comments of examples stand before what they are about.
  run.file(path, std::string(text) + (text.starts_with("<!--") ? "<a/>\n" : ""));
  run.pack(ruleFile("<pattern id=\"p\" files=\"" + path +
                    "\"><rule context=\"*\"><report id=\"ports.offset-invalid\" severity=\"warning\" "
                    "test=\"self::a\">m</report></rule></pattern>"));
  run.options().phase = "all";
  run.options().today = "2026-01-05";
  return run.run();
}

TEST(OwnRules, TellOfEachFinding) {
  for (const OwnFinding& own : ownFindings()) {
    const OwnRule* const rule = findOwnRule(own.id);
    ASSERT_NE(rule, nullptr) << own.id;
    EXPECT_FALSE(rule->why.empty()) << own.id;
  }
  EXPECT_EQ(findOwnRule("ports.offset-invalid"), nullptr);
}

TEST(OwnRules, HaveExamplesThatAreTrue) {
  std::size_t examples = 0;
  for (const OwnFinding& known : ownFindings()) {
    const OwnRule& own = *findOwnRule(known.id);
    if (own.bad.empty()) continue;
    ++examples;
    const LintReport bad = lintOne(own, own.bad);
    const auto finding = std::ranges::find(bad.findings, own.id, &Finding::id);
    ASSERT_NE(finding, bad.findings.end()) << own.id;
    EXPECT_EQ(finding->severity, known.severity) << own.id;
    EXPECT_EQ(finding->location.start.line, own.line) << own.id;
    if (own.good.empty()) continue;
    EXPECT_THAT(ids(lintOne(own, own.good)), Not(Contains(own.id))) << own.id;
  }
  EXPECT_GE(examples, 12U);
}

}  // namespace
}  // namespace carbonfix
