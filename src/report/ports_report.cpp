#include "carbonfix/report/ports_report.h"

#include <algorithm>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "report/json_writer.h"

namespace carbonfix {
namespace {

using Row = std::vector<std::string>;

// "15000-15100"; what can't be told as it is written.
std::string portOf(const OpenPort& port) {
  if (!port.first) return "?";
  return port.last > *port.first ? fmt::format("{}-{}", *port.first, port.last) : fmt::format("{}", *port.first);
}

std::string placeOf(const OpenPort& port) {
  const std::string place = port.line > 0 ? fmt::format("{}:{}", port.path, port.line) : port.path;
  return port.written.empty() ? "default, " + place : place;
}

std::string offsetOf(const OpenPort& port) {
  if (!port.moves) return "not added";
  return port.first ? fmt::format("+{}", port.offset) : fmt::format("added to {}", port.written);
}

// Columns as wide as their widest cell; the last has no white space behind it.
std::string table(const std::vector<Row>& rows, std::string_view indent) {
  std::vector<std::size_t> widths;
  for (const Row& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], displayWidth(row[i]));
  }
  std::string out;
  for (const Row& row : rows) {
    std::string line(indent);
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += printable(row[i]);
      if (i + 1 < row.size()) line += std::string(widths[i] - displayWidth(row[i]) + 2, ' ');
    }
    out += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
  }
  return out;
}

std::string csvCell(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  return '"' + replaceAll(text, "\"", "\"\"") + '"';
}

std::string csv(const std::vector<Row>& rows) {
  std::string out;
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) out += (i == 0 ? "" : ",") + csvCell(row[i]);
    out += "\r\n";
  }
  return out;
}

std::string titleOf(const NodePorts& node) {
  std::string title = fmt::format("{} on {}", node.node, node.host);
  if (!node.product.empty()) title += fmt::format(", {} {}", node.product, node.version);
  return title + fmt::format(", offset {}\n", node.offset.empty() ? "0" : node.offset);
}

std::string portsText(const std::vector<NodePorts>& nodes) {
  std::string out;
  for (const NodePorts& node : nodes) {
    std::vector<Row> rows = {{"PORT", "", "OFFSET", "WHAT", "WHO CONNECTS", "SET IN"}};
    for (const OpenPort& port : node.ports) {
      rows.push_back({portOf(port), port.protocol, offsetOf(port), port.what, join(port.from, ", "), placeOf(port)});
    }
    out += (out.empty() ? "" : "\n") + printable(titleOf(node).substr(0, titleOf(node).size() - 1)) + '\n';
    out += node.ports.empty() ? "  no port that its files tell of\n" : table(rows, "  ");
  }
  return out;
}

std::string portsCsv(const std::vector<NodePorts>& nodes) {
  std::vector<Row> rows = {
      {"node", "host", "port", "protocol", "name", "what", "written", "offset", "from", "file", "line"}};
  for (const NodePorts& node : nodes) {
    for (const OpenPort& port : node.ports) {
      rows.push_back({node.node, node.host, portOf(port), port.protocol, port.name, port.what,
                      port.written.empty() ? "default" : port.written, port.moves ? node.offset : "no",
                      join(port.from, " "), port.path, fmt::format("{}", port.line)});
    }
  }
  return csv(rows);
}

void addNumbers(JsonWriter& json, const OpenPort& port) {
  json.key("port");
  if (port.first) {
    json.number(*port.first);
  } else {
    json.null();
  }
  json.key("lastPort");
  if (port.first) {
    json.number(port.last);
  } else {
    json.null();
  }
  json.key("protocol").string(port.protocol).key("name").string(port.name).key("what").string(port.what);
}

std::string portsJson(const std::vector<NodePorts>& nodes) {
  JsonWriter json;
  json.beginObject().key("nodes").beginArray();
  for (const NodePorts& node : nodes) {
    json.beginObject().key("node").string(node.node).key("host").string(node.host);
    json.key("product").stringOrNull(node.product).key("version").stringOrNull(node.version);
    json.key("offset").stringOrNull(node.offset).key("ports").beginArray();
    for (const OpenPort& port : node.ports) {
      json.beginObject();
      addNumbers(json, port);
      json.key("written").stringOrNull(port.written).key("isDefault").boolean(port.written.empty());
      json.key("offsetAdded").boolean(port.moves).key("from").beginArray();
      for (const std::string& from : port.from) json.string(from);
      json.endArray().key("path").stringOrNull(port.path).key("line");
      if (port.line > 0) {
        json.number(port.line);
      } else {
        json.null();
      }
      json.endObject();
    }
    json.endArray().endObject();
  }
  json.endArray().endObject();
  return json.text();
}

std::string withHost(const std::string& name, const std::string& host) {
  return host.empty() || host == name ? name : fmt::format("{} ({})", name, host);
}

std::string matrixText(const std::vector<Connection>& connections) {
  std::vector<Row> rows = {{"FROM", "TO", "PORT", "", "WHAT"}};
  for (const Connection& each : connections) {
    rows.push_back({withHost(each.from, each.fromHost), withHost(each.to, each.toHost), portOf(*each.port),
                    each.port->protocol, each.port->what});
  }
  return table(rows, "");
}

std::string matrixCsv(const std::vector<Connection>& connections) {
  std::vector<Row> rows = {{"from", "from host", "to", "to host", "port", "protocol", "name", "what"}};
  for (const Connection& each : connections) {
    rows.push_back({each.from, each.fromHost, each.to, each.toHost, portOf(*each.port), each.port->protocol,
                    each.port->name, each.port->what});
  }
  return csv(rows);
}

std::string matrixJson(const std::vector<Connection>& connections) {
  JsonWriter json;
  json.beginObject().key("connections").beginArray();
  for (const Connection& each : connections) {
    json.beginObject().key("from").string(each.from).key("fromHost").stringOrNull(each.fromHost);
    json.key("to").string(each.to).key("toHost").string(each.toHost);
    addNumbers(json, *each.port);
    json.endObject();
  }
  json.endArray().endObject();
  return json.text();
}

}  // namespace

std::vector<std::string> portFormats() { return {"text", "csv", "json"}; }

std::string portsReport(const std::vector<NodePorts>& nodes, std::string_view format) {
  if (format == "csv") return portsCsv(nodes);
  return format == "json" ? portsJson(nodes) : portsText(nodes);
}

std::string matrixReport(const std::vector<Connection>& connections, std::string_view format) {
  if (format == "csv") return matrixCsv(connections);
  return format == "json" ? matrixJson(connections) : matrixText(connections);
}

}  // namespace carbonfix
