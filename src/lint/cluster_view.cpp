#include "lint/cluster_view.h"

#include <set>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "base/xml_text.h"
#include "lint/files.h"
#include "rules/rule_text.h"

namespace carbonfix {
namespace {

std::set<std::string> globsOf(const Pack& pack) {
  std::set<std::string> globs;
  for (const Pattern& pattern : pack.patterns) globs.insert(pattern.files);
  for (const Key& key : pack.keys) globs.insert(key.files);
  return globs;
}

std::string fileXml(Files& files, const std::string& path, Notes& notes) {
  const Document* document = files.load(0, path);
  if (document == nullptr) return {};
  const auto range = document->extent(document->rootElement());
  const std::string root = range ? std::string(textOf(*document, *range)) : std::string();
  // The root element alone: what it refers to in a document type is not with it.
  if (root.empty() || !Document::checkWellFormed(root, path)) {
    notes.add(files.homes()[0].node(), path, "not in $cluster: its root element can't stand without its document type",
              true);
    return {};
  }
  return fmt::format("<file path=\"{}\">{}</file>", escapeXml(path), root);
}

std::string nodeXml(const Pack& pack, const Home& home, Notes& notes) {
  std::vector<Home> own;
  own.push_back(home.another());
  Stats unmeasured(false);
  Files files(own, notes, unmeasured);
  std::set<std::string> paths;
  for (const std::string& globs : globsOf(pack)) {
    const auto& matched = files.match(0, globs);
    paths.insert(matched.begin(), matched.end());
  }
  std::string xml = fmt::format("<node name=\"{}\">", escapeXml(home.node()));
  for (const std::string& path : paths) xml += fileXml(files, path, notes);
  return xml + "</node>";
}

}  // namespace

NodeSet ClusterView::of(const Pack& pack, Notes& notes) {
  std::unique_ptr<Document>& view = views_[&pack];
  if (!view) {
    std::string xml = "<cluster>";
    for (const Home& home : homes_) xml += nodeXml(pack, home, notes);
    auto document = Document::parse(xml + "</cluster>", "$cluster");
    if (!document) throw std::logic_error(describe(document.error()));
    view = std::make_unique<Document>(std::move(document).value());
  }
  return {view->rootElement()};
}

}  // namespace carbonfix
