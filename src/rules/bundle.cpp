#include "rules/bundle.h"

#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/document/document.h"
#include "rules/reader.h"
#include "rules/rule_text.h"

namespace carbonfix {
namespace {

// Examples and prose: what lint never looks at need not travel.
bool isForReadersOnly(Node element) {
  const std::string name = element.localName();
  return isOurs(element) && (name == "example" || name == "p");
}

// Ranges of the document's text, in order.
using Ranges = std::vector<std::pair<std::size_t, std::size_t>>;

void collectForReaders(const Document& document, Node element, Ranges& ranges) {
  for (const Node& child : element.elements()) {
    const std::string name = child.localName();
    if (isForReadersOnly(child)) {
      const auto range = document.extent(child);
      if (!range) continue;
      const std::string_view text = textOf(document, *range);
      const auto begin = static_cast<std::size_t>(text.data() - document.text().data());
      ranges.emplace_back(begin, begin + text.size());
    } else if (isOurs(child) && (name == "pattern" || name == "patch" || name == "phase")) {
      collectForReaders(document, child, ranges);
    }
  }
}

// The element from tag to tag without those; a line that held nothing else goes with it.
std::string leanText(const Document& document, Node element, const Location& extent) {
  const std::string_view all = document.text();
  const std::string_view text = textOf(document, extent);
  auto at = static_cast<std::size_t>(text.data() - all.data());
  const std::size_t end = at + text.size();
  Ranges ranges;
  collectForReaders(document, element, ranges);
  std::string out;
  for (const auto& [begin, stop] : ranges) {
    std::string_view before = all.substr(at, begin - at);
    const std::size_t last = before.find_last_not_of(" \t");
    const bool startsLine = last != std::string_view::npos && before[last] == '\n' && all[stop] == '\n';
    out += startsLine ? before.substr(0, last) : before;
    at = stop;
  }
  return out.append(all.substr(at, end - at));
}

// The packs of a rule file.
Result<std::string> packsIn(const RuleText& file) {
  const auto document = Document::parse(file.text, file.path);
  if (!document) return document.error();
  const Node root = document->rootElement();
  if (root.namespaceUri() == kSchematronNamespace) {
    return Error{.message = "a plain Schematron schema can't be put into a bundle",
                 .path = file.path,
                 .hint = "give it to the other machine as a file of its own, with --rules and --bind"};
  }
  std::string out;
  const bool isBundle = root.localName() == "bundle";
  for (const Node& pack : isBundle ? root.elements() : std::vector<Node>{root}) {
    if (!isOurs(pack)) continue;
    const auto range = document->extent(pack);
    if (!range) return range.error();
    out += leanText(*document, pack, *range) + "\n";
  }
  return out;
}

}  // namespace

Result<std::string> bundleOf(const std::vector<RuleText>& files) {
  std::string bundle =
      fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<bundle xmlns=\"{}\">\n", kRulesNamespace);
  for (const RuleText& file : files) {
    const auto packs = packsIn(file);
    if (!packs) return packs.error();
    // What a DOCTYPE or the file's own outer element declares is not there any more.
    const auto alone =
        Document::parse(fmt::format("<bundle xmlns=\"{}\">{}</bundle>", kRulesNamespace, *packs), file.path);
    if (!alone || !alone->namespaceErrors().empty()) {
      const Error& cause = alone ? alone->namespaceErrors().front() : alone.error();
      return Error{.message = fmt::format("can't be put into a bundle: {}", cause.message),
                   .path = file.path,
                   .hint = "a pack in a bundle has no DOCTYPE, and declares its prefixes on its own <rules>"};
    }
    bundle += *packs;
  }
  return bundle + "</bundle>\n";
}

}  // namespace carbonfix
