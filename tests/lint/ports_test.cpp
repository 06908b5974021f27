// The ports of a node, by <port> elements.
#include "carbonfix/lint/ports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <fmt/format.h>

#include "carbonfix/base/memory_file_system.h"
#include "carbonfix/rules/builtin.h"
#include "carbonfix/rules/loader.h"
#include "rules/rule_file.h"

namespace carbonfix {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Ports : public testing::Test {
 public:
  Ports() { file("repository/conf/x.xml", "<x/>"); }

  Ports& file(const std::string& path, const std::string& text) {
    fs_.add("/n/" + path, text);
    return *this;
  }
  Ports& offset(std::string_view number) {
    return file("repository/conf/carbon.xml",
                fmt::format("<Server><Ports><Offset>{}</Offset>\n<JMX><RMIServerPort>11111</RMIServerPort></JMX>"
                            "</Ports></Server>",
                            number));
  }
  NodePorts of(const std::vector<Pack>& packs) {
    auto home = Home::open(fs_, "/n", "n");
    EXPECT_TRUE(home);
    return openPorts(*home, packs);
  }
  // "name: first-last written+offset path:line"
  std::vector<std::string> listed(const std::vector<Pack>& packs) {
    std::vector<std::string> list;
    const NodePorts node = of(packs);
    for (const Error& error : node.unread) list.push_back("! " + error.message);
    for (const OpenPort& port : node.ports) {
      list.push_back(fmt::format("{} {}: {}-{} {}+{} {}:{}", port.name, port.what, port.first.value_or(0), port.last,
                                 port.written.empty() ? "default" : port.written, port.moves ? port.offset : 0,
                                 port.path, port.line));
    }
    return list;
  }
  std::vector<std::string> own(std::string_view attributes, std::string_view words = "w") {
    return listed(packs(attributes, words));
  }
  static std::vector<Pack> packs(std::string_view attributes, std::string_view words = "w") {
    auto pack = loadPack(ruleFile(fmt::format("<port name=\"p\" files=\"conf/a.xml\" protocol=\"tcp\" from=\"clients\" "
                                              "{}>{}</port>",
                                              attributes, words)),
                         "t.xml", Checking::full);
    EXPECT_TRUE(pack) << (pack ? "" : describe(pack.error().front()));
    std::vector<Pack> list;
    if (pack) list.push_back(std::move(*pack));
    return list;
  }
  std::vector<std::string> shipped() {
    std::vector<Pack> list;
    list.push_back(builtinPorts());
    return listed(list);
  }

