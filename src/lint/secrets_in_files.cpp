#include "lint/secrets_in_files.h"

#include <algorithm>
#include <utility>

#include "base/secret_names.h"
#include "carbonfix/base/text.h"

namespace carbonfix {
namespace {

// @key: of JSON, and of files that call it so.
bool isNamedAsSecret(Node element) {
  return isSecretName(element.attribute("name")) || isSecretName(element.attribute("key"));
}

// In JSON what stands in a map or an array of secrets is one, too.
bool isSecretElement(Node element) {
  for (; element.kind() == NodeKind::element; element = element.parent()) {
    if (isSecretName(element.localName()) || isNamedAsSecret(element)) return true;
    const std::string parent = element.parent().localName();
    if (parent != "map" && parent != "array") break;
  }
  return false;
}

std::string maskedAttribute(Node attribute) {
  const Node element = attribute.parent();
  const std::string name = attribute.localName();
  // In <Property name="password" value="…"/> it is the element's name attribute that says what the value is.
  const bool isNamed = name != "name" && name != "key" && isNamedAsSecret(element);
  std::string value = attribute.value();
  return (isSecretName(name) || isNamed) && !isBlank(value) ? std::string(kMask) : maskUrl(value);
}

void collectSecrets(Node node, std::vector<std::string>& out) {
  for (const Node& child : node.elements()) {
    if (isSecretElement(child) && child.elements().empty() && isSecretValue(child.value()))
      out.push_back(child.value());
    for (const Node& attribute : child.attributes()) {
      if (maskedAttribute(attribute) == kMask && isSecretValue(attribute.value())) out.push_back(attribute.value());
    }
    collectSecrets(child, out);
  }
}

// Texts and elements below, as XPath's string-value has them.
void appendMasked(Node node, std::string& out) {
  if (node.kind() == NodeKind::element) {
    if (isSecretElement(node) && !isBlank(node.value())) {
      out += kMask;
      return;
    }
    for (const Node& child : node.children()) appendMasked(child, out);
  } else if (node.kind() == NodeKind::text || node.kind() == NodeKind::cdata) {
    out += node.value();
  }
}

// A secret in a line: its first column, and the one behind it.
struct Hole {
  std::size_t start = 0;
  std::size_t end = 0;
};

// Where a column goes when holes are filled with masks; inside of one, to its begin or behind it.
std::size_t moved(std::size_t column, const std::vector<Hole>& holes, bool behind) {
  std::size_t removed = 0;
  std::size_t added = 0;
  for (const Hole& hole : holes) {
    if (column <= hole.start) break;
    if (column < hole.end) return hole.start - removed + added + (behind ? kMask.size() : 0);
    removed += hole.end - hole.start;
    added += kMask.size();
  }
  return column - removed + added;
}

// Of a line that goes on and on, what is shown at most on either side of the marked part; in code points.
constexpr std::size_t kAround = 500;

// A file may be one line, with thousands of findings in it.
void cutAround(SecretsInFiles::MaskedLine& line) {
  if (line.text.size() <= 3 * kAround) return;
  const std::size_t first = line.column > kAround ? line.column - kAround : 1;
  const std::size_t last = line.column + std::min(line.length, kAround) + kAround;
  std::size_t begin = 0;
  std::size_t end = 0;
  for (std::size_t column = 1; column < last && end < line.text.size(); ++column) {
    if (column == first) begin = end;
    nextCodePoint(line.text, end);
  }
  line.text = line.text.substr(begin, end - begin);
  line.column -= first - 1;
  line.length = std::min(line.length, kAround);
}

}  // namespace

std::string maskedValue(Node node) {
  switch (node.kind()) {
    case NodeKind::attribute:
      return maskedAttribute(node);
    case NodeKind::comment: {
      // With its marks: in <!--Password>x</Password--> they stand for the brackets of an element.
      constexpr std::string_view kOpen = "<!--";
      constexpr std::string_view kClose = "-->";
      const std::string masked = maskSecrets(std::string(kOpen) + node.value() + std::string(kClose));
      return masked.substr(kOpen.size(), masked.size() - kOpen.size() - kClose.size());
    }
    case NodeKind::instruction:
      return maskSecrets(node.value());
    case NodeKind::text:
    case NodeKind::cdata: {
      const Node parent = node.parent();
      const bool isSecret = parent.kind() == NodeKind::element && isSecretElement(parent) && !isBlank(node.value());
      return isSecret ? std::string(kMask) : maskUrl(node.value());
    }
    case NodeKind::document: {
      std::string text;
      for (const Node& child : node.children()) appendMasked(child, text);
      return maskUrl(text);
    }
    default: {
      std::string text;
      appendMasked(node, text);
      return maskUrl(text);
    }
  }
}

std::string maskOne(std::string text, std::string_view secret) {
  if (secret.empty()) return text;
  if (secret.size() < kShortSecret) return text == secret ? std::string(kMask) : std::move(text);
  return replaceAll(std::move(text), secret, kMask);
}

const std::vector<TextRange>& SecretsInFiles::of(const Document& document) {
  const auto [place, isNew] = known_.try_emplace(&document);
  if (isNew) place->second = findSecrets(document.text(), values_);
  return place->second;
}

std::string SecretsInFiles::maskText(const Document& document, std::string text) {
  const std::string_view all = document.text();
  for (const TextRange& secret : of(document)) {
    text = maskOne(std::move(text), trim(all.substr(secret.offset, secret.length)));
  }
  for (const std::string& secret : decodedOf(document)) text = maskOne(std::move(text), secret);
  return maskUrl(text);
}

bool SecretsInFiles::isSecret(const Document& document, std::string_view value) {
  return std::ranges::find(decodedOf(document), value) != decodedOf(document).end();
}

const std::vector<std::string>& SecretsInFiles::decodedOf(const Document& document) {
  const auto [place, isNew] = decoded_.try_emplace(&document);
  if (isNew) place->second = secretsIn(document);
  return place->second;
}

std::vector<std::string> secretsIn(const Document& document) {
  std::vector<std::string> values;
  collectSecrets(document.root(), values);
  return values;
}

SecretsInFiles::MaskedLine SecretsInFiles::maskLine(const Document& document, std::size_t line, std::size_t column,
                                                    std::size_t length) {
  const std::string_view whole = document.lineText(line);
  const auto lineStart = static_cast<std::size_t>(whole.data() - document.text().data());
  MaskedLine masked;
  std::vector<Hole> holes;
  std::size_t done = 0;
  const std::vector<TextRange>& secrets = of(document);  // ascending, and none in another
  const auto endOf = [](const TextRange& secret) { return secret.offset + secret.length; };
  for (auto secret = std::ranges::upper_bound(secrets, lineStart, {}, endOf);
       secret != secrets.end() && secret->offset < lineStart + whole.size(); ++secret) {
    const std::size_t start = std::max(secret->offset, lineStart) - lineStart;
    const std::size_t end = std::min(endOf(*secret), lineStart + whole.size()) - lineStart;
    if (start >= end) continue;
    masked.text += whole.substr(done, start - done);
    masked.text += kMask;
    holes.push_back({countCodePoints(whole.substr(0, start)) + 1, countCodePoints(whole.substr(0, end)) + 1});
    done = end;
  }
  masked.text += whole.substr(done);
  masked.column = moved(column, holes, false);
  const std::size_t end = moved(column + length, holes, true);
  masked.length = end > masked.column ? end - masked.column : 1;
  cutAround(masked);
  return masked;
}

}  // namespace carbonfix
