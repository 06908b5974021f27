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
  remember(document);
  return {document->root()};
}

NodeSet HomeSurroundings::lines(std::string_view path) {
  const std::string* bytes = files_.bytes(home_, path);
  if (bytes == nullptr) return {};
  const std::string& file = files_.find(home_, path).path;
  auto found = lines_.of(file, *bytes);
  if (!found) {
    files_.noteTrouble(home_, file, found.error().message);
    return {};
  }
  if (!found->empty()) remember(lines_.holding(found->front()));
  return std::move(*found);
}

Result<Value> HomeSurroundings::live(std::string_view function, const std::vector<std::string>& arguments) {
  if (machine_ == nullptr) return Surroundings::live(function, arguments);
  return machine_->answer(files_.homes()[home_], function, arguments);
}

void HomeSurroundings::remember(const Document* document) {
  if (std::ranges::find(documents_, document) == documents_.end()) documents_.push_back(document);
}

}  // namespace carbonfix
