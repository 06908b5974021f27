#include "patch/merge.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "carbonfix/base/text.h"
#include "carbonfix/document/editor.h"
#include "carbonfix/document/xpath.h"
#include "carbonfix/patch/secure_vault.h"

namespace carbonfix {
namespace {

// What tells an element apart from others of its name.
struct Identity {
  std::string name;
  std::string value;
  bool isAttribute = false;
};

std::optional<std::string> valueOf(Node element, const std::string& name) {
  if (element.hasAttribute(name)) return element.attribute(name);
  for (const Node& child : element.elements()) {
    if (child.name() == name) return std::string(trim(child.value()));
  }
  return std::nullopt;
}

bool has(Node element, const Identity& identity) { return valueOf(element, identity.name) == identity.value; }

bool isDeclaration(Node attribute) { return attribute.name() == "xmlns" || attribute.name().starts_with("xmlns:"); }

NodeSet named(Node parent, const std::string& name) {
  NodeSet found;
  for (const Node& child : parent.elements()) {
    if (child.name() == name) found.push_back(child);
  }
  return found;
}

// Does `there` say all that `wanted` says?
bool covers(Node there, Node wanted) {
  for (const Node& attribute : wanted.attributes()) {
    if (!isDeclaration(attribute) && there.attribute(attribute.name()) != attribute.value()) return false;
  }
  const std::vector<Node> children = wanted.elements();
  if (children.empty()) return trim(there.value()) == trim(wanted.value());
  return std::ranges::all_of(children, [&](const Node& child) {
    return std::ranges::any_of(named(there, child.name()), [&](const Node& each) { return covers(each, child); });
  });
}

class Merger {
 public:
  Merger(Document& document, const Document& content, const std::vector<std::string>& by,
         std::vector<std::string>& notes)
      : document_(document), editor_(document), content_(content), by_(by), notes_(notes) {}

  Status run(Node parent) {
    const std::vector<Node> wanted = content_.rootElement().elements();
    if (wanted.empty()) return Error{"merge has no element to bring in"};
    for (const Node& element : wanted) {
      if (!identityOf(element)) {
        return Error{fmt::format("<{}> has neither an attribute nor a child element named by by=\"{}\"", element.name(),
                                 join(by_, " "))};
      }
    }
    if (Status ok = checkDistinct(content_.rootElement()); !ok) return ok;
    for (const Node& element : wanted) {
      if (Status ok = mergeOne(parent, element, identityOf(element)); !ok) return ok;
    }
    return {};
  }

 private:
  // Of two elements with one key the second would overwrite the first, or make the next run find two. Text beside
  // elements has no place of its own.
  Status checkDistinct(Node wanted) const {
    const std::vector<Node> children = wanted.elements();
    if (children.empty()) return {};
    for (const Node& child : wanted.children()) {
      const bool isText = child.kind() == NodeKind::text || child.kind() == NodeKind::cdata;
      if (isText && !isBlank(child.value())) {
        return Error{.message = "merge brings in elements, and not the text beside them",
                     .hint = "put the text in an element, or use add"};
      }
    }
    std::set<std::pair<std::string, std::string>> seen;
    for (const Node& child : children) {
      const std::optional<Identity> identity = identityOf(child);
      if (identity && !seen.emplace(child.name() + ' ' + identity->name, identity->value).second) {
        return Error{.message = fmt::format("the content has two elements <{}> with the {} \"{}\"", child.name(),
                                            identity->name, identity->value),
                     .hint = "make them one, or name in by what tells them apart"};
      }
      if (Status ok = checkDistinct(child); !ok) return ok;
    }
    return {};
  }

  std::optional<Identity> identityOf(Node wanted) const {
    for (const std::string& name : by_) {
      if (auto value = valueOf(wanted, name)) return Identity{name, std::move(*value), wanted.hasAttribute(name)};
    }
    return std::nullopt;
  }

  Status mergeChildren(Node there, Node wanted) {
    for (const Node& child : wanted.elements()) {
      std::optional<Identity> identity = identityOf(child);
      // A <jndiConfig> is that one whatever its <name> says; where there may be several, the <name> tells them apart.
      if (identity && !identity->isAttribute && isOnlyOne(there, child)) identity.reset();
      if (Status ok = mergeOne(there, child, identity); !ok) return ok;
    }
    return {};
  }

  Status mergeOne(Node there, Node wanted, const std::optional<Identity>& identity) {
    const Result<Node> match = identity ? keyed(there, wanted, *identity) : unkeyed(there, wanted);
    if (!match) return match.error();
    return *match ? mergeInto(*match, wanted) : insert(there, wanted, identity);
  }

