// The values of an inventory that stand elsewhere, and the tree that rules see.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/xml_text.h"
#include "carbonfix/base/secrets.h"
#include "carbonfix/base/text.h"
#include "carbonfix/home/inventory.h"

namespace carbonfix {
namespace {

constexpr std::size_t kMaxValue = std::size_t{1} << 20;

std::string withoutLineEnd(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return text;
}

// Could it stand in an XML file?
bool isText(std::string_view value) {
  const auto isControl = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
  };
  return isValidUtf8(value) && std::ranges::none_of(value, isControl);
}

Error problem(const Inventory& inventory, const InventoryParam& param, std::string_view why, std::string hint = {}) {
  return Error{.message = fmt::format("the parameter \"{}\" has no value: {}", param.name, why),
               .path = inventory.path,
               .at = param.at,
               .hint = std::move(hint)};
}

Result<std::string> readValue(const Inventory& inventory, const InventoryParam& param, const ValueSources& sources) {
  if (param.source == InventoryParam::Source::environment) {
    auto value = sources.environment(param.text.c_str());
    if (value) return std::move(*value);
    return problem(inventory, param, fmt::format("the environment has no variable {}", param.text),
                   fmt::format("set it for this command: {}=… carbonfix …", param.text));
  }
  const std::string path = inventory.beside(param.text);
  auto bytes = sources.files.read(path, kMaxValue);
  if (bytes) return withoutLineEnd(std::move(*bytes));
  const std::string& why = bytes.error().message;
  const bool saysPath = why.find(path) != std::string::npos;
  return problem(inventory, param, saysPath ? why : fmt::format("{}: {}", path, why),
                 param.text.starts_with('/') ? "" : "a relative path is one beside the inventory");
}

}  // namespace

Result<std::string> valueOf(const Inventory& inventory, const InventoryParam& param, const ValueSources& sources) {
  if (param.source == InventoryParam::Source::text) return param.text;
  auto value = readValue(inventory, param, sources);
  if (!value || isText(*value)) return value;
  return problem(inventory, param,
                 fmt::format("what {} holds is no text in UTF-8",
                             param.source == InventoryParam::Source::file ? param.text : "the variable " + param.text));
}

Result<Document, Errors> inventoryTree(const Inventory& inventory, const ValueSources& sources,
                                       const std::function<bool(std::string_view name)>& isSensitive) {
  Errors errors;
  std::string xml = fmt::format("<cluster name=\"{}\">", escapeXml(inventory.cluster));
  for (const InventoryNode& node : inventory.nodes) {
    xml += fmt::format("<node name=\"{}\" host=\"{}\" roles=\"{}\"", escapeXml(node.name), escapeXml(node.host),
                       escapeXml(join(node.roles, " ")));
    for (const auto& [name, value] : {std::pair("product", &node.product), std::pair("version", &node.version),
                                      std::pair("offset", &node.offset)}) {
      if (!value->empty()) xml += fmt::format(" {}=\"{}\"", name, escapeXml(*value));
    }
    xml += ">";
    for (const auto& [name, param] : inventory.paramsOf(node)) {
      if (param->sensitive || isSecretName(name) || isSensitive(name)) {
        xml += fmt::format("<param name=\"{}\" sensitive=\"true\"/>", escapeXml(name));
        continue;
      }
      auto value = valueOf(inventory, *param, sources);
      if (value) {
        xml += fmt::format("<param name=\"{}\">{}</param>", escapeXml(name), escapeXml(*value));
      } else if (std::ranges::find(errors, value.error().at, &Error::at) == errors.end()) {
        errors.push_back(std::move(value).error());
      }
    }
    xml += "</node>";
  }
  if (!errors.empty()) return errors;
  auto document = Document::parse(xml + "</cluster>", "$inventory");
  if (!document) return Errors{std::move(document).error()};
  return std::move(document).value();
}

}  // namespace carbonfix
