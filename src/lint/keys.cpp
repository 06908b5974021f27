#include "lint/keys.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "lint/place.h"
#include "lint/templates.h"

namespace carbonfix {

Keys::Keys(const Parts& parts)
    : parts_(parts),
      surroundings_(parts.files),
      evaluation_(&surroundings_, parts.expressions, parts.faults, parts.notes) {
  surroundings_.enter(parts.home);
}

KeyTable& Keys::table(const Pack& pack, std::string_view name) {
  const std::vector<Home>& homes = parts_.files.homes();
  if (homes.size() > 1 && isClusterKey(pack, name)) {
    if (auto entries = parts_.clusterKeys.find(pack, name, parts_.home)) {
      return parts_.clusterTables.try_emplace(entries.get(), entries, homes).first->second;
    }
  }
  const auto [place, isNew] = tables_.try_emplace({&pack, std::string(name)});
  if (!isNew) return *place->second;
  auto entries = entriesOf(pack, name);
  for (const Key* const key : entries->withoutFiles) parts_.files.noteUnmatched(parts_.home, key->files);
  place->second = std::make_unique<KeyTable>(std::move(entries), homes);
  return *place->second;
}

std::unique_ptr<KeyEntries> Keys::entriesOf(const Pack& pack, std::string_view name) {
  auto entries = std::make_unique<KeyEntries>();
  for (const Key& key : pack.keys) {
    if (key.name == name) collect(pack, key, *entries);
  }
  entries->seal();
  return entries;
}

std::unique_ptr<KeyEntries> Keys::entriesToKeep(const Pack& pack, std::string_view name) {
  auto entries = entriesOf(pack, name);
  for (KeyEntry& entry : entries->entries) {
    entry.isSecret = secrets_.isSecret(*entry.document, entry.value);
    entry.document = nullptr;
    entry.node = {};
  }
  return entries;
}

void Keys::collect(const Pack& pack, const Key& key, KeyEntries& into) {
  const std::vector<std::string>& paths = parts_.files.match(parts_.home, key.files);
  if (paths.empty()) into.withoutFiles.insert(&key);
  for (const std::string& path : paths) {
    const Document* document = parts_.files.load(parts_.home, path);
    if (document == nullptr) {
      into.complete = false;
    } else {
      collectFile(pack, key, path, *document, into);
    }
  }
}

void Keys::enter(const Pack& pack, const std::string& path, Variables& facts) {
  const Home& where = parts_.files.homes()[parts_.home];
  evaluation_.enter(pack, where.node(), path);
  parts_.facts.provide(facts, pack, where, path);
}

void Keys::collectFile(const Pack& pack, const Key& key, const std::string& path, const Document& document,
                       KeyEntries& into) {
  Variables facts(evaluation_);
  enter(pack, path, facts);
  Variables variables(facts, pack.lets, document.root());
  const auto matched = variables.select(key.match, document.root());
  if (!matched) return;
  for (std::size_t match = 0; match < matched->size(); ++match) {
    const Node node = (*matched)[match];
    const auto used = variables.evaluate(key.use, node);
    if (!used) continue;
    const auto group = key.group ? variables.evaluate(key.group, node) : Value(std::string());
    if (!group) continue;
    // Places cost a walk over the file, so they are looked for only where a rule may ask for them.
    const auto at = pack.asksForPlaces ? nearestPlace(document, node) : std::nullopt;
    for (std::string& value : keyValues(*used)) {
      into.entries.push_back({parts_.home, &key, path, match, &document, node, std::move(value), toString(*group),
                              at ? at->start : Position{}, isTemplate(node)});
    }
  }
}

Node Keys::nodeOf(const Pack& pack, const KeyEntry& entry) {
  if (entry.document != nullptr) return entry.node;
  const Document* document = parts_.files.load(parts_.home, entry.path);
  if (document == nullptr) return {};
  const auto [place, isNew] = matched_.try_emplace({entry.key, entry.path});
  if (isNew) {
    Variables facts(evaluation_);
    enter(pack, entry.path, facts);
    Variables variables(facts, pack.lets, document->root());
    if (auto matched = variables.select(entry.key->match, document->root())) place->second = std::move(*matched);
  }
  return entry.match < place->second.size() ? place->second[entry.match] : Node();
}

Location Keys::locate(const Pack& pack, const KeyEntry& entry) {
  const Node node = nodeOf(pack, entry);
  if (!node) return {};
  const Document* document = entry.document;
  if (document == nullptr) document = parts_.files.load(parts_.home, entry.path);
  return nearestPlace(*document, node).value_or(Location{});
}

bool isClusterKey(const Pack& pack, std::string_view name) {
  return std::ranges::any_of(pack.keys, [&](const Key& key) { return key.name == name && key.acrossCluster; });
}

}  // namespace carbonfix
