#include "cli/rule_params.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/xml_text.h"
#include "carbonfix/base/secrets.h"
#include "carbonfix/base/text.h"
#include "carbonfix/home/inventory.h"

namespace carbonfix {
namespace {

// Packs may share parameters; the first one's words count.
std::vector<const Param*> paramsOf(const std::vector<Pack>& packs) {
  std::vector<const Param*> params;
  for (const Pack& pack : packs) {
    for (const Param& param : pack.params) {
      const auto same = [&param](const Param* other) { return other->name == param.name; };
      if (std::ranges::none_of(params, same)) params.push_back(&param);
    }
  }
  return params;
}

std::string typeOf(const Param& param) {
  if (!param.values.empty()) return join(param.values, "|");
  return param.type.empty() ? "text" : param.type;
}

std::string defaultOf(const Param& param) {
  if (!param.defaultValue) return "required";
  if (param.defaultValue->empty()) return "default: empty";
  return fmt::format("default: {}", param.sensitive ? kMask : std::string_view(*param.defaultValue));
}

// "--" may not stand in a comment. A reference in its place is still right when the marks are taken off.
std::string comment(std::string_view indent, const std::string& text) {
  return fmt::format("{}<!-- {} -->\n", indent, replaceAll(text, "--", "-&#45;"));
}

std::string variableOf(const std::string& name) {
  std::string variable;
  for (const char c : name) {
    const bool isLower = c >= 'a' && c <= 'z';
    const bool isKept = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    variable += isLower ? static_cast<char>(c - 'a' + 'A') : isKept ? c : '_';
  }
  return variable;
}

std::string element(const Param& param) {
  if (param.sensitive) {
    return fmt::format("<param name=\"{}\" from=\"env:{}\" sensitive=\"true\"/>", param.name, variableOf(param.name));
  }
  return fmt::format("<param name=\"{}\">{}</param>", param.name,
                     param.defaultValue ? escapeXml(*param.defaultValue) : "…");
}

std::string entry(const Param& param) {
  std::string about = typeOf(param);
  if (!param.description.empty()) about = fmt::format("{} ({})", param.description, about);
  return comment("  ", about) + comment("  ", element(param));
}

}  // namespace

std::string paramTable(const std::vector<Pack>& packs) {
  const std::vector<const Param*> params = paramsOf(packs);
  std::vector<std::array<std::string, 3>> rows;
  std::array<std::size_t, 3> widths{};
  for (const Param* param : params) {
    const std::string type = typeOf(*param) + (param->sensitive ? ", sensitive" : "");
    rows.push_back({param->name, type, defaultOf(*param)});
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], displayWidth(rows.back()[i]));
  }
  std::string out;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::string line;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const std::string& cell = rows[row][i];
      line += cell + std::string(widths[i] - displayWidth(cell) + 2, ' ');
    }
    line += params[row]->description;
    out += printable(line.substr(0, line.find_last_not_of(' ') + 1)) + "\n";
  }
  return out;
}

std::string paramLine(const Param& param) {
  const std::string line =
      fmt::format("{} ({}{}, {})", param.name, typeOf(param), param.sensitive ? ", sensitive" : "", defaultOf(param));
  return param.description.empty() ? line : fmt::format("{}: {}", line, param.description);
}

std::string inventorySkeleton(const std::vector<Pack>& packs, const std::string& profile) {
  std::vector<const Param*> params = paramsOf(packs);
  std::ranges::stable_sort(params, {}, [](const Param* param) { return param->defaultValue.has_value(); });
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += comment("", fmt::format("Inventory for {}. Take the marks off what you fill in.", profile));
  out += fmt::format("<cluster xmlns=\"{}\" name=\"my-cluster\">\n", kInventoryNamespace);
  out += comment("  ", "Values of all nodes. A role or a node may have others; those of the node win.");
  bool inDefaults = false;
  for (const Param* param : params) {
    if (param->defaultValue && !inDefaults) out += "\n" + comment("  ", "These have a default.");
    inDefaults = param->defaultValue.has_value();
    out += "\n" + entry(*param);
  }
  out += "\n" + comment("  ", "<role name=\"worker\"> takes params, too; a node with roles=\"worker\" gets them.");
  for (const std::string_view node : {"node1", "node2"}) {
    out += fmt::format("  <node name=\"{0}\" host=\"{0}.example.org\" home=\"/opt/wso2\">\n", node);
    out += comment("    ", "<param name=\"…\">what only this node has</param>");
    out += "  </node>\n";
  }
  return out + "</cluster>\n";
}

}  // namespace carbonfix
