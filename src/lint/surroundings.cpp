#include "lint/surroundings.h"

#include <algorithm>

namespace carbonfix {

NodeSet HomeSurroundings::document(std::string_view path) {
  const Files::Found& found = files_.find(home_, path);
  if (found.path.empty()) {
    if (!found.refused) files_.noteMissing(home_, path);
    return {};
  }
  const Document* document = files_.load(home_, found.path);
  if (document == nullptr) return {};
  if (std::ranges::find(documents_, document) == documents_.end()) documents_.push_back(document);
  return {document->root()};
}

}  // namespace carbonfix
