// Who connects to which port: what a firewall must let through.
#pragma once

#include <string>
#include <vector>

#include "carbonfix/lint/ports.h"

namespace carbonfix {

struct Connection {
  std::string from;      // a node, or who is outside of the cluster: "load balancer"
  std::string fromHost;  // empty: outside
  std::string to;
  std::string toHost;
  const OpenPort* port = nullptr;
};

// By from, to and port. Nodes connect to one another as their products and clustering domains tell; what no node of the
// run does, others do. Ports for the machine itself are left out, and what runs between nodes of one host.
std::vector<Connection> portMatrix(const std::vector<NodePorts>& nodes);

}  // namespace carbonfix
