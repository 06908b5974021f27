#include "document/json/writer.h"

#include <fmt/format.h>
#include <libxml/tree.h>

#include "document/adapter.h"
#include "document/json/reader.h"
#include "document/json/strings.h"

namespace carbonfix {
namespace {

class Writer {
 public:
  Writer(const Document::Impl& impl, const _xmlNode* anchor, const JsonStyle& style)
      : impl_(impl), anchor_(anchor), style_(style) {}

  Result<std::string> members(const _xmlNode* first, bool keyed, const std::string& indent) const {
    const std::string separator = "," + (style_.ownLines ? style_.lineEnd + indent : style_.gap);
    std::string out;
    for (const _xmlNode* node = first; node != nullptr; node = node->next) {
      Result<std::string> text = member(Node(const_cast<_xmlNode*>(node)), keyed, indent);
      if (!text) return text.error();
      if (!out.empty()) out += separator;
      out += *text;
    }
    return out;
  }

 private:
  Result<std::string> member(Node element, bool keyed, const std::string& indent) const {
    if (element.kind() == NodeKind::comment) return refuse(impl_, anchor_, "JSON has no comments; none can be added");
    if (element.kind() != NodeKind::element) return refuse(impl_, anchor_, "text has to stand in an element: <string>");
    const bool hasKey = element.hasAttribute("key");
    if (element.attributes().size() > (hasKey ? 1U : 0U)) {
      return refuse(impl_, anchor_, "elements of JSON have no attribute but key");
    }
    if (keyed && !hasKey) return refuse(impl_, anchor_, "what stands in a map has a key: <string key=\"…\">");
    if (!keyed && hasKey) return refuse(impl_, anchor_, "what stands in an array has no key");
    Result<std::string> text = value(element, indent);
    if (!text || !keyed) return text;
    return spellJsonString(element.attribute("key")) + style_.colon + *text;
  }

  Result<std::string> value(Node element, const std::string& indent) const {
    if (!isContainer(element.raw())) {
      if (!element.elements().empty()) return refuse(impl_, anchor_, "only <map> and <array> hold elements");
      return spellLeaf(impl_, anchor_, element.name(), element.value());
    }
    const bool isMap = element.name() == "map";
    const std::string inner = indent + style_.unit;
    Result<std::string> inside = members(firstMember(element.raw()), isMap, inner);
    if (!inside) return inside;
    const bool ownLines = style_.ownLines && !inside->empty();
    return fmt::format("{}{}{}{}{}", isMap ? '{' : '[', ownLines ? style_.lineEnd + inner : "", *inside,
                       ownLines ? style_.lineEnd + indent : "", isMap ? '}' : ']');
  }

  // White space between elements is the author's layout.
  static const _xmlNode* firstMember(_xmlNode* container) {
    for (_xmlNode* node = container->children; node != nullptr;) {
      _xmlNode* next = node->next;
      if (xmlIsBlankNode(node) != 0) {
        xmlUnlinkNode(node);
        xmlFreeNode(node);
      }
      node = next;
    }
    return container->children;
  }

  const Document::Impl& impl_;
  const _xmlNode* anchor_;
  const JsonStyle& style_;
};

}  // namespace

Result<std::string> spellMembers(const Document::Impl& impl, const _xmlNode* at, bool keyed, const _xmlNode* pasted,
                                 const JsonStyle& style) {
  return Writer(impl, at, style).members(pasted, keyed, style.indent);
}

Result<std::string> spellLeaf(const Document::Impl& impl, const _xmlNode* at, std::string_view kind,
                              std::string_view value) {
  if (kind == "string") return spellJsonString(value);
  if (kind == "number") {
    if (isJsonNumber(value)) return std::string(value);
    return refuse(impl, at, fmt::format("\"{}\" is no number as JSON spells them", value));
  }
  if (kind == "boolean") {
    if (value == "true" || value == "false") return std::string(value);
    return refuse(impl, at, fmt::format("\"{}\" is no boolean; write true or false", value));
  }
  if (kind == "null") {
    if (value.empty()) return std::string("null");
    return refuse(impl, at, "null has no value; replace it by a <string>, <number> or <boolean>");
  }
  return refuse(impl, at, fmt::format("<{}> is nothing that JSON has", kind),
                "its elements are map, array, string, number, boolean and null");
}

}  // namespace carbonfix
