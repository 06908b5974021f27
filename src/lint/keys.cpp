#include "lint/keys.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "lint/place.h"
#include "lint/templates.h"

namespace carbonfix {
namespace {

// What an index over all homes has in the place of a home's number.
constexpr auto kAllHomes = static_cast<std::size_t>(-1);

// Places cost a walk over the file, so they are looked for only where a rule may ask for them.
std::vector<KeyElement> elementsOf(const std::vector<KeyEntry>& entries, const std::vector<Home>& homes, bool places) {
  std::vector<KeyElement> elements;
  for (const KeyEntry& entry : entries) {
    const auto at = places ? nearestPlace(*entry.document, entry.node) : std::nullopt;
    elements.push_back({entry.key, homes[entry.home].node(), entry.path, at ? at->start : Position{}, entry.value,
                        entry.group, isTemplate(entry.node)});
  }
  return elements;
}

}  // namespace

KeyTable::KeyTable(std::vector<KeyEntry> entries, const std::vector<Home>& homes, bool places, bool complete)
    : entries_(std::move(entries)),
      elements_(elementsOf(entries_, homes, places)),
      complete_(complete),
      holdsTemplates_(std::ranges::any_of(entries_, [](const KeyEntry& entry) { return isTemplate(entry.node); })) {}

const KeyTable& Keys::table(const Pack& pack, std::string_view name, std::size_t home) {
  const bool all = isClusterKey(pack, name);
  const auto [place, isNew] = tables_.try_emplace({&pack, std::string(name), all ? kAllHomes : home});
  std::unique_ptr<KeyTable>& table = place->second;
  if (!isNew) return *table;
  std::vector<KeyEntry> entries;
  bool complete = true;
  const std::size_t first = all ? 0 : home;
  const std::size_t last = all ? files_.homes().size() : home + 1;
  for (const Key& key : pack.keys) {
    if (key.name != name) continue;
    bool found = false;
    for (std::size_t each = first; each < last; ++each) {
      found = found || !files_.match(each, key.files).empty();
      complete &= collect(pack, key, each, entries);
    }
    // Nodes of other products need not have the file; that none has it may be a slip.
    if (!found) files_.noteUnmatched(home, key.files);
  }
  table = std::make_unique<KeyTable>(std::move(entries), files_.homes(), pack.asksForPlaces, complete);
  return *table;
}

bool Keys::collect(const Pack& pack, const Key& key, std::size_t home, std::vector<KeyEntry>& entries) {
  const Home& where = files_.homes()[home];
  bool complete = true;
  for (const std::string& path : files_.match(home, key.files)) {
    const Document* document = files_.load(home, path);
    if (document == nullptr) {
      complete = false;
      continue;
    }
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
      const auto group = key.group ? variables.evaluate(key.group, node) : Value(std::string());
      if (!group) continue;
      for (std::string& value : keyValues(*used)) {
        entries.push_back({home, path, document, node, key.name, std::move(value), toString(*group)});
      }
    }
  }
  return complete;
}

bool isClusterKey(const Pack& pack, std::string_view name) {
  return std::ranges::any_of(pack.keys, [&](const Key& key) { return key.name == name && key.acrossCluster; });
}

}  // namespace carbonfix
