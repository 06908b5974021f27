#include "lint/keys.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "base/xml_text.h"

namespace carbonfix {
namespace {

// What an index over all homes has in the place of a home's number.
constexpr auto kAllHomes = static_cast<std::size_t>(-1);

std::vector<std::string> valuesOf(const Value& value) {
  const auto* nodes = std::get_if<NodeSet>(&value);
  if (nodes == nullptr) return {toString(value)};
  std::vector<std::string> values;
  for (const Node& node : *nodes) values.push_back(node.value());
  return values;
}

std::string asXml(const std::vector<KeyEntry>& entries, const std::vector<Home>& homes) {
  std::string xml = "<keys>";
  for (const KeyEntry& entry : entries) {
    xml += fmt::format("<{0} node=\"{1}\" path=\"{2}\">{3}</{0}>", entry.key, escapeXml(homes[entry.home].node()),
                       escapeXml(entry.path), escapeXml(entry.value));
  }
  return xml + "</keys>";
}

}  // namespace

KeyTable::KeyTable(std::vector<KeyEntry> entries, const std::vector<Home>& homes) : entries_(std::move(entries)) {
  auto document = Document::parse(asXml(entries_, homes), "keys");
  if (!document) throw std::logic_error(describe(document.error()));
  document_ = std::move(document).value();
  elements_ = document_->rootElement().elements();
  for (std::size_t i = 0; i < entries_.size(); ++i) byValue_[entries_[i].value].push_back(i);
}

NodeSet KeyTable::elements(std::string_view value) const {
  NodeSet found;
  const auto places = byValue_.find(value);
  if (places == byValue_.end()) return found;
  for (const std::size_t place : places->second) found.push_back(elements_[place]);
  return found;
}

std::vector<const KeyEntry*> KeyTable::entries(std::string_view value) const {
  std::vector<const KeyEntry*> found;
  const auto places = byValue_.find(value);
  if (places == byValue_.end()) return found;
  for (const std::size_t place : places->second) found.push_back(&entries_[place]);
  return found;
}

const KeyTable& Keys::table(const Pack& pack, std::string_view name, std::size_t home) {
  const bool all = isClusterKey(pack, name);
  const auto [place, isNew] = tables_.try_emplace({&pack, std::string(name), all ? kAllHomes : home});
  std::unique_ptr<KeyTable>& table = place->second;
  if (!isNew) return *table;
  std::vector<KeyEntry> entries;
  const std::size_t first = all ? 0 : home;
  const std::size_t last = all ? files_.homes().size() : home + 1;
  for (const Key& key : pack.keys) {
    if (key.name != name) continue;
    for (std::size_t each = first; each < last; ++each) collect(pack, key, each, entries);
  }
  table = std::make_unique<KeyTable>(std::move(entries), files_.homes());
  return *table;
}

void Keys::collect(const Pack& pack, const Key& key, std::size_t home, std::vector<KeyEntry>& entries) {
  const Home& where = files_.homes()[home];
  for (const std::string& path : files_.match(home, key.files)) {
    const Document* document = files_.load(home, path);
    if (document == nullptr) continue;
    surroundings_.enter(home);
    evaluation_.enter(pack, where.node(), path);
    Variables facts(evaluation_);
    facts_.provide(facts, pack, where, path);
    Variables variables(facts, pack.lets, document->root());
    const auto matched = variables.select(key.match, document->root());
    if (!matched) continue;
    for (const Node& node : *matched) {
      const auto used = variables.evaluate(key.use, node);
      if (!used) continue;
      for (std::string& value : valuesOf(*used)) {
        entries.push_back({home, path, document, node, key.name, std::move(value)});
      }
    }
  }
}

bool isClusterKey(const Pack& pack, std::string_view name) {
  return std::ranges::any_of(pack.keys, [&](const Key& key) { return key.name == name && key.acrossCluster; });
}

}  // namespace carbonfix
