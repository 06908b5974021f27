// The ports that a node opens, by the <port> elements of rule files.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/home/home.h"
#include "carbonfix/rules/model.h"

namespace carbonfix {

struct OpenPort {
  std::string name = {};                  // of the <port>: "https"
  std::string what = {};                  // in words
  std::optional<std::size_t> first = {};  // as it is opened, with the offset; empty: what is written is no number
  std::size_t last = 0;                   // of a range; else as `first`
  std::string written = {};               // as it stands in the file; empty: the default counts
  std::size_t offset = 0;                 // added
  bool moves = false;                     // with the offset of the node
  std::string protocol = {};              // tcp, udp
  std::vector<std::string> from = {};     // who connects: clients, members, operators …
  std::string path = {};                  // of the file that opens it
  std::size_t line = 0;                   // of the setting, or of what opens it
};

// A node of the cluster, and what of it is to be known beside its ports.
struct NodePorts {
  std::string node;
  std::string host;
  std::string product;
  std::string version;
  std::string offset;           // as written
  std::string domain;           // of clustering; empty: it is off
  std::vector<OpenPort> ports;  // by number
  Errors unread;                // files that can't be read, expressions that can't be evaluated there
};

NodePorts openPorts(const Home& home, const std::vector<Pack>& packs);

}  // namespace carbonfix
