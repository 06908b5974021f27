#include "patch/planned_keys.h"

#include "carbonfix/patch/operations.h"

namespace carbonfix {

NodeSet PlannedKeys::find(const Pack& pack, std::string_view name, KeyAsk ask, std::string_view of) {
  if (isCollecting_) return {};
  const auto [place, isNew] = known_.try_emplace({&pack, std::string(name)});
  if (isNew) {
    isCollecting_ = true;
    std::vector<KeyElement> entries;
    for (const Key& key : pack.keys) {
      if (key.name == name) collect(pack, key, entries);
    }
    place->second = std::make_unique<KeyElements>(std::move(entries));
    isCollecting_ = false;
  }
  return place->second->elements(place->second->find(ask, of));
}

void PlannedKeys::forget() {
  for (auto& [key, elements] : known_) old_.push_back(std::move(elements));
  known_.clear();
}

// What can't be evaluated in a file has no entry there; lint says so of the rule.
void PlannedKeys::collect(const Pack& pack, const Key& key, std::vector<KeyElement>& entries) {
  const Result<const XPath*> match = key.match.compiled(pack.namespaces);
  const Result<const XPath*> use = key.use.compiled(pack.namespaces);
  const auto group = key.group ? key.group.compiled(pack.namespaces) : Result<const XPath*>(nullptr);
  if (!match || !use || !group) return;
  for (const FileInRun& file : files_(key.files)) {
    Scope scope(&facts_);
    scope.set("file", file.path);
    const Node root = file.document->root();
    if (!evaluateLets(pack.lets, root, scope, pack.namespaces, evaluator_)) continue;
    const Result<NodeSet> nodes = evaluator_.select(**match, root, scope);
    if (!nodes) continue;
    for (const Node& node : *nodes) {
      const Result<Value> used = evaluator_.evaluate(**use, node, scope);
      if (!used) continue;
      const auto grouped = *group == nullptr ? Result<Value>(std::string()) : evaluator_.evaluate(**group, node, scope);
      if (!grouped) continue;
      const auto at = pack.asksForPlaces ? file.document->locate(node) : Result<Location>(Location{});
      for (std::string& value : keyValues(*used)) {
        entries.push_back(
            {key.name, node_, file.path, at ? at->start : Position{}, std::move(value), toString(*grouped)});
      }
    }
  }
}

}  // namespace carbonfix
