#include "home/product.h"

#include <cstdlib>
#include <filesystem>
#include <map>
#include <stdexcept>

#include <gtest/gtest.h>

#include "home/temporary_folder.h"

namespace carbonfix {
namespace {

using test::TemporaryFolder;

ProductFacts factsOf(const std::string& path) {
  auto home = Home::open(diskFileSystem(), path, "n1");
  if (!home) throw std::runtime_error(home.error().message);
  return home->facts();
}

TEST(Product, NamesOfTheVendorHaveAShortForm) {
  const std::map<std::string, std::string> names = {
      {"WSO2 Identity Server", "is"},
      {"WSO2 Identity Server Analytics", "is-analytics"},
      {"WSO2 Identity Server as Key Manager", "is-km"},
      {"WSO2 Data Analytics Server", "das"},
      {"WSO2 Complex Event Processor", "cep"},
      {"WSO2 API Manager", "apim"},
      {"WSO2 API Manager Analytics Server", "apim-analytics"},
      {"WSO2 API Manager Analytics", "apim-analytics"},
      {"WSO2 Enterprise Service Bus", "esb"},
      {"WSO2 Enterprise Integrator", "ei"},
      {"WSO2 Business Activity Monitor", "bam"},
      {"Identity Server", "is"},
      {"WSO2 Carbon Framework", ""},
      {"Something Server Analytics", ""},
      {"${product.name}", ""},
      {"", ""},
  };
  for (const auto& [name, product] : names) EXPECT_EQ(productOf(name), product) << name;
}

TEST(Product, TheVersionFilesSayWhatItIs) {
  const TemporaryFolder temp;
  temp.write("bin/version.txt", "WSO2 Data Analytics Server v3.1.0\n");
  temp.write("bin/wso2carbon-version.txt", "WSO2 Carbon Framework v4.4.11-SNAPSHOT\r\n");
  const ProductFacts facts = factsOf(temp.path());
  EXPECT_EQ(facts.product, "das");
  EXPECT_EQ(facts.version, "3.1.0");
  EXPECT_EQ(facts.kernel, "4.4.11");
}

TEST(Product, WithoutVersionFileCarbonXmlSaysIt) {
  const TemporaryFolder temp;
  temp.write("repository/conf/carbon.xml",
             "<Server xmlns='http://wso2.org/projects/carbon/carbon.xml'><Name>WSO2 Identity Server</Name>"
             "<Version>5.5.0</Version></Server>");
  const ProductFacts facts = factsOf(temp.path());
  EXPECT_EQ(facts.product, "is");
  EXPECT_EQ(facts.version, "5.5.0");
  EXPECT_EQ(facts.kernel, "");
}

TEST(Product, PlaceholdersOfTheBuildAndForeignNamesGiveNoFacts) {
  const TemporaryFolder temp;
  temp.write("bin/version.txt", "${product.name} v${product.version}\n");
  temp.write("bin/wso2carbon-version.txt", "WSO2 Carbon Framework v${carbon.version}\n");
  temp.write("repository/conf/carbon.xml", "<Server><Name>ACME Portal</Name><Version>9</Version></Server>");
  const ProductFacts facts = factsOf(temp.path());
  EXPECT_EQ(facts.product, "");
  EXPECT_EQ(facts.version, "");
  EXPECT_EQ(facts.kernel, "");
}

TEST(Product, AMalformedCarbonXmlGivesNoFacts) {
  const TemporaryFolder temp;
  temp.write("repository/conf/carbon.xml", "<Server><Name>WSO2 Identity Server</Name>");
  EXPECT_EQ(factsOf(temp.path()).product, "");
}

TEST(Product, ARuntimeOfEiIsNamedAfterItsFolder) {
  const TemporaryFolder temp;
  temp.write("wso2/broker/bin/version.txt", "WSO2 Enterprise Integrator v6.1.1");
  temp.write("wso2/broker/conf/carbon.xml",
             "<Server><Name>WSO2 Message Broker</Name><Version>3.2.0</Version></Server>");
  temp.write("wso2/analytics/conf/carbon.xml", "<Server><Name>X</Name><Version>6.0.0</Version></Server>");
  EXPECT_EQ(factsOf(temp.path("wso2/broker")).product, "ei-broker");
  EXPECT_EQ(factsOf(temp.path("wso2/broker")).version, "6.1.1");
  EXPECT_EQ(factsOf(temp.path("wso2/analytics")).product, "ei-analytics");
  EXPECT_EQ(factsOf(temp.path("wso2/analytics")).version, "") << "6.0.0 is the old product's, not EI's";
}

// The name of a collected home begins with product and version: "docker-apim-2.1.0-pattern-2-am-analytics".
TEST(Product, EveryCollectedHomeIsRecognised) {
  const char* const shared = std::getenv("CARBONFIX_SHARED");
  const std::filesystem::path corpus = std::filesystem::path(shared != nullptr ? shared : "../shared") / "corpus";
  if (!std::filesystem::exists(corpus)) GTEST_SKIP() << "no collection of product homes at " << corpus;
  const std::map<std::string, std::string> expected = {
      {"stock/am-1.10.0", "apim 1.10.0 4.4.3"},
      {"stock/am-1.8.0-realpack", "apim 1.8.0 4.2.0"},
      {"stock/am-2.1.0", "apim 2.1.0 4.4.11"},
      {"stock/am-analytics-2.1.0", "apim-analytics 2.1.0 4.4.11"},
      {"stock/bam-2.5.0-realpack", "bam 2.5.0 4.2.0"},
      {"stock/cep-4.1.0", "cep 4.1.0 4.4.3"},
      {"stock/das-3.0.0", "das 3.0.0 4.4.2"},
      {"stock/das-3.1.0", "das 3.1.0 4.4.9"},
      {"stock/ei-6.1.1", "ei 6.1.1 4.4.16"},
      {"stock/ei-6.1.1/wso2/analytics", "ei-analytics 6.1.1 4.4.16"},
      {"stock/esb-5.0.0", "esb 5.0.0 "},
      {"stock/is-5.3.0", "is 5.3.0 4.4.11"},
      {"stock/is-5.4.0", "is 5.4.0 4.4.20"},
      {"stock/is-5.5.0-realpack", "is 5.5.0 "},
      {"stock/is-5.8.0", "is 5.8.0 4.4.40"},
      {"stock/is-analytics-5.5.0", "is-analytics 5.5.0 4.4.26"},
      {"stock/raw-kernel-4.6.0", "  "},
      {"configured/docker-is-5.8.0-is", "is 5.8.0 "},
      {"configured/docker-apim-2.1.0-pattern-2-am-analytics", "apim-analytics 2.1.0 "},
      {"configured/docker-ei-6.1.1-pattern-1-integrator", "ei 6.1.1 "},
      {"configured/docker-ei-6.1.1-pattern-10-broker1/wso2/broker", "ei-broker  "},
  };
  for (const auto& [folder, facts] : expected) {
    const ProductFacts found = factsOf((corpus / folder).string());
    EXPECT_EQ(found.product + " " + found.version + " " + found.kernel, facts) << folder;
  }
}

}  // namespace
}  // namespace carbonfix
