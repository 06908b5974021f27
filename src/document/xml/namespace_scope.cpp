#include "document/xml/namespace_scope.h"

#include <fmt/format.h>
#include <libxml/tree.h>

#include <algorithm>

#include "carbonfix/base/text.h"
#include "document/xml/parser.h"

namespace carbonfix {
namespace {

std::string text(const xmlChar* chars) {
  return chars == nullptr ? std::string() : reinterpret_cast<const char*>(chars);
}

}  // namespace

std::string prefixOf(const _xmlNs* ns) { return ns == nullptr ? std::string() : text(ns->prefix); }

// libxml2 keeps the ampersand of a namespace's name as a reference where it does not substitute entities.
std::string uriOf(const _xmlNs* ns) {
  if (ns == nullptr || ns->href == nullptr) return {};
  std::string uri = text(ns->href);
  return uri.find('&') == std::string::npos ? uri : replaceAll(std::move(uri), "&#38;", "&");
}

NamespaceScope::NamespaceScope(const _xmlNode* place) {
  if (place == nullptr || place->type != XML_ELEMENT_NODE) return;
  placePrefix_ = prefixOf(ownNamespace(place));
  placeUri_ = uriOf(ownNamespace(place));
  std::vector<const _xmlNode*> outwards;
  for (const _xmlNode* node = place; node != nullptr && node->type == XML_ELEMENT_NODE; node = node->parent) {
    outwards.push_back(node);
  }
  for (auto node = outwards.rbegin(); node != outwards.rend(); ++node) {
    declareOwn(*node, NamespaceBinding::Origin::place);
  }
}

void NamespaceScope::declareOwn(const _xmlNode* element, NamespaceBinding::Origin origin) {
  for (const _xmlNs* ns = element->nsDef; ns != nullptr; ns = ns->next) {
    declare(NamespaceBinding{prefixOf(ns), uriOf(ns), origin});
  }
}

const NamespaceBinding* NamespaceScope::find(std::string_view prefix) const {
  const auto found = std::find_if(bindings_.rbegin(), bindings_.rend(),
                                  [&](const NamespaceBinding& binding) { return binding.prefix == prefix; });
  return found == bindings_.rend() || found->uri.empty() ? nullptr : &*found;
}

bool NamespaceScope::isBound(std::string_view prefix, std::string_view uri) const {
  const NamespaceBinding* binding = find(prefix);
  return binding == nullptr ? uri.empty() : binding->uri == uri;
}

std::vector<std::string> NamespaceScope::prefixesOf(std::string_view uri, bool isAttribute, bool ofPlaceOnly) const {
  std::vector<std::string> prefixes;
  for (const NamespaceBinding& binding : bindings_) {
    if (binding.uri != uri || find(binding.prefix) != &binding) continue;
    if (isAttribute && binding.prefix.empty()) continue;
    if (ofPlaceOnly && binding.origin != NamespaceBinding::Origin::place) continue;
    prefixes.push_back(binding.prefix);
  }
  std::sort(prefixes.begin(), prefixes.end());
  return prefixes;
}

std::optional<std::string> NamespaceScope::prefixFor(std::string_view uri, std::string_view wanted,
                                                     bool isAttribute) const {
  std::vector<std::string> prefixes = prefixesOf(uri, isAttribute, true);
  if (prefixes.empty()) prefixes = prefixesOf(uri, isAttribute, false);
  if (prefixes.empty()) return std::nullopt;
  const auto has = [&](std::string_view prefix) {
    return std::find(prefixes.begin(), prefixes.end(), prefix) != prefixes.end();
  };
  if (has(wanted)) return std::string(wanted);
  if (placeUri_ == uri && has(placePrefix_)) return placePrefix_;
  const auto behind = std::lower_bound(prefixes.begin(), prefixes.end(), wanted);
  return behind == prefixes.begin() ? prefixes.front() : *std::prev(behind);
}

std::string NamespaceScope::freePrefix(std::string_view wanted) const {
  const std::string stem = wanted.empty() ? "ns" : std::string(wanted);
  std::string prefix = stem;
  for (int number = 1; find(prefix) != nullptr; ++number) prefix = fmt::format("{}{}", stem, number);
  return prefix;
}

}  // namespace carbonfix
