// What the shipped lint packs say about whole homes. Each rule by itself is tested by its examples.
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
      ElementsAre("das1 repository/conf/axis2/axis2.xml clustering.local-host-loopback",
                  "das1 repository/conf/axis2/axis2.xml clustering.duplicate-local-member",
                  "das1 repository/conf/axis2/axis2.xml clustering.member-loopback",
                  "das1 repository/conf/datasources/master-datasources.xml datasource.url-placeholder",
                  "das1 repository/conf/datasources/master-datasources.xml datasource.username-placeholder",
                  "das1 repository/conf/datasources/master-datasources.xml datasource.password-placeholder",
                  "das1 repository/conf/event-processor.xml event-processor.ha-wildcard-host",
                  "das1 repository/conf/event-processor.xml event-processor.ha-wildcard-host",
                  "das1 repository/conf/registry.xml registry.datasource-unknown",
                  "das2 repository/conf/axis2/axis2.xml clustering.scheme-invalid",
                  "das2 repository/conf/axis2/axis2.xml clustering.local-host-loopback",
                  "das2 repository/conf/axis2/axis2.xml clustering.duplicate-local-member",
                  "das2 repository/conf/carbon.xml ports.offset-invalid",
                  "das2 repository/conf/datasources/analytics-datasources.xml datasource.url-double-port",
                  "das2 repository/conf/datasources/master-datasources.xml datasource.driver-url-mismatch",
                  "das2 repository/conf/datasources/master-datasources.xml datasource.url-missing-question-mark",
                  "das2 repository/conf/event-processor.xml event-processor.multiple-modes",
                  "das2 repository/conf/event-processor.xml event-processor.host-whitespace",
                  "das2 repository/conf/event-processor.xml event-processor.host-whitespace",
                  "das2 repository/conf/event-processor.xml event-processor.host-whitespace",
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

TEST(LintPacks, SayNothingAboutHomesAsShipped) {
  const std::filesystem::path stock = sharedFolder() / "corpus/stock";
  if (!std::filesystem::exists(stock)) GTEST_SKIP() << "no homes at " << stock;
  std::size_t seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(stock)) {
    std::vector<Home> homes = std::move(openHomes(diskFileSystem(), {{"", entry.path().string()}}).value());
    for (Home& home : homes) {
      std::vector<Home> one;
      one.push_back(std::move(home));
      const auto report = lint(one, builtinLintPacks(), LintOptions());
      ASSERT_TRUE(report) << describe(report.error().front());
      for (const Finding& finding : report->findings) {
        ADD_FAILURE() << one.front().path() << "/" << finding.path << ":" << finding.location.start.line << ": "
                      << finding.message << " [" << finding.id << "]";
      }
      ++seen;
    }
  }
  EXPECT_GE(seen, 18U);
}

// Two mounts on a remote instance that is still a comment: made by a person, not by us.
TEST(LintPacks, FindTheUnknownInstanceInAHomeOfSomeone) {
  const std::filesystem::path home = sharedFolder() / "corpus/third-party/is-5.3.0-viswanadh";
  if (!std::filesystem::exists(home)) GTEST_SKIP() << "no home at " << home;
  ShippedHomes homes;
  homes.take(home, "is");
  EXPECT_THAT(homes.lint(), ElementsAre("is repository/conf/registry.xml registry.mount-instance-unknown",
                                        "is repository/conf/registry.xml registry.mount-instance-unknown"));
}

}  // namespace
}  // namespace carbonfix
