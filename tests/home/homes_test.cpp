#include <stdexcept>

#include <gtest/gtest.h>

#include "carbonfix/home/home.h"
#include "home/temporary_folder.h"

namespace carbonfix {
namespace {

using test::TemporaryFolder;
using Names = std::vector<std::string>;

Names nodesOf(const std::vector<HomeArgument>& arguments) {
  auto homes = openHomes(diskFileSystem(), arguments);
  if (!homes) throw std::runtime_error(homes.error().message);
  Names names;
  for (const Home& home : *homes) names.push_back(home.node());
  return names;
}

TEST(OpenHomes, ANodeIsCalledAsItsFolderUnlessNamed) {
  const TemporaryFolder temp;
  const std::string das1 = temp.makeFolder("das1");
  const std::string das2 = temp.makeFolder("das2");
  EXPECT_EQ(nodesOf({{"", das1 + "/"}, {"worker", das2}}), (Names{"das1", "worker"}));
}

TEST(OpenHomes, DotIsCalledAsTheFolderItStandsFor) {
  const TemporaryFolder temp;
  const std::string das = temp.makeFolder("das1/bin");
  EXPECT_EQ(nodesOf({{"", das + "/.."}}), Names{"das1"});
}

TEST(OpenHomes, EqualNamesGrowByWhatDiffers) {
  const TemporaryFolder temp;
  const std::string a = temp.makeFolder("a/wso2/das");
  const std::string b = temp.makeFolder("b/wso2/das");
  const std::string other = temp.makeFolder("is");
  EXPECT_EQ(nodesOf({{"", a}, {"", other}, {"", b}}), (Names{"a/wso2/das", "is", "b/wso2/das"}));
}

TEST(OpenHomes, AGivenNameIsNotTakenByAnother) {
  const TemporaryFolder temp;
  const std::string a = temp.makeFolder("x/das");
  const std::string b = temp.makeFolder("y/other");
  EXPECT_EQ(nodesOf({{"", a}, {"das", b}}), (Names{"x/das", "das"}));
}

TEST(OpenHomes, TwoHomesOfOneGivenNameAreRefused) {
  const TemporaryFolder temp;
  const auto homes = openHomes(diskFileSystem(), {{"das", temp.makeFolder("a")}, {"das", temp.makeFolder("b")}});
  ASSERT_FALSE(homes);
  EXPECT_EQ(homes.error().message, temp.path("b") + " is called das, and another product home is, too");
  EXPECT_NE(homes.error().hint.find("NODE=PATH"), std::string::npos);
}

TEST(OpenHomes, TheSameFolderTwiceIsRefused) {
  const TemporaryFolder temp;
  temp.makeFolder("das");
  temp.link("das", "alias");
  const auto homes = openHomes(diskFileSystem(), {{"", temp.path("das")}, {"n2", temp.path("alias")}});
  ASSERT_FALSE(homes);
  EXPECT_EQ(homes.error().message, temp.path("das") + " and " + temp.path("alias") + " are the same folder");
}

TEST(OpenHomes, OneMissingHomeRefusesTheRun) {
  const TemporaryFolder temp;
  const auto homes = openHomes(diskFileSystem(), {{"", temp.makeFolder("das")}, {"", temp.path("gone")}});
  ASSERT_FALSE(homes);
  EXPECT_EQ(homes.error().path, temp.path("gone"));
}

TEST(OpenHomes, AnEiHomeGivesItsRuntimesToo) {
  const TemporaryFolder temp;
  temp.write("ei1/conf/carbon.xml", "<Server/>");
  temp.write("ei1/wso2/analytics/conf/carbon.xml", "<Server/>");
  temp.write("ei1/wso2/broker/conf/carbon.xml", "<Server/>");
  temp.write("ei1/wso2/msf4j/conf/deployment.yml", "");
  EXPECT_EQ(nodesOf({{"", temp.path("ei1")}}), (Names{"ei1", "ei1/analytics", "ei1/broker"}));
  EXPECT_EQ(nodesOf({{"", temp.path("ei1/wso2/broker")}}), Names{"broker"});
  EXPECT_EQ(nodesOf({{"", temp.path("ei1")}, {"mb", temp.path("ei1/wso2/broker")}}),
            (Names{"ei1", "ei1/analytics", "mb"}));
}

}  // namespace
}  // namespace carbonfix