  static bool isOnlyOne(Node there, Node wanted) {
    return named(there, wanted.name()).size() == 1 && named(wanted.parent(), wanted.name()).size() == 1;
  }

  // None: a node that is nothing.
  Result<Node> keyed(Node there, Node wanted, const Identity& identity) const {
    NodeSet found = named(there, wanted.name());
    std::erase_if(found, [&](const Node& each) { return !has(each, identity); });
    if (found.empty()) return Node();
    if (found.size() == 1) return found.front();
    std::vector<std::string> lines;
    for (const Node& each : found) {
      if (const auto place = document_.locate(each)) lines.push_back(std::to_string(place->start.line));
    }
    return Error{
        .message = fmt::format("{} elements <{}> have the {} \"{}\"{}", found.size(), wanted.name(), identity.name,
                               identity.value, lines.empty() ? "" : ", on lines " + join(lines, ", ")),
        .hint = "leave one of them; merge can't know which one counts"};
  }

  // Without a key an element is known by its name when there is one of it on both sides, else by all that it says.
  static Result<Node> unkeyed(Node there, Node wanted) {
    const NodeSet found = named(there, wanted.name());
    if (isOnlyOne(there, wanted)) return found.front();
    const auto same = std::ranges::find_if(found, [&](const Node& each) { return covers(each, wanted); });
    return same == found.end() ? Node() : *same;
  }

  Status mergeInto(Node there, Node wanted) {
    for (const Node& attribute : wanted.attributes()) {
      const std::string name = attribute.name();
      if (isDeclaration(attribute)) continue;
      if (there.hasAttribute(name) && there.attribute(name) == attribute.value()) continue;
      if (isKept(attributeOf(there, name))) continue;
      if (auto changed = editor_.setAttribute(there, name, attribute.value()); !changed) return changed.error();
    }
    if (!wanted.elements().empty()) return mergeChildren(there, wanted);
    const std::string value(trim(wanted.value()));
    // An element that the content leaves empty names no value.
    if (value.empty() || there.value() == value || isKept(there)) return {};
    const Result<bool> changed = editor_.setValue(there, value);
    return changed ? Status() : Status(changed.error());
  }

  static Node attributeOf(Node element, const std::string& name) {
    for (const Node& attribute : element.attributes()) {
      if (attribute.name() == name) return attribute;
    }
    return {};
  }

  bool isKept(Node node) {
    const std::string alias = vaultAlias(node);
    if (alias.empty()) return false;
    notes_.push_back(fmt::format(
        "{} in {} was left alone: its value is in the secure vault, under the alias \"{}\"; change it there "
        "with bin/ciphertool.sh -Dchange",
        node.path(), document_.path(), alias));
    return true;
  }

  Status insert(Node there, Node wanted, const std::optional<Identity>& identity) {
    Result<std::string> text = textOf(wanted);
    if (!text) return text.error();
    if (!identity) return editor_.insertWhereItBelongs(there, *text);
    return editor_.insertWhereItBelongs(there, *text,
                                        [&identity](Node commented) { return has(commented, *identity); });
  }

  // As the author wrote it, with the indentation of its first line.
  Result<std::string> textOf(Node wanted) const {
    const auto extent = content_.extent(wanted);
    if (!extent) return extent.error();
    const std::string& bytes = content_.bytes();
    std::size_t start = extent->offset;
    while (start > 0 && (bytes[start - 1] == ' ' || bytes[start - 1] == '\t')) --start;
    if (start > 0 && bytes[start - 1] != '\n' && bytes[start - 1] != '\r') start = extent->offset;
    return bytes.substr(start, extent->offset + extent->length - start);
  }

  Document& document_;
  Editor editor_;
  const Document& content_;
  const std::vector<std::string>& by_;
  std::vector<std::string>& notes_;
};

}  // namespace

Status merge(Document& document, Node parent, std::string_view content, const std::vector<std::string>& by,
             std::vector<std::string>& notes) {
  if (parent.kind() != NodeKind::element) return Error{"merge works on the element that sel selects"};
  // Prefixes get their meaning where the content lands; here they are parts of names.
  const Result<Document> parsed = Document::parse(fmt::format("<merge>{}</merge>", content), document.path());
  if (!parsed) return Error{"the content is not well-formed: " + parsed.error().message};
  return Merger(document, *parsed, by, notes).run(parent);
}

}  // namespace carbonfix
