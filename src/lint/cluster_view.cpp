#include "lint/cluster_view.h"

#include <set>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "base/xml_text.h"
#include "rules/rule_text.h"

namespace carbonfix {
namespace {

std::set<std::string> globsOf(const Pack& pack) {
  std::set<std::string> globs;
  for (const Pattern& pattern : pack.patterns) globs.insert(pattern.files);
  for (const Key& key : pack.keys) globs.insert(key.files);
  return globs;
}

}  // namespace

NodeSet ClusterView::of(const Pack& pack) {
  std::unique_ptr<Document>& view = views_[&pack];
  if (!view) {
    std::string xml = "<cluster>";
    for (std::size_t home = 0; home < files_.homes().size(); ++home) xml += nodeXml(pack, home);
    auto document = Document::parse(xml + "</cluster>", "$cluster");
    if (!document) throw std::logic_error(describe(document.error()));
    view = std::make_unique<Document>(std::move(document).value());
  }
  return {view->rootElement()};
}

std::string ClusterView::nodeXml(const Pack& pack, std::size_t home) {
  std::set<std::string> paths;
  for (const std::string& globs : globsOf(pack)) {
    const auto& matched = files_.match(home, globs);
    paths.insert(matched.begin(), matched.end());
  }
  std::string xml = fmt::format("<node name=\"{}\">", escapeXml(files_.homes()[home].node()));
  for (const std::string& path : paths) xml += fileXml(home, path);
  return xml + "</node>";
}

std::string ClusterView::fileXml(std::size_t home, const std::string& path) {
  const Document* document = files_.load(home, path);
  if (document == nullptr) return {};
  const auto range = document->extent(document->rootElement());
  const std::string root = range ? std::string(textOf(*document, *range)) : std::string();
  // The root element alone: what it refers to in a document type is not with it.
  if (root.empty() || !Document::checkWellFormed(root, path)) {
    notes_.add(files_.homes()[home].node(), path,
               "not in $cluster: its root element can't stand without its document type", true);
    return {};
  }
  return fmt::format("<file path=\"{}\">{}</file>", escapeXml(path), root);
}

}  // namespace carbonfix
