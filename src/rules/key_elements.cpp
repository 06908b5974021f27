#include "rules/key_elements.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/xml_text.h"

namespace carbonfix {
namespace {

Document documentOf(const std::vector<KeyElement>& entries) {
  std::unordered_map<std::string_view, std::size_t> sizes;
  for (const KeyElement& entry : entries) ++sizes[entry.group];
  std::string xml = "<keys>";
  for (const KeyElement& entry : entries) {
    xml += fmt::format("<{} node=\"{}\" path=\"{}\" group=\"{}\" size=\"{}\"", entry.key, escapeXml(entry.node),
                       escapeXml(entry.path), escapeXml(entry.group), sizes[entry.group]);
    if (entry.at.line > 0) xml += fmt::format(" line=\"{}\" column=\"{}\"", entry.at.line, entry.at.column);
    xml += fmt::format(">{}</{}>", escapeXml(entry.value), entry.key);
  }
  auto document = Document::parse(xml + "</keys>", "keys");
  if (!document) throw std::logic_error(describe(document.error()));
  return std::move(*document);
}

// The first of the entries whose value no other value beats in number.
std::optional<std::size_t> usualOf(const std::vector<KeyElement>& entries, const KeyElements::Indexes& group) {
  std::unordered_map<std::string_view, std::size_t> counts;
  std::size_t most = 0;
  for (const std::size_t index : group) {
    if (!entries[index].isTemplate) most = std::max(most, ++counts[entries[index].value]);
  }
  const auto found = std::ranges::find_if(
      group, [&](std::size_t index) { return !entries[index].isTemplate && counts[entries[index].value] == most; });
  return found == group.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

KeyElements::KeyElements(const std::vector<KeyElement>& entries)
    : document_(documentOf(entries)), elements_(document_.rootElement().elements()) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    byValue_[entries[i].value].push_back(i);
    byGroup_[entries[i].group].push_back(i);
  }
  for (const auto& [group, indexes] : byGroup_) {
    if (const auto usual = usualOf(entries, indexes)) usual_[group] = {*usual};
  }
}

KeyElements::Indexes KeyElements::find(KeyAsk ask, std::string_view of) const {
  const Index& index = ask == KeyAsk::value ? byValue_ : ask == KeyAsk::group ? byGroup_ : usual_;
  const auto found = index.find(of);
  return found == index.end() ? Indexes() : found->second;
}

NodeSet KeyElements::elements(const Indexes& indexes) const {
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
