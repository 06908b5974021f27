// carbonfix ports: the ports that each node opens, and who connects to them.
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "carbonfix/lint/port_matrix.h"
#include "carbonfix/lint/ports.h"
#include "carbonfix/report/ports_report.h"
#include "carbonfix/rules/builtin.h"
#include "cli/commands.h"
#include "cli/given_homes.h"
#include "cli/inputs.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/output.h"

namespace carbonfix {
namespace {

Result<std::vector<Pack>, Errors> portPacks(const Options& options, Console& console) {
  std::vector<Pack> packs;
  if (options.builtinRules) packs.push_back(builtinPorts());
  if (Errors errors = addUserPacks(options, console, packs); !errors.empty()) return errors;
  return packs;
}

// What could not be looked at must not look like a closed port.
bool tellGaps(const GivenHomes& given, const std::vector<NodePorts>& nodes, const Options& options, Console& console) {
  Errors gaps;
  for (const auto& [node, why] : given.absent) {
    gaps.push_back(Error{.message = fmt::format("{} is not in the list: {}", node,
                                                why.empty() ? "the inventory has no home= for it" : why)});
  }
  for (const NodePorts& node : nodes) {
    for (Error error : node.unread) {
      error.message = fmt::format("{}: {}", node.node, error.message);
      gaps.push_back(std::move(error));
    }
  }
  if (options.quiet < 2) printErrors(console, gaps);
  return !gaps.empty();
}

Status write(const std::string& text, const FormatChoice& choice, const Options& options, Console& console) {
  if (!choice.file.empty()) return writeFile(diskFileSystem(), choice.file, text);
  if (options.quiet < 2) console.out << text;
  return {};
}

}  // namespace

ExitCode runPorts(const Options& options, Console& console) {
  const auto given = openGivenHomes(options, console);
  const auto packs = given ? portPacks(options, console) : Result<std::vector<Pack>, Errors>(std::vector<Pack>());
  if (!given || !packs) {
    printErrors(console, given ? packs.error() : given.error());
    return kTrouble;
  }
  std::vector<NodePorts> nodes;
  nodes.reserve(given->homes.size());
  for (const Home& home : given->homes) nodes.push_back(openPorts(home, *packs));
  const std::vector<Connection> matrix = options.matrix ? portMatrix(nodes) : std::vector<Connection>();
  for (const FormatChoice& choice : options.formats) {
    const std::string text = options.matrix ? matrixReport(matrix, choice.format) : portsReport(nodes, choice.format);
    if (const Status written = write(text, choice, options, console); !written) {
      printError(console, written.error());
      return kTrouble;
    }
  }
  return tellGaps(*given, nodes, options, console) ? kTrouble : kOk;
}

}  // namespace carbonfix
