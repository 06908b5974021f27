#include "carbonfix/home/node_host.h"

#include <gtest/gtest.h>

#include <string>

#include <fmt/format.h>

#include "carbonfix/base/memory_file_system.h"

namespace carbonfix {
namespace {

std::string clustered(std::string_view host, std::string_view enable = " enable=\"true\"") {
  return fmt::format(
      "<axisconfig><clustering{}><parameter name=\"localMemberHost\">{}</parameter></clustering></axisconfig>", enable,
      host);
}

class NodeHost : public testing::Test {
 protected:
  Home home(const std::string& axis2, const std::string& given = {}) {
    fs_.add("/das/repository/conf/axis2/axis2.xml", axis2);
    auto opened = Home::open(fs_, "/das", "das");
    EXPECT_TRUE(opened);
    opened->setGivenHost(given);
    return std::move(*opened);
  }
  std::string host(const std::string& axis2, const std::string& given = {}) { return hostOf(home(axis2, given)); }

 private:
  MemoryFileSystem fs_;
};

TEST_F(NodeHost, IsTheOneOfTheInventory) {
  EXPECT_EQ(host(clustered("10.0.0.11"), "das1.example.org"), "das1.example.org");
}

TEST_F(NodeHost, IsElseTheOneThatOtherMembersKnow) {
  EXPECT_EQ(host(clustered(" 10.0.0.11 ")), "10.0.0.11");
  EXPECT_EQ(host(clustered("das1")), "das1");
  EXPECT_EQ(host(clustered("das1", "")), "das1");
  EXPECT_EQ(host("<axisconfig xmlns=\"urn:a\"><clustering enable=\"True\">"
                 "<parameter name=\"localMemberHost\">das1</parameter>"
                 "<parameter name=\"localMemberHost\">das2</parameter></clustering></axisconfig>"),
            "das2");
}

TEST_F(NodeHost, IsTheMachineWhereNothingNamesIt) {
  for (const char* none : {"127.0.0.1", "127.0.1.1", "localhost", "localhost.localdomain", "0.0.0.0", "::1", "", "  ",
                           "${host}", "{{ host }}", "#_HOST_#", "@host@", "a b"}) {
    EXPECT_EQ(host(clustered(none)), "localhost") << none;
  }
  EXPECT_EQ(host(clustered("10.0.0.11", " enable=\"false\"")), "localhost");
  // A scheme of its own finds addresses in its own way: in a container the name may be one that all nodes share.
  EXPECT_EQ(host("<axisconfig><clustering enable=\"true\"><parameter name=\"membershipSchemeClassName\">a.B</parameter>"
                 "<parameter name=\"localMemberHost\">api-manager</parameter></clustering></axisconfig>"),
            "localhost");
  EXPECT_EQ(host("<axisconfig/>"), "localhost");
  EXPECT_EQ(host("<axisconfig>"), "localhost");
}

TEST(MayBeOneHost, ComparesOnlyWhatCanBeCompared) {
  EXPECT_TRUE(mayBeOneHost("10.0.0.1", "10.0.0.1"));
  EXPECT_FALSE(mayBeOneHost("10.0.0.1", "10.0.0.2"));
  EXPECT_TRUE(mayBeOneHost("10.0.0.1", "das1"));
  EXPECT_TRUE(mayBeOneHost("das1", "DAS1"));
  EXPECT_TRUE(mayBeOneHost("das1", "das1.example.org"));
  EXPECT_FALSE(mayBeOneHost("das1", "das2"));
  EXPECT_FALSE(mayBeOneHost("das1.example.org", "das1.example.com"));
  EXPECT_FALSE(mayBeOneHost("das1", "das10.example.org"));
}

}  // namespace
}  // namespace carbonfix
