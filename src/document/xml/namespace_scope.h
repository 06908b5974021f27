// Which prefixes mean what at a place, and which of them a name from another document takes there (RFC 5261 §4.2.3).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct _xmlNode;
struct _xmlNs;

namespace carbonfix {

struct NamespaceBinding {
  enum class Origin { place, copied, added };
  std::string prefix;  // empty: the default namespace
  std::string uri;     // empty: undeclared again
  Origin origin = Origin::place;
};

class NamespaceScope {
 public:
  NamespaceScope() = default;
  // Of an element, or of the document (which has none).
  explicit NamespaceScope(const _xmlNode* place);

  void declare(NamespaceBinding binding) { bindings_.push_back(std::move(binding)); }
  // The declarations that an element carries itself.
  void declareOwn(const _xmlNode* element, NamespaceBinding::Origin origin);

  // The binding that holds; null when there is none.
  const NamespaceBinding* find(std::string_view prefix) const;
  bool isBound(std::string_view prefix, std::string_view uri) const;

  // The prefix for a name that its own document gives the prefix `wanted`: the only one for `uri`, else (a) the wanted
  // one, (b) that of the element the scope was made for, (c) the last that sorts before the wanted one, or the first.
  // The default namespace (an empty prefix) counts for elements only.
  std::optional<std::string> prefixFor(std::string_view uri, std::string_view wanted, bool isAttribute) const;
  // `wanted`, or a prefix like it that means nothing here yet.
  std::string freePrefix(std::string_view wanted) const;

 private:
  std::vector<std::string> prefixesOf(std::string_view uri, bool isAttribute, bool ofPlaceOnly) const;

  std::vector<NamespaceBinding> bindings_;  // later ones hide earlier ones
  std::string placePrefix_;
  std::string placeUri_;
};

std::string prefixOf(const _xmlNs* ns);  // empty for null
std::string uriOf(const _xmlNs* ns);     // empty for null

}  // namespace carbonfix
