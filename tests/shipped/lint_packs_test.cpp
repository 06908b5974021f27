// What the shipped lint packs say about whole homes. Each rule by itself is tested by its examples.
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include "shipped/shipped_home.h"

namespace carbonfix {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(LintPacks, SayNothingAboutTheCleanCluster) {
  ShippedHomes homes;
  homes.take("fixtures/das-cluster-clean/das1", "das1");
  homes.take("fixtures/das-cluster-clean/das2", "das2");
  EXPECT_THAT(homes.lint("all"), IsEmpty());
}

TEST(LintPacks, FindEveryFaultOfTheFaultyCluster) {
  ShippedHomes homes;
  homes.take("fixtures/das-cluster/das1", "das1");
  homes.take("fixtures/das-cluster/das2", "das2");
  EXPECT_THAT(
      homes.lint(),
      ElementsAre("das1 repository/conf/analytics/spark/spark-defaults.conf spark.master-count-single",
                  "das1 repository/conf/axis2/axis2.xml clustering.local-host-loopback",
                  "das1 repository/conf/axis2/axis2.xml clustering.duplicate-local-member",
                  "das1 repository/conf/axis2/axis2.xml clustering.member-loopback",
                  "das1 repository/conf/datasources/master-datasources.xml datasource.url-placeholder",
                  "das1 repository/conf/datasources/master-datasources.xml datasource.username-placeholder",
                  "das1 repository/conf/datasources/master-datasources.xml datasource.password-placeholder",
                  "das1 repository/conf/event-processor.xml event-processor.ha-wildcard-host",
                  "das1 repository/conf/event-processor.xml event-processor.ha-wildcard-host",
                  "das1 repository/conf/registry.xml registry.unused-datasource-unknown",
                  "das1 repository/conf/user-mgt.xml usermgt.datasource-still-local",
                  "das2 repository/conf/analytics/spark/spark-defaults.conf spark.master-count-single",
                  "das2 repository/conf/axis2/axis2.xml clustering.scheme-differs",
                  "das2 repository/conf/axis2/axis2.xml clustering.scheme-invalid",
                  "das2 repository/conf/axis2/axis2.xml clustering.local-host-loopback",
                  "das2 repository/conf/axis2/axis2.xml clustering.duplicate-local-member",
                  "das2 repository/conf/carbon.xml ports.offset-equal-loopback",
                  "das2 repository/conf/carbon.xml ports.offset-invalid",
                  "das2 repository/conf/datasources/analytics-datasources.xml datasource.url-double-port",
                  "das2 repository/conf/datasources/master-datasources.xml datasource.driver-url-mismatch",
                  "das2 repository/conf/datasources/master-datasources.xml datasource.url-missing-question-mark",
                  "das2 repository/conf/event-processor.xml event-processor.mode-differs",
                  "das2 repository/conf/event-processor.xml event-processor.multiple-modes",
                  "das2 repository/conf/event-processor.xml event-processor.host-whitespace",
                  "das2 repository/conf/event-processor.xml event-processor.host-whitespace",
                  "das2 repository/conf/event-processor.xml event-processor.host-whitespace",
                  "das2 repository/conf/registry.xml registry.mounts-differ",
                  "das2 repository/conf/registry.xml registry.mount-instance-unknown",
                  "das2 repository/conf/registry.xml registry.mount-overwrite-value",
                  "das2 repository/conf/registry.xml registry.mount-instance-unknown",
                  "das2 repository/conf/user-mgt.xml usermgt.datasource-is-ds-name"));
}

// A start must not be refused for something that may be meant.
TEST(LintPacks, HaveOnlyErrorsInPreStart) {
  std::size_t checks = 0;
  for (const Pack& pack : builtinLintPacks()) {
    std::set<std::string> active;
    for (const Phase& phase : pack.phases) {
      if (phase.id == "pre-start") active.insert(phase.active.begin(), phase.active.end());
    }
    for (const Pattern& pattern : pack.patterns) {
      if (active.count(pattern.id) == 0) continue;
      for (const Rule& rule : pattern.rules) {
        for (const Check& check : rule.checks) {
          EXPECT_EQ(check.severity, Severity::error) << check.id;
          ++checks;
        }
      }
    }
  }
  EXPECT_GT(checks, 30U);
}

TEST(LintPacks, SayWhyAndWhatToDo) {
  for (const Pack& pack : builtinFullPacks()) {
    for (const Pattern& pattern : pack.patterns) {
      for (const Rule& rule : pattern.rules) {
        for (const Check& check : rule.checks) EXPECT_FALSE(check.diagnostics.empty()) << check.id;
      }
    }
  }
}

// Evidence is a page, or a name in the text: of a class, a project, a standard, or of whoever ships the file.
TEST(LintPacks, NameTheirSource) {
  const RE2 name(
      "vendor|carbon-|kernel|product-|[A-Z][a-z]+[A-Z][A-Za-z]+|Hazelcast|Tomcat|Spark|Xerces|Axis2|Axiom|Java|Jaggery|"
      "ciphertool|wso2server|XML 1|MySQL|Oracle|H2|utility\\.jag|shell|JDBC|java\\.");
  for (const Pack& pack : builtinFullPacks()) {
    std::map<std::string, std::string> texts;
    for (const Diagnostic& diagnostic : pack.diagnostics) {
      for (const MessagePart& part : diagnostic.text) texts[diagnostic.id] += part.text;
    }
    for (const Pattern& pattern : pack.patterns) {
      for (const Rule& rule : pattern.rules) {
        for (const Check& check : rule.checks) {
          std::string said = check.see;
          for (const std::string& id : check.diagnostics) said += texts[id];
          EXPECT_TRUE(!check.see.empty() || RE2::PartialMatch(said, name)) << check.id << ": " << said;
        }
      }
    }
  }
}

// What each node of the homes of the vendor gives in this phase, and how many there are.
std::size_t lintStock(const std::string& phase, const std::function<void(const Home&, const Finding&)>& take) {
  std::size_t seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(sharedFolder() / "corpus/stock")) {
    std::vector<Home> homes = std::move(openHomes(diskFileSystem(), {{"", entry.path().string()}}).value());
    for (Home& home : homes) {
      std::vector<Home> one;
      one.push_back(std::move(home));
      LintOptions options;
      options.phase = phase;
      const auto report = lint(one, builtinLintPacks(), options);
      if (!report) {
        ADD_FAILURE() << describe(report.error().front());
        continue;
      }
      for (const Finding& finding : report->findings) take(one.front(), finding);
      ++seen;
    }
  }
  return seen;
}

