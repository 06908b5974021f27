#include "rules/key_elements.h"

#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "base/xml_text.h"

namespace carbonfix {
namespace {

Document documentOf(const std::vector<KeyElement>& entries) {
  std::string xml = "<keys>";
  for (const KeyElement& entry : entries) {
    xml += fmt::format("<{} node=\"{}\" path=\"{}\"", entry.key, escapeXml(entry.node), escapeXml(entry.path));
    if (entry.at.line > 0) xml += fmt::format(" line=\"{}\" column=\"{}\"", entry.at.line, entry.at.column);
    xml += fmt::format(">{}</{}>", escapeXml(entry.value), entry.key);
  }
  auto document = Document::parse(xml + "</keys>", "keys");
  if (!document) throw std::logic_error(describe(document.error()));
  return std::move(*document);
}

}  // namespace

KeyElements::KeyElements(const std::vector<KeyElement>& entries)
    : document_(documentOf(entries)), elements_(document_.rootElement().elements()) {
  for (std::size_t i = 0; i < entries.size(); ++i) byValue_[entries[i].value].push_back(i);
}

NodeSet KeyElements::of(std::string_view value) const {
  NodeSet found;
  for (const std::size_t index : indexesOf(value)) found.push_back(elements_[index]);
  return found;
}

std::vector<std::size_t> KeyElements::indexesOf(std::string_view value) const {
  const auto found = byValue_.find(value);
  return found == byValue_.end() ? std::vector<std::size_t>() : found->second;
}

std::vector<std::string> keyValues(const Value& used) {
  const auto* nodes = std::get_if<NodeSet>(&used);
  if (nodes == nullptr) return {toString(used)};
  std::vector<std::string> values;
  for (const Node& node : *nodes) values.push_back(node.value());
  return values;
}

}  // namespace carbonfix
