#include "rules/key_elements.h"

#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "base/xml_text.h"

namespace carbonfix {
namespace {

KeyIndex indexOf(const std::vector<KeyElement>& entries) {
  std::vector<KeyIndex::Item> items;
  items.reserve(entries.size());
  for (const KeyElement& entry : entries) items.push_back({entry.value, entry.group, entry.isTemplate});
  return KeyIndex(items);
}

std::vector<KeyElement> withSizes(std::vector<KeyElement> entries, const KeyIndex& index) {
  for (KeyElement& entry : entries) entry.groupSize = index.find(KeyAsk::group, entry.group).size();
  return entries;
}

}  // namespace

Document documentOf(const std::vector<KeyElement>& entries) {
  std::string xml = "<keys>";
  for (const KeyElement& entry : entries) {
    xml += fmt::format("<{} node=\"{}\" path=\"{}\" group=\"{}\" size=\"{}\"", entry.key, escapeXml(entry.node),
                       escapeXml(entry.path), escapeXml(entry.group), entry.groupSize);
    if (entry.at.line > 0) xml += fmt::format(" line=\"{}\" column=\"{}\"", entry.at.line, entry.at.column);
    xml += fmt::format(">{}</{}>", escapeXml(entry.value), entry.key);
  }
  auto document = Document::parse(xml + "</keys>", "keys");
  if (!document) throw std::logic_error(describe(document.error()));
  return std::move(*document);
}

KeyElements::KeyElements(std::vector<KeyElement> entries)
    : entries_(std::move(entries)),
      index_(indexOf(entries_)),
      document_(documentOf(withSizes(entries_, index_))),
      elements_(document_.rootElement().elements()) {}

NodeSet KeyElements::elements(const KeyIndex::Indexes& indexes) const {
  NodeSet found;
  found.reserve(indexes.size());
  for (const std::size_t index : indexes) found.push_back(elements_[index]);
  return found;
}

std::vector<std::string> keyValues(const Value& used) {
  const auto* nodes = std::get_if<NodeSet>(&used);
  if (nodes == nullptr) return {toString(used)};
  std::vector<std::string> values;
  for (const Node& node : *nodes) values.push_back(node.value());
  return values;
}

}  // namespace carbonfix