  MemoryFileSystem fs_;
};

TEST_F(Ports, TheOffsetIsAddedUnlessTheRowSaysOtherwise) {
  file("repository/conf/a.xml", "<a>\n<p>9443</p></a>").offset("2");
  EXPECT_THAT(own("match=\"/a/p\""), ElementsAre("p w: 9445-9445 9443+2 repository/conf/a.xml:2"));
  EXPECT_THAT(own("match=\"/a/p\" offset-if=\"../@moves\""),
              ElementsAre("p w: 9443-9443 9443+0 repository/conf/a.xml:2"));
  EXPECT_THAT(own("match=\"/a/p\" offset-if=\"$product = ''\""),
              ElementsAre("p w: 9445-9445 9443+2 repository/conf/a.xml:2"));
}

TEST_F(Ports, ATemplateOfCarbonXmlIsItsSettingAndMoves) {
  file("repository/conf/a.xml", "<a><p>${Ports.JMX.RMIServerPort}</p><q>${Ports.None}</q></a>").offset("1");
  EXPECT_THAT(own("match=\"/a/p\" offset-if=\"false()\""),
              ElementsAre("p w: 11112-11112 11111+1 repository/conf/carbon.xml:2"));
  EXPECT_THAT(own("match=\"/a/q\""), ElementsAre("p w: 0-0 ${Ports.None}+0 repository/conf/a.xml:1"));
}

TEST_F(Ports, WhereThereIsNoSettingTheDefaultCounts) {
  file("repository/conf/a.xml", "<a><on/><on><p>7612</p></on></a>").offset("1");
  EXPECT_THAT(
      own("match=\"/a/on\" use=\"p\" default=\"7611\""),
      ElementsAre("p w: 7612-7612 default+1 repository/conf/a.xml:1", "p w: 7613-7613 7612+1 repository/conf/a.xml:1"));
  EXPECT_THAT(own("match=\"/a/on\" use=\"p\""), ElementsAre("p w: 7613-7613 7612+1 repository/conf/a.xml:1"));
}

TEST_F(Ports, AreRangesToo) {
  file("repository/conf/a.xml", "<a><min>15000</min><max>15100</max></a>");
  EXPECT_THAT(own("match=\"/a\" use=\"min\" to=\"max\""),
              ElementsAre("p w: 15000-15100 15000+0 repository/conf/a.xml:1"));
}

TEST_F(Ports, WhatIsNotKnownIsNotGuessed) {
  file("repository/conf/a.xml", "<a><p>@port@</p><p>0</p><p>70000</p><p>5</p></a>").offset("${o}");
  EXPECT_THAT(own("match=\"/a/p\""),
              ElementsAre("p w: 0-0 @port@+0 repository/conf/a.xml:1", "p w: 0-0 70000+0 repository/conf/a.xml:1",
                          "p w: 0-0 5+0 repository/conf/a.xml:1"));
}

TEST_F(Ports, WordsMayLookAtWhatOpensThePort) {
  file("repository/conf/a.xml", "<a name=\"n\"><p>5</p></a>");
  EXPECT_THAT(own("match=\"/a/p\"", "Port of\n <value-of select=\"../@name\"/>"),
              ElementsAre("p Port of n: 5-5 5+0 repository/conf/a.xml:1"));
}

TEST_F(Ports, AFileThatCantBeReadIsSaid) {
  file("repository/conf/a.xml", "<a>");
  EXPECT_THAT(own("match=\"/a/p\""), ElementsAre(HasSubstr("!")));
}

TEST_F(Ports, OfAHomeWithoutFilesAreNone) { EXPECT_THAT(shipped(), IsEmpty()); }

TEST_F(Ports, OfModeHaMoveSinceAnalyticsCommon51) {
  file("repository/conf/event-processor.xml",
       "<eventProcessorConfiguration><mode name=\"HA\" enable=\"true\"><nodeType><worker enable=\"true\"/>"
       "<presenter enable=\"true\"/></nodeType><eventSync><port>11224</port></eventSync>"
       "<management><port>10005</port></management><presentation><port>11000</port></presentation></mode>"
       "<mode name=\"Distributed\" "
       "enable=\"false\"><transport><portRange><min>15000</min></portRange></transport></mode>"
       "</eventProcessorConfiguration>");
  offset("1").file("repository/conf/etc/jmx.xml", "<JMX><StartRMIServer>false</StartRMIServer></JMX>");
  file("bin/version.txt", "WSO2 Data Analytics Server v3.1.0");
  EXPECT_THAT(shipped(), ElementsAre(HasSubstr("ha-management HA: state copied at the start: 10006"),
                                     HasSubstr("ha-event-sync HA: events mirrored to the other node: 11225")));
  file("bin/version.txt", "WSO2 Data Analytics Server v3.0.1");
  EXPECT_THAT(shipped(), ElementsAre(HasSubstr(": 10005-"), HasSubstr(": 11224-")));
}

TEST_F(Ports, OfHazelcastNeverMoves) {
  file("repository/conf/axis2/axis2.xml",
       "<axisconfig><clustering enable=\"true\"><parameter name=\"domain\">d</parameter>"
       "<parameter name=\"membershipScheme\">multicast</parameter></clustering>"
       "<!--<transportReceiver name=\"http\" class=\"x.PassThroughHttpListener\"/>--></axisconfig>");
  file("repository/conf/carbon.xml", "<Server><Ports><Offset>3</Offset></Ports></Server>");
  EXPECT_THAT(shipped(), ElementsAre(HasSubstr(": 4000-4000 default"), HasSubstr(": 45564-45564 default")));
}

TEST(PortRows, AreChecked) {
  const auto bad =
      loadPack(ruleFile("<port name=\"p\" files=\"/etc/a\" protocol=\"tcp\" from=\"x\" match=\"/a[\">w</port>"
                        "<port name=\"q\" files=\"conf/a.xml\" protocol=\"tcp\" from=\"x\" match=\"/a\" "
                        "use=\"$none\">w</port>"),
               "t.xml", Checking::full);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().size(), 3U);
}

TEST(PortRows, OfTheShippedTableAreRight) {
  const auto table = loadPack(std::string(builtinText("builtin:ports/ports.xml")), "ports.xml", Checking::full);
  EXPECT_TRUE(table) << (table ? "" : describe(table.error().front()));
}

}  // namespace
}  // namespace carbonfix
