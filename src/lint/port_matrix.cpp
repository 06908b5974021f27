#include "carbonfix/lint/port_matrix.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>

namespace carbonfix {
namespace {

// Products that take events of others, and send none.
bool isAnalytics(std::string_view product) {
  return product == "das" || product == "bam" || product == "cep" || product.ends_with("-analytics");
}

bool isGateway(std::string_view product) { return product == "apim" || product == "esb" || product == "ei"; }

bool isPeer(const NodePorts& a, const NodePorts& b) {
  return a.product == b.product && (a.domain == b.domain || a.domain.empty() || b.domain.empty());
}

// Does this node of the run connect to that one as `role`?
bool connects(const NodePorts& from, const NodePorts& to, std::string_view role) {
  if (role == "members") return !from.domain.empty() && from.domain == to.domain;
  if (role == "peers") return isPeer(from, to);
  if (role == "publishers") return isAnalytics(to.product) ? !isAnalytics(from.product) : isPeer(from, to);
  if (role == "gateways") return isGateway(from.product);
  return false;
}

// Who is outside of the cluster, in words.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kOutside{{
    {"balancers", "load balancer"},
    {"clients", "clients"},
    {"gateways", "gateways"},
    {"members", "other members"},
    {"messaging", "messaging clients"},
    {"monitoring", "monitoring"},
    {"operators", "operators"},
    {"peers", "other nodes"},
    {"publishers", "event publishers"},
}};

class Matrix {
 public:
  explicit Matrix(const std::vector<NodePorts>& nodes) : nodes_(nodes) {}

  std::vector<Connection> make() {
    for (const NodePorts& to : nodes_) {
      for (const OpenPort& port : to.ports) {
        if (port.first) addPort(to, port);
      }
    }
    const auto order = [](const Connection& each) {
      return std::tuple(each.from, each.to, each.port->first, each.port->protocol, each.port->name);
    };
    std::ranges::stable_sort(connections_, {}, order);
    const auto same = [&](const Connection& a, const Connection& b) { return order(a) == order(b); };
    connections_.erase(std::unique(connections_.begin(), connections_.end(), same), connections_.end());
    return std::move(connections_);
  }

 private:
  void addPort(const NodePorts& to, const OpenPort& port) {
    for (const std::string& role : port.from) {
      if (role == "local") continue;
      bool isNode = false;
      for (const NodePorts& from : nodes_) {
        if (&from == &to || !connects(from, to, role)) continue;
        isNode = true;
        // Nothing stands between nodes of one host.
        if (from.host == to.host && to.host != "localhost") continue;
        connections_.push_back({from.node, from.host, to.node, to.host, &port});
      }
      if (!isNode) connections_.push_back({std::string(wordFor(role)), {}, to.node, to.host, &port});
    }
  }

  static std::string_view wordFor(std::string_view role) {
    const auto* const known = std::ranges::find(kOutside, role, [](const auto& each) { return each.first; });
    return known == kOutside.end() ? role : known->second;
  }

  const std::vector<NodePorts>& nodes_;
  std::vector<Connection> connections_;
};

}  // namespace

std::vector<Connection> portMatrix(const std::vector<NodePorts>& nodes) { return Matrix(nodes).make(); }

}  // namespace carbonfix
