#include "carbonfix/document/line_views.h"

#include <fmt/format.h>

namespace carbonfix {
namespace {

// What rules look at by line are scripts and settings; a node for each line of a log would fill the memory.
constexpr std::size_t kLargest = std::size_t{4} << 20;

}  // namespace

Result<NodeSet> LineViews::of(const std::string& path, const std::string& bytes) {
  if (bytes.size() > kLargest) {
    return Error{fmt::format("lines() takes files of up to {} bytes, and this one has {}", kLargest, bytes.size()),
                 path};
  }
  const auto [place, isNew] = views_.try_emplace({path, bytes});
  std::unique_ptr<Document>& view = place->second;
  if (isNew) {
    auto parsed = Document::parse(bytes, path, FileFormat::lines);
    if (!parsed) {
      views_.erase(place);
      return parsed.error();
    }
    view = std::make_unique<Document>(std::move(*parsed));
    byRoot_[view->root().raw()] = view.get();
  }
  return view->rootElement().elements();
}

const Document* LineViews::holding(Node node) const {
  const auto found = byRoot_.find(node.documentNode().raw());
  return found == byRoot_.end() ? nullptr : found->second;
}

}  // namespace carbonfix
