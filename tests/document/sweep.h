// For tests that go over many documents: where they lie, their nodes, and one checked edit.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/document/document.h"
#include "carbonfix/document/editor.h"

namespace carbonfix::test {

// The collection of real homes and of other projects' test cases; it is no part of the project.
inline std::filesystem::path sharedFolder() {
  const char* const set = std::getenv("CARBONFIX_SHARED");
  return set != nullptr ? set : "../shared";
}

inline std::vector<std::filesystem::path> filesBelow(const std::filesystem::path& folder, std::string_view extension) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == extension) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

inline std::string readFile(const std::filesystem::path& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

using Random = std::mt19937;

// The same choices in every run, unless CARBONFIX_SWEEP_SEED asks for others.
inline unsigned seed() {
  const char* const set = std::getenv("CARBONFIX_SWEEP_SEED");
  return set != nullptr ? static_cast<unsigned>(std::strtoul(set, nullptr, 10)) : 0U;
}

inline std::size_t pick(Random& random, std::size_t size) {
  return std::uniform_int_distribution<std::size_t>(0, size - 1)(random);
}

// Elements, attributes and comments in document order, an element before its attributes before its children; texts and
// CDATA sections apart.
struct Nodes {
  std::vector<Node> marked;
  std::vector<Node> attributes;
  std::vector<Node> texts;
};

inline void collectNodes(Node parent, Nodes& nodes) {
  for (const Node& child : parent.children()) {
    if (child.kind() == NodeKind::element || child.kind() == NodeKind::comment) nodes.marked.push_back(child);
    if (child.kind() == NodeKind::text || child.kind() == NodeKind::cdata) nodes.texts.push_back(child);
    if (child.kind() != NodeKind::element) continue;
    for (const Node& attribute : child.attributes()) {
      nodes.marked.push_back(attribute);
      nodes.attributes.push_back(attribute);
    }
    collectNodes(child, nodes);
  }
}

inline Nodes nodesOf(const Document& document) {
  Nodes nodes;
  collectNodes(document.root(), nodes);
  return nodes;
}

// Words with what has to be escaped somewhere, and with characters that not every encoding holds.
inline std::string randomValue(Random& random) {
  static const std::vector<std::string> kParts = {
      "a",        "B7",           "0",   "-",   ".",    " ",    "&", "<", ">", "\"", "'",
      "\xC3\xA9", "\xE2\x82\xAC", "]]>", "{x}", "${y}", "&amp;"};
  std::string value = "v";
  for (std::size_t i = pick(random, 8); i > 0; --i) value += kParts[pick(random, kParts.size())];
  return value + "z";
}

// What an edit did: changed its span only and proved, was refused with a reason, or went wrong.
struct Outcome {
  enum class Kind { changed, refused, wrong } kind = Kind::changed;
  std::string why;
};

inline Outcome wrong(std::string why) { return {Outcome::Kind::wrong, std::move(why)}; }

// Sets the value of the `index`-th attribute or text of a fresh document, and looks at every byte of the result.
inline Outcome checkSet(const std::string& bytes, const std::string& path, std::vector<Node> Nodes::*list,
                        std::size_t index, const std::string& value) {
  auto document = Document::parse(bytes, path);
  if (!document) return wrong("parses no second time: " + document.error().message);
  const Node node = (nodesOf(*document).*list)[index];
  const auto span = document->extent(node);
  if (!span) return {Outcome::Kind::refused, span.error().message};
  const auto where = document->locate(node);
  if (!where) return wrong("has an extent but no place: " + where.error().message);
  const bool isAttribute = node.kind() == NodeKind::attribute;
  const Location& allowed = isAttribute ? *where : *span;
  const auto set = Editor(*document).setValue(node, value);
  if (!set) return {Outcome::Kind::refused, set.error().message};
  const std::string after = document->editedBytes();
  const std::size_t behind = bytes.size() - allowed.offset - allowed.length;
  if (after.size() < allowed.offset + behind || after.compare(0, allowed.offset, bytes, 0, allowed.offset) != 0 ||
      after.compare(after.size() - behind, behind, bytes, bytes.size() - behind, behind) != 0) {
    return wrong("changed bytes outside the span of " + node.path());
  }
  if (splice(bytes, document->edits()) != after) return wrong("the edits are not what the edited bytes say");
  const auto proved = document->prove();
  if (!proved) return wrong("is not proved: " + proved.error().message);
  const std::vector<Node> again = nodesOf(*proved).*list;
  if (index >= again.size() || again[index].value() != value) return wrong("reads differently: " + node.path());
  return {};
}

// Counts outcomes; keeps the reasons of refusals, numbers of each, for the report.
struct Tally {
  std::size_t changed = 0;
  std::size_t refused = 0;
  std::map<std::string, std::size_t> reasons;

  void add(const Outcome& outcome) {
    if (outcome.kind == Outcome::Kind::changed) ++changed;
    if (outcome.kind == Outcome::Kind::refused) {
      ++refused;
      // The path of the node makes each of them another.
      const std::size_t colon = outcome.why.find(": ");
      ++reasons[outcome.why.starts_with('/') && colon != std::string::npos ? outcome.why.substr(colon + 2)
                                                                           : outcome.why];
    }
  }
};

}  // namespace carbonfix::test
