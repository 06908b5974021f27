#include <gtest/gtest.h>

#include "carbonfix/report/reporter.h"
#include "carbonfix/report/version.h"
#include "report/json_writer.h"
#include "report/sample_report.h"

namespace carbonfix {
namespace {

std::string json(const LintReport& report) { return makeReporter("json")->render(report, {}); }

TEST(JsonWriter, QuotesWhatMustBeQuoted) {
  EXPECT_EQ(jsonQuoted("a\"b\\c\n\t\x01 ü"), "\"a\\\"b\\\\c\\n\\t\\u0001 ü\"");
}

TEST(JsonWriter, BytesThatAreNotUtf8BecomeReplacementCharacters) {
  EXPECT_EQ(jsonQuoted("a\xff"), "\"a\xEF\xBF\xBD\"");
}

TEST(JsonWriter, NestsAndSeparates) {
  JsonWriter writer;
  writer.beginObject().key("a").number(1).key("b").beginArray().string("x").null().endArray();
  writer.key("c").beginArray().endArray().endObject();
  EXPECT_EQ(writer.text(), "{\n  \"a\": 1,\n  \"b\": [\n    \"x\",\n    null\n  ],\n  \"c\": []\n}\n");
}

TEST(JsonReport, HasEveryKeyOfAFindingEvenWhenThereIsNothingToSay) {
  LintReport report;
  report.findings.emplace_back();
  report.findings[0].id = "xml.not-well-formed";
  const std::string out = json(report);
  for (const char* const key : {"id", "severity", "message", "help", "node", "path", "line", "column", "endLine",
                                "endColumn", "xpath", "fingerprint", "fix", "suppressed", "url", "related"}) {
    EXPECT_NE(out.find("\"" + std::string(key) + "\": "), std::string::npos) << key;
  }
  EXPECT_NE(out.find("\"line\": null"), std::string::npos);
  EXPECT_NE(out.find("\"help\": null"), std::string::npos);
}

TEST(JsonReport, SaysWhereAndWhat) {
  const std::string out = json(sampleReport());
  EXPECT_NE(out.find("\"id\": \"clustering.local-host-loopback\""), std::string::npos);
  EXPECT_NE(out.find("\"severity\": \"error\""), std::string::npos);
  EXPECT_NE(out.find("\"path\": \"repository/conf/axis2/axis2.xml\""), std::string::npos);
  EXPECT_NE(out.find("\"line\": 7,\n      \"column\": 39,\n      \"endLine\": 7,\n      \"endColumn\": 48"),
            std::string::npos)
      << out;
  EXPECT_NE(out.find("\"version\": \"" + std::string(toolVersion()) + "\""), std::string::npos);
  EXPECT_NE(out.find("\"errors\": 1"), std::string::npos);
}

TEST(JsonReport, CarriesFixesAndTrouble) {
  LintReport report = sampleReport();
  report.findings[0].fix = FixProposal{
      .safety = Safety::safe, .description = "Set it", .edits = {{.offset = 5, .length = 2, .text = "x\"y"}}};
  report.notChecked.push_back({.node = "das1", .path = "conf/a.xml", .why = "unreadable", .trouble = true});
  const std::string out = json(report);
  EXPECT_NE(out.find("\"text\": \"x\\\"y\""), std::string::npos) << out;
  EXPECT_NE(out.find("\"trouble\": true"), std::string::npos) << out;
}

TEST(JsonReport, SaysWhatIsLeftOutAndWhy) {
  const LintReport report = reportWithSuppressed();
  EXPECT_NE(json(report).find("\"suppressed\": 2,"), std::string::npos);
  EXPECT_EQ(json(report).find("inSource"), std::string::npos);
  const std::string out = makeReporter("json")->render(report, {.showSuppressed = true});
  EXPECT_NE(out.find("\"kind\": \"inSource\",\n        \"reason\": \"the balancer does it\",\n        \"until\": "
                     "\"2026-12-31\""),
            std::string::npos)
      << out;
  EXPECT_NE(out.find("\"kind\": \"baseline\",\n        \"reason\": \"in the baseline\",\n        \"until\": null"),
            std::string::npos)
      << out;
}

TEST(JsonReport, GivesTheFingerprint) {
  LintReport report = sampleReport();
  report.findings[0].fingerprint = "4b2e8c39";
  EXPECT_NE(json(report).find("\"fingerprint\": \"4b2e8c39\""), std::string::npos);
}

TEST(JsonReport, TextOfAFixHidesSecrets) {
  LintReport report = sampleReport();
  report.findings[0].fix = FixProposal{};
  report.findings[0].fix->edits.push_back({.offset = 0, .length = 0, .text = "<password>s3cret</password>"});
  EXPECT_EQ(json(report).find("s3cret"), std::string::npos);
}

TEST(JsonReport, EditsThatAreHiddenAreLeftOut) {
  LintReport report = sampleReport();
  report.findings[0].fix = FixProposal{.edits = {{.offset = 0, .length = 0, .text = "harmless"}}, .isHidden = true};
  EXPECT_NE(json(report).find("\"edits\": []"), std::string::npos) << json(report);
}

TEST(JsonReport, TellsWhatWasMended) {
  LintReport report = sampleReport();
  EXPECT_NE(json(report).find("\"mended\": null"), std::string::npos);
  report.mended = Mended{.fixed = {sampleFinding()}, .dropped = {{sampleFinding(), "it fails"}}, .rounds = 2};
  const std::string out = json(report);
  EXPECT_NE(out.find("\"rounds\": 2"), std::string::npos) << out;
  EXPECT_NE(out.find("\"why\": \"it fails\""), std::string::npos) << out;
}

}  // namespace
}  // namespace carbonfix
