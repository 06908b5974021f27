// The recipe das-3.1-min-ha on whole homes. Each of its patches by itself is tested by its examples.
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shipped/shipped_home.h"

namespace carbonfix {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kRecipe = "das-3.1-min-ha";
constexpr const char* kAxis2 = "repository/conf/axis2/axis2.xml";
constexpr const char* kRegistry = "repository/conf/registry.xml";
constexpr const char* kSources = "repository/conf/datasources/master-datasources.xml";

ParamValues valuesOf(const std::string& host) {
  return {{"node-host", host},           {"node1-host", "10.0.0.11"}, {"node2-host", "10.0.0.12"},
          {"db-host", "db.example.org"}, {"db-user", "das"},          {"db-password", "a-sample-password"}};
}

class DasMinHa : public testing::Test {
 protected:
  void SetUp() override {
    homes_.take("fixtures/das-cluster/das1", "das1");
    homes_.take("fixtures/das-cluster/das2", "das2");
  }
  std::vector<std::string> apply(const std::string& node) {
    return homes_.apply(kRecipe, node, valuesOf(node == "das1" ? "10.0.0.11" : "10.0.0.12"));
  }
  // After the recipe nothing is left to find, and a second run has nothing to do.
  void expectRepaired() {
    EXPECT_THAT(homes_.lint(), IsEmpty());
    EXPECT_THAT(apply("das1"), IsEmpty());
    EXPECT_THAT(apply("das2"), IsEmpty());
  }
  ShippedHomes homes_;
};

TEST_F(DasMinHa, RepairsTheFaultyCluster) {
  EXPECT_THAT(apply("das1"), Contains("das-3.1-min-ha.axis2-clustering"));
  EXPECT_THAT(apply("das2"), Contains("das-3.1-min-ha.port-offset"));
  expectRepaired();
}

TEST_F(DasMinHa, ReadsTheSampleValues) {
  const auto values = parseParams(bytesOf("fixtures/das-3.1-min-ha.params"), "das-3.1-min-ha.params");
  ASSERT_TRUE(values) << describe(values.error().front());
  ParamValues first;
  for (const auto& [name, given] : *values) first.emplace(name, given.value);
  homes_.apply(kRecipe, "das1", first);
  ParamValues second = first;
  second["node-host"] = "10.0.0.12";
  homes_.apply(kRecipe, "das2", second);
  EXPECT_THAT(homes_.lint(), IsEmpty());
}

TEST_F(DasMinHa, SetsADataSourceThatIsThere) {
  apply("das1");
  const std::string& text = homes_.text("das1", kSources);
  EXPECT_THAT(text,
              HasSubstr("<url>jdbc:mysql://db.example.org:3306/userdb?autoReconnect=true&amp;useSSL=false</url>"));
  EXPECT_THAT(text, Not(HasSubstr("[MySQL DB url]")));
  EXPECT_EQ(text.find("<name>WSO2UM_DB</name>"), text.rfind("<name>WSO2UM_DB</name>"));
}

TEST_F(DasMinHa, CompletesARemoteInstanceThatIsThere) {
  homes_.replace("das1", kRegistry, "    <versionResourcesOnChange>",
                 "    <remoteInstance url=\"https://localhost:9443/registry\">\n        <id>gov</id>\n"
                 "        <dbConfig>wso2registry</dbConfig>\n        <readOnly>True</readOnly>\n"
                 "        <enableCache>true</enableCache>\n        <registryRoot>/</registryRoot>\n"
                 "    </remoteInstance>\n\n    <versionResourcesOnChange>");
  apply("das1");
  apply("das2");
  EXPECT_THAT(homes_.text("das1", kRegistry),
              HasSubstr("        <id>gov</id>\n        <cacheId>das@jdbc:mysql://db.example.org:3306/regdb</cacheId>\n"
                        "        <dbConfig>govregistry</dbConfig>\n        <readOnly>false</readOnly>\n"));
  expectRepaired();
}

TEST_F(DasMinHa, AddsMembersWhereThereAreNone) {
  homes_.replace("das1", kAxis2, "<members>", "<!--members>");
  homes_.replace("das1", kAxis2, "</members>", "</members-->");
  apply("das1");
  apply("das2");
  expectRepaired();
}

TEST_F(DasMinHa, ReplacesAListThatIsTooLong) {
  const std::string member =
      "            <member>\r\n                <hostName>10.0.0.99</hostName>\r\n"
      "                <port>4000</port>\r\n            </member>\r\n";
  homes_.replace("das1", kAxis2, "        </members>", member + member + "        </members>");
  apply("das1");
  apply("das2");
  EXPECT_THAT(homes_.text("das1", kAxis2), Not(HasSubstr("10.0.0.99")));
  expectRepaired();
}

TEST_F(DasMinHa, TakesAnyOrderOfTheMembers) {
  homes_.take("fixtures/das-cluster-clean/das1", "clean");
  homes_.replace("clean", kAxis2, "<hostName>10.0.0.11</hostName>", "<hostName>10.0.0.99</hostName>");
  homes_.replace("clean", kAxis2, "<hostName>10.0.0.12</hostName>", "<hostName>10.0.0.11</hostName>");
  homes_.replace("clean", kAxis2, "<hostName>10.0.0.99</hostName>", "<hostName>10.0.0.12</hostName>");
  EXPECT_THAT(homes_.apply(kRecipe, "clean", valuesOf("10.0.0.11")), IsEmpty());
}

// No `?` is left over when there are no parameters.
TEST_F(DasMinHa, WritesUrlsWithoutParameters) {
  ParamValues values = valuesOf("10.0.0.11");
  values["db-params"] = "";
  homes_.apply(kRecipe, "das1", values);
  EXPECT_THAT(homes_.text("das1", kSources), HasSubstr("<url>jdbc:mysql://db.example.org:3306/userdb</url>"));
}

TEST_F(DasMinHa, AsksForWhatHasNoDefault) {
  ParamValues values = valuesOf("10.0.0.11");
  values.erase("db-password");
  EXPECT_THAT(homes_.apply(kRecipe, "das1", values), ElementsAre(HasSubstr("db-password")));
}

TEST(DasMinHaOnStock, LeavesNoFinding) {
  const std::filesystem::path stock = sharedFolder() / "corpus/stock/das-3.1.0";
  if (!std::filesystem::exists(stock)) GTEST_SKIP() << "no home at " << stock;
  ShippedHomes homes;
  for (const char* const node : {"das1", "das2"}) {
    homes.take(stock, node);
    const ParamValues values = valuesOf(std::string(node) == "das1" ? "10.0.0.11" : "10.0.0.12");
    EXPECT_THAT(homes.apply(kRecipe, node, values), Not(IsEmpty()));
    EXPECT_THAT(homes.apply(kRecipe, node, values), IsEmpty());
  }
  // The download holds an id, so that nodes made of it have the same.
  EXPECT_THAT(homes.lint(), Each(HasSubstr("my-node-id.dat analytics.node-id-duplicate")));
  homes.replace("das2", "repository/conf/analytics/my-node-id.dat", "8b92a879", "8b92a880");
  EXPECT_THAT(homes.lint(), IsEmpty());
}

}  // namespace
}  // namespace carbonfix
