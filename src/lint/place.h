// Where findings stand.
#pragma once

#include <optional>

#include "carbonfix/document/document.h"

namespace carbonfix {

// Where a node stands; what has no bytes of its own (it comes from an entity or a DTD default) stands where its parent
// does.
inline std::optional<Location> nearestPlace(const Document& document, Node node) {
  for (; node; node = node.parent()) {
    if (auto location = document.locate(node)) return std::move(location).value();
  }
  return std::nullopt;
}

}  // namespace carbonfix