void addFailure(const Home& home, const Finding& finding) {
  ADD_FAILURE() << home.path() << "/" << finding.path << ":" << finding.location.start.line << ": " << finding.message
                << " [" << finding.id << "]";
}

// A home as shipped is what someone starts to try the product.
class LintPacksOnStock : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(sharedFolder() / "corpus/stock")) GTEST_SKIP() << "no homes in " << sharedFolder();
  }
};

TEST_F(LintPacksOnStock, SayNothingByDefault) { EXPECT_GE(lintStock("default", addFailure), 18U); }

TEST_F(LintPacksOnStock, StopNoStart) { EXPECT_GE(lintStock("pre-start", addFailure), 18U); }

TEST_F(LintPacksOnStock, FindNoErrorInAnyPhase) {
  std::size_t findings = 0;
  lintStock("all", [&](const Home& home, const Finding& finding) {
    ++findings;
    if (finding.severity == Severity::error) addFailure(home, finding);
  });
  EXPECT_GT(findings, 100U);
}

// Two mounts on a remote instance that is still a comment, and a no-break space in a SQL statement: made by a person,
// not by us.
TEST(LintPacks, FindTheFaultsInAHomeOfSomeone) {
  const std::filesystem::path home = sharedFolder() / "corpus/third-party/is-5.3.0-viswanadh";
  if (!std::filesystem::exists(home)) GTEST_SKIP() << "no home at " << home;
  ShippedHomes homes;
  homes.take(home, "is");
  EXPECT_THAT(homes.lint(), ElementsAre("is repository/conf/registry.xml registry.mount-instance-unknown",
                                        "is repository/conf/registry.xml registry.mount-instance-unknown",
                                        "is repository/conf/user-mgt.xml syntax.nbsp"));
}

}  // namespace
}  // namespace carbonfix
