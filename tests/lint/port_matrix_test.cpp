// Who connects to whom.
#include "carbonfix/lint/port_matrix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <fmt/format.h>

namespace carbonfix {
namespace {

using testing::ElementsAre;

NodePorts node(std::string name, std::string product, std::string domain, std::vector<std::string> from,
               std::size_t port = 1) {
  NodePorts made;
  made.node = name;
  made.host = "host-of-" + name;
  made.product = std::move(product);
  made.domain = std::move(domain);
  made.ports.push_back({.name = "p", .first = port, .last = port, .protocol = "tcp", .from = std::move(from)});
  return made;
}

std::vector<std::string> matrix(const std::vector<NodePorts>& nodes) {
  std::vector<std::string> list;
  for (const Connection& each : portMatrix(nodes)) {
    list.push_back(
        fmt::format("{}({}) > {}({}):{}", each.from, each.fromHost, each.to, each.toHost, *each.port->first));
  }
  return list;
}

TEST(PortMatrix, MembersAreThoseOfTheDomain) {
  EXPECT_THAT(matrix({node("a", "das", "d", {"members"}), node("b", "das", "d", {}), node("c", "das", "e", {})}),
              ElementsAre("b(host-of-b) > a(host-of-a):1"));
}

TEST(PortMatrix, WhoIsNotInTheRunIsToldInWords) {
  EXPECT_THAT(matrix({node("a", "das", "d", {"members", "clients"}), node("b", "das", "", {})}),
              ElementsAre("clients() > a(host-of-a):1", "other members() > a(host-of-a):1"));
}

TEST(PortMatrix, EventsGoFromOtherProductsToAnalytics) {
  EXPECT_THAT(
      matrix({node("a", "apim-analytics", "", {"publishers"}), node("g", "apim", "", {"gateways"}, 2),
              node("d", "das", "", {}), node("e", "esb", "", {})}),
      ElementsAre("e(host-of-e) > a(host-of-a):1", "e(host-of-e) > g(host-of-g):2", "g(host-of-g) > a(host-of-a):1"));
}

TEST(PortMatrix, NothingStandsBetweenNodesOfOneHost) {
  std::vector<NodePorts> nodes = {node("a", "das", "d", {"members", "local"}), node("b", "das", "d", {})};
  nodes[1].host = nodes[0].host;
  EXPECT_THAT(matrix(nodes), testing::IsEmpty());
  nodes[0].host = nodes[1].host = "localhost";
  EXPECT_THAT(matrix(nodes), ElementsAre("b(localhost) > a(localhost):1")) << "nobody knows their hosts";
}

TEST(PortMatrix, APortThatIsNotKnownIsNoneToOpen) {
  std::vector<NodePorts> nodes = {node("a", "das", "d", {"clients"})};
  nodes[0].ports[0].first.reset();
  EXPECT_THAT(matrix(nodes), testing::IsEmpty());
}

}  // namespace
}  // namespace carbonfix
