// What differs from the inventory.
#include "carbonfix/lint/expectations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <fmt/format.h>

#include "carbonfix/base/memory_file_system.h"
#include "carbonfix/rules/inventory_file.h"

namespace carbonfix {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Expectations : public testing::Test {
 public:
  void inventory(std::string_view node) {
    auto parsed = parseInventory(fmt::format("<cluster xmlns=\"urn:carbonfix:inventory:1\" name=\"c\">\n"
                                             "<role name=\"receiver\"/><role name=\"analyzer\"/>"
                                             "<role name=\"gateway-worker\"/><role name=\"gateway-manager\"/>\n{}\n"
                                             "</cluster>",
                                             node),
                                 "i.xml");
    ASSERT_TRUE(parsed) << describe(parsed.error().front());
    inventory_ = std::move(*parsed);
  }
  Expectations& file(const std::string& path, const std::string& text) {
    fs_.add("/n/" + path, text);
    return *this;
  }
  Expectations& axis2(std::string_view host) {
    return file(
        "repository/conf/axis2/axis2.xml",
        fmt::format("<axisconfig><clustering enable=\"true\">\n<parameter name=\"localMemberHost\">{}</parameter>"
                    "</clustering></axisconfig>",
                    host));
  }
  Expectations& offset(std::string_view number) {
    return file("repository/conf/carbon.xml",
                fmt::format("<Server><Ports>\n<Offset>{}</Offset></Ports></Server>", number));
  }
  // "path:line id: message", then "< path:line" of what is related.
  std::vector<std::string> said(const std::string& name = "n") {
    fs_.add("/n/repository/conf/x.xml", "<x/>");
    auto home = Home::open(fs_, "/n", name);
    EXPECT_TRUE(home);
    std::vector<std::string> list;
    for (const Finding& finding : differences(*home, inventory_, inventory_.nodeOf(name))) {
      list.push_back(
          fmt::format("{}:{} {}: {}", finding.path, finding.location.start.line, finding.id, finding.message));
      for (const RelatedLocation& related : finding.related) {
        list.back() += fmt::format(" < {}:{} {}", related.path, related.location.start.line, related.message);
      }
    }
    return list;
  }

  MemoryFileSystem fs_;
  Inventory inventory_;
};

TEST_F(Expectations, TheHostIsTheOneThatOthersReachItAt) {
  inventory("<node name=\"n\" host=\"10.0.0.1\"/>");
  EXPECT_THAT(axis2("10.0.0.1").said(), IsEmpty());
  EXPECT_THAT(axis2("127.0.0.1").said(), IsEmpty());
  EXPECT_THAT(axis2("das1.example.org").said(), IsEmpty()) << "no name is looked up";
  EXPECT_THAT(axis2("10.0.0.2").said(),
              ElementsAre("repository/conf/axis2/axis2.xml:2 inventory.host-differs: localMemberHost of n is 10.0.0.2, "
                          "but its host in the inventory is 10.0.0.1. < i.xml:3 host 10.0.0.1"));
}

TEST_F(Expectations, TheOffsetIsTheEffectiveOne) {
  inventory("<node name=\"n\" host=\"h\" offset=\"1\"/>");
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_THAT(offset("1").said(), IsEmpty());
  EXPECT_THAT(offset("${o}").said(), IsEmpty());
  EXPECT_THAT(offset("2").said(), ElementsAre("repository/conf/carbon.xml:2 inventory.offset-differs: The port offset "
                                              "of n is 2, but 1 in the inventory. < i.xml:3 offset 1"));
  EXPECT_THAT(file("bin/wso2server.sh", "java -DportOffset=1 Main\n").said(), IsEmpty());
}

TEST_F(Expectations, TheOffsetMayBeAParameter) {
  inventory("<node name=\"n\" host=\"h\">\n<param name=\"offset\">1</param></node>");
  EXPECT_THAT(offset("0").said(), ElementsAre("repository/conf/carbon.xml:2 inventory.offset-differs: The port offset "
                                              "of n is 0, but 1 in the inventory. < i.xml:4 offset 1"));
  inventory("<node name=\"n\" host=\"h\"><param name=\"offset\" from=\"env:O\"/></node>");
  EXPECT_THAT(said(), IsEmpty());
}

TEST_F(Expectations, ProductAndVersionAreThoseOfTheHome) {
  inventory("<node name=\"n\" host=\"h\" product=\"das\" version=\"3.1\"/>");
  EXPECT_THAT(said(), IsEmpty()) << "a home that tells nothing";
  EXPECT_THAT(file("bin/version.txt", "WSO2 Data Analytics Server v3.1.0").said(), IsEmpty());
  EXPECT_THAT(file("bin/version.txt", "WSO2 Identity Server v5.5.0").said(),
              ElementsAre("i.xml:3 inventory.product-differs: The home of n holds is, not das.",
                          "i.xml:3 inventory.version-differs: The home of n holds version 5.5.0, not 3.1."));
}

TEST_F(Expectations, TheScriptMayTellTheRole) {
  inventory("<node name=\"n\" host=\"h\" roles=\"receiver gateway-worker\"/>");
  EXPECT_THAT(file("bin/wso2server.sh", "java -DdisableAnalyticsExecution=true -Dprofile=gateway-worker Main\n").said(),
              IsEmpty());
  EXPECT_THAT(file("bin/wso2server.sh", "java -DdisableEventSink=true -Dprofile=gateway-manager Main\n").said(),
              ElementsAre("bin/wso2server.sh:1 inventory.role-differs: n is started with the profile gateway-manager, "
                          "but its role in the inventory is gateway-worker. < i.xml:3 roles",
                          "bin/wso2server.sh:1 inventory.role-differs: n is started with -DdisableEventSink=true, but "
                          "its role in the inventory is receiver. < i.xml:3 roles"));
}

TEST_F(Expectations, OfARuntimeOnlyTheHostIsThatOfItsHome) {
  inventory("<node name=\"n\" host=\"10.0.0.1\" offset=\"1\"/>");
  EXPECT_THAT(axis2("10.0.0.2").offset("2").said("n/analytics"),
              ElementsAre(testing::HasSubstr("inventory.host-differs")));
}

TEST_F(Expectations, AHomeThatIsNoNodeIsOneFinding) {
  inventory("<node name=\"m\" host=\"h\"/>");
  EXPECT_THAT(offset("2").said(), ElementsAre(":0 inventory.node-unknown: /n is no node of the inventory i.xml."));
}

}  // namespace
}  // namespace carbonfix
