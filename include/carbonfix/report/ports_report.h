// The ports of nodes, and who connects to them, as text, CSV and JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/lint/port_matrix.h"
#include "carbonfix/lint/ports.h"

namespace carbonfix {

// "text", "csv", "json"
std::vector<std::string> portFormats();

std::string portsReport(const std::vector<NodePorts>& nodes, std::string_view format);
std::string matrixReport(const std::vector<Connection>& connections, std::string_view format);

}  // namespace carbonfix
