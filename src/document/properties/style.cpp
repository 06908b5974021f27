#include "document/properties/style.h"

#include <fmt/format.h>
#include <libxml/tree.h>

#include "carbonfix/base/text.h"
#include "document/adapter.h"
#include "document/properties/view.h"
#include "document/xml/layout.h"

namespace carbonfix {
namespace {

// A separator that says how its file is written: on one line, before a value.
bool isModel(const _xmlNode* node) {
  if (!isProperty(node) && !isOverridden(node)) return false;
  const Piece* value = pieceOf(node)->last;
  const std::string_view separator = value->previous->text;
  return !value->text.empty() && !separator.empty() && separator.find_first_of("\\\r\n\f") == std::string_view::npos;
}

const _xmlNode* nearestModel(const _xmlNode* node) {
  for (const _xmlNode* each = node; each != nullptr; each = each->prev) {
    if (isModel(each)) return each;
  }
  for (const _xmlNode* each = node; each != nullptr; each = each->next) {
    if (isModel(each)) return each;
  }
  return nullptr;
}

Result<std::string> lineForProperty(const Document::Impl& impl, const _xmlNode* anchor, Node property,
                                    const LineStyle& style, const Holds& holds) {
  const std::string name = property.attribute("name");
  const std::string value = property.value();
  const bool isPlain = property.attributes().size() == 1 && property.elements().empty();
  if (property.name() != "property" || !isPlain || name.empty()) {
    return refuse(impl, anchor, "what is put here is <property name=\"…\">…</property>, with a name");
  }
  if (isSparkPath(impl.path) && trim(value) != value) {
    return refuse(impl, anchor, "Spark cuts blanks off the ends of a value");
  }
  const Before before = style.separator.find_first_of("=:") == std::string::npos ? Before::blank : Before::sign;
  return style.lead + spellKey(name, holds) + style.separator + spellValue(value, before, holds) + style.lineEnd;
}

// A comment of several lines gets a mark on each.
Result<std::string> linesForComment(const Document::Impl& impl, const _xmlNode* anchor, Node comment,
                                    const LineStyle& style, const Holds& holds) {
  std::string out;
  const std::string text = comment.value();
  for (std::size_t at = 0; at < text.size();) {
    if (!holds(nextCodePoint(text, at))) {
      return refuse(impl, anchor, "the comment has a character that the file's encoding can't hold");
    }
  }
  for (const std::string_view line : splitLines(text)) {
    const std::string_view content = line.substr(0, line.find_first_of("\r\n"));
    out += fmt::format("{}#{}{}", style.lead, content.substr(0, content.find_last_not_of(" \t") + 1), style.lineEnd);
  }
  return out.empty() ? style.lead + "#" + style.lineEnd : out;
}

}  // namespace

LineStyle styleNear(const Document::Impl& impl, const _xmlNode* node) {
  LineStyle style;
  const _xmlNode* root = xmlDocGetRootElement(impl.doc.get());
  style.lineEnd = lineEndNear(node == nullptr ? pieceOf(root) : lineOf(node).last);
  style.separator = isSparkPath(impl.path) ? " " : "=";
  const _xmlNode* model = nearestModel(node);
  if (model == nullptr) return style;
  const Piece* entry = pieceOf(model);
  if (isBlank(entry->previous->text)) style.lead = entry->previous->text;
  style.separator = entry->next->text;
  return style;
}

Result<std::string> linesFor(const Document::Impl& impl, const _xmlNode* anchor, const _xmlNode* pasted,
                             const LineStyle& style, const Holds& holds) {
  std::string out;
  for (const _xmlNode* each = pasted; each != nullptr; each = each->next) {
    const Node node(const_cast<_xmlNode*>(each));
    Result<std::string> lines = node.kind() == NodeKind::comment ? linesForComment(impl, anchor, node, style, holds)
                                                                 : lineForProperty(impl, anchor, node, style, holds);
    if (!lines) return lines.error();
    out += *lines;
  }
  return out;
}

}  // namespace carbonfix
