#include "lint/fingerprint.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/digest.h"
#include "carbonfix/base/text.h"
#include "lint/secrets_in_files.h"

namespace carbonfix {
namespace {

constexpr std::size_t kDigits = 32;

std::string keyOf(Node element) {
  for (const char* const key : {"name", "id", "key", "class", "className"}) {
    if (element.hasAttribute(key)) return fmt::format("[@{}='{}']", key, normalizeSpace(element.attribute(key)));
  }
  for (const Node& child : element.elements()) {
    const std::string name = child.localName();
    if (name != "name" && name != "id" && name != "Name" && name != "Id") continue;
    if (child.elements().empty()) return fmt::format("[{}='{}']", name, normalizeSpace(maskedValue(child)));
  }
  return {};
}

// Tools word some messages with the numbers of lines in them.
std::string withoutNumbers(const std::string& message) {
  std::string text;
  for (const char c : message) {
    if (c < '0' || c > '9') text += c;
  }
  return text;
}

}  // namespace

std::string PlacesByNames::of(Node node) {
  switch (node.kind()) {
    case NodeKind::element:
      return ofParent(node) + "/" + node.localName() + keyOf(node);
    case NodeKind::attribute:
      return ofParent(node) + "/@" + node.localName();
    case NodeKind::none:
    case NodeKind::document:
      return {};
    case NodeKind::comment:
      return ofParent(node) + "/comment()";
    default:
      return ofParent(node) + "/text()";
  }
}

const std::string& PlacesByNames::ofParent(Node node) {
  const Node parent = node.parent();
  const auto known = parents_.find(parent.raw());
  if (known != parents_.end()) return known->second;
  return parents_.emplace(parent.raw(), of(parent)).first->second;
}

std::string contentWithoutSecrets(Node node, const std::vector<std::string>& secretValues) {
  std::vector<std::string> parts;
  const auto add = [&](const std::string& name, std::string value) {
    for (const std::string& secret : secretValues) value = maskOne(std::move(value), secret);
    parts.push_back(name + "=" + normalizeSpace(value));
  };
  if (node.kind() != NodeKind::element) {
    if (node.kind() != NodeKind::document) add({}, maskedValue(node));
    return join(parts, "\n");
  }
  for (const Node& attribute : node.attributes()) add("@" + attribute.localName(), maskedValue(attribute));
  std::ranges::sort(parts);
  if (node.elements().empty()) add({}, maskedValue(node));
  return join(parts, "\n");
}

void addFingerprints(std::vector<Finding>& findings) {
  std::map<std::pair<std::string, std::string>, std::size_t> alike;  // by node and what they have in common
  for (Finding& finding : findings) {
    const std::string content = finding.anchor.place.empty() ? withoutNumbers(finding.message) : finding.anchor.content;
    std::string common = join({finding.id, finding.path, finding.anchor.place, content}, std::string_view("\0", 1));
    std::size_t& count = alike[{finding.node, common}];
    finding.fingerprint = sha256(fmt::format("{}\n{}", common, count++)).substr(0, kDigits);
  }
}

}  // namespace carbonfix
