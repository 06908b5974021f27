// Examples: the tests that a rule file carries.
#include <algorithm>
#include <utility>

#include "carbonfix/base/text.h"
#include "rules/reader.h"
#include "rules/rule_text.h"

namespace carbonfix {
namespace {

constexpr std::string_view kCdataOpen = "<![CDATA[";
constexpr std::string_view kCdataClose = "]]>";

bool isOurElement(Node node, std::string_view name) { return isOurs(node) && node.localName() == name; }

// The one CDATA section that an element holds beside white space, if that is all it holds.
Node onlyCdata(Node element) {
  Node only;
  for (const Node& child : element.children()) {
    if (child.kind() == NodeKind::cdata && !only) {
      only = child;
    } else if (child.kind() != NodeKind::text || !isBlank(child.value())) {
      return {};
    }
  }
  return only;
}

// `files` of the check or patch with this id.
std::string filesOf(const Pack& pack, std::string_view id) {
  for (const Pattern& pattern : pack.patterns) {
    for (const Rule& rule : pattern.rules) {
      if (std::ranges::find(rule.checks, id, &Check::id) != rule.checks.end()) return pattern.files;
    }
  }
  const auto patch = std::ranges::find(pack.patches, id, &Patch::id);
  return patch == pack.patches.end() ? std::string() : patch->files;
}

void fillPaths(Example::Snippet& snippet, const std::string& path) {
  for (ExampleFile& file : snippet.files) {
    if (file.path.empty()) file.path = path;
  }
}

}  // namespace

Example Reader::readExample(Node element, const std::string& files) {
  Example example;
  example.of = element.attribute("of");
  example.at = place(element);
  refer(Reference::To::checkOrPatch, example.of, element, "of");
  for (const Node& child : element.elements()) {
    if (isOurElement(child, "param")) example.params.emplace_back(child.attribute("name"), child.attribute("value"));
    if (isOurElement(child, "bad")) example.bad = readSnippet(child, files);
    if (!isOurElement(child, "good")) continue;
    if (example.good) {
      example.alsoGood.push_back(readSnippet(child, files));
    } else {
      example.good = readSnippet(child, files);
    }
  }
  return example;
}

Example::Snippet Reader::readSnippet(Node element, const std::string& files) {
  Example::Snippet snippet;
  if (element.hasAttribute("count")) snippet.count = toSize(element.attribute("count"));
  for (const Node& child : element.elements()) {
    if (isOurElement(child, "live")) snippet.live.push_back({child.attribute("asked"), normalizeSpace(child.value())});
    if (isOurElement(child, "file")) snippet.files.push_back(readExampleFile(child, {}));
    if (!isOurElement(child, "node")) continue;
    for (const Node& file : child.elements()) {
      if (isOurElement(file, "file")) snippet.files.push_back(readExampleFile(file, child.attribute("name")));
    }
  }
  if (!snippet.files.empty()) return snippet;
  snippet.files.push_back(readExampleFile(element, {}));
  if (snippet.files.front().path.empty()) snippet.files.front().path = firstPath(files);
  if (exact_) keepPlace(element, snippet);
  return snippet;
}

ExampleFile Reader::readExampleFile(Node element, const std::string& node) {
  return {node, element.attribute("path"), snippetText(element), toSize(element.attribute("line"))};
}

std::string Reader::snippetText(Node element) {
  return dedent(element.elements().empty() ? element.value() : contentOf(element));
}

void Reader::keepPlace(Node element, Example::Snippet& snippet) {
  const Node cdata = onlyCdata(element);
  const auto range = cdata ? document_.extent(cdata) : document_.content(element);
  if (!range) return;
  snippet.offset = range->offset;
  snippet.length = range->length;
  if (!cdata) return;
  snippet.cdata = true;
  snippet.offset += kCdataOpen.size();
  snippet.length -= std::min(snippet.length, kCdataOpen.size() + kCdataClose.size());
}

void Reader::fillExamplePaths(Pack& pack) {
  for (Example& example : pack.examples) {
    const std::string path = firstPath(filesOf(pack, example.of));
    if (example.bad) fillPaths(*example.bad, path);
    if (example.good) fillPaths(*example.good, path);
    for (Example::Snippet& snippet : example.alsoGood) fillPaths(snippet, path);
  }
}

}  // namespace carbonfix
