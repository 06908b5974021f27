// Properties that stand as lines in the text of an XML document, as in shindig's web.xml:
//   <param-value><![CDATA[
//     shindig.port=8080 …
#include <fmt/format.h>
#include <libxml/tree.h>

#include <optional>

#include "carbonfix/base/spelling.h"
#include "carbonfix/base/text.h"
#include "carbonfix/document/editor.h"
#include "document/adapter.h"
#include "document/properties/lines.h"
#include "document/xml/layout.h"
#include "document/xml/references.h"
#include "document/xml/tree_edit.h"

namespace carbonfix {
namespace {

constexpr std::string_view kCdataStart = "<![CDATA[";
constexpr std::string_view kCdataEnd = "]]>";

bool isCdata(const _xmlNode* node) { return node->type == XML_CDATA_SECTION_NODE; }

// The text or CDATA section that is meant; null: the element has none.
Result<_xmlNode*> textIn(Document::Impl& impl, _xmlNode* node) {
  if (node->type == XML_TEXT_NODE || isCdata(node)) return node;
  if (node->type != XML_ELEMENT_NODE) return refuse(impl, node, "only a text can hold properties");
  _xmlNode* found = nullptr;
  _xmlNode* blank = nullptr;
  for (_xmlNode* child = node->children; child != nullptr; child = child->next) {
    if (child->type == XML_ELEMENT_NODE) return refuse(impl, node, "it holds elements, not lines of properties");
    if (child->type != XML_TEXT_NODE && !isCdata(child)) continue;
    const bool isLayout = !isCdata(child) && isBlank(Node(child).value());
    if (!isLayout && found != nullptr) {
      return refuse(impl, node, "its text stands in several parts", "select one of them by text()[n]");
    }
    (isLayout ? blank : found) = child;
  }
  return found != nullptr ? found : blank;
}

// A change of a text: [begin, end) of what it says becomes `text`.
struct Splice {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text;
};

std::size_t offsetIn(std::string_view text, std::string_view part) {
  return static_cast<std::size_t>(part.data() - text.data());
}

// What an earlier and a later reader of such lines agree on is that a key ends at the sign: escapes are unknown to some
// of them, so names and values are taken as they stand.
struct Found {
  std::optional<PropertyLine> named;  // the last one of the name
  std::optional<PropertyLine> last;   // of all
  std::vector<std::string> keys;
};

Found find(std::string_view text, std::string_view key) {
  Found found;
  for (std::size_t at = 0; at < text.size();) {
    const PropertyLine line = nextPropertyLine(text, at);
    if (line.kind != PropertyLine::Kind::property) continue;
    found.last = line;
    found.keys.emplace_back(line.key);
    if (line.key == key) found.named = line;
  }
  return found;
}

std::string separatorOf(const PropertyLine& line) {
  return line.separator.empty() ? std::string("=") : std::string(line.separator);
}

Splice setting(std::string_view text, const PropertyLine& line, std::string_view value) {
  const std::size_t valueStart = offsetIn(text, line.value);
  const std::size_t begin = valueStart - line.separator.size();
  return {begin, valueStart + line.value.size(), separatorOf(line) + std::string(value)};
}

// On a line of its own behind the last property; else behind the last text; else where a line is.
Splice adding(std::string_view text, const std::optional<PropertyLine>& last, std::string_view key,
              std::string_view value) {
  if (last) {
    const std::size_t at = offsetIn(text, last->tail);
    const std::string lead(trim(last->lead).empty() ? last->lead : std::string_view());
    return {at, at, fmt::format("\n{}{}{}{}", lead, key, separatorOf(*last), value)};
  }
  const std::string line = fmt::format("{}={}", key, value);
  if (const std::size_t behind = text.find_last_not_of(" \t\n") + 1; behind > 0) return {behind, behind, "\n" + line};
  const std::size_t lineStart = text.find('\n') + 1;
  return lineStart > 0 ? Splice{lineStart, lineStart, line + "\n"} : Splice{0, 0, line};
}

// Where in the text as written the character stands that is at `wanted` in what it says; none: inside an entity.
std::optional<std::size_t> writtenOffset(std::string_view written, std::size_t wanted, bool cdata, _xmlDoc* doc) {
  std::size_t said = 0;
  std::size_t at = 0;
  while (said < wanted && at < written.size()) {
    std::size_t next = at + 1;
    if (written.substr(at).starts_with("\r\n")) next = at + 2;
    if (written[at] == '&' && !cdata) next = std::min(written.find(';', at), written.size() - 1) + 1;
    said += written[at] == '&' && !cdata ? decodeText(written.substr(at, next - at), doc).size() : 1;
    at = next;
  }
  return said == wanted ? std::optional(at) : std::nullopt;
}

Status apply(Document::Impl& impl, _xmlNode* node, const std::string& text, const Splice& splice) {
  Piece* first = pieceOf(node);
  const bool cdata = isCdata(node);
  std::string written = textOf(first, first->last);
  if (cdata) written = written.substr(kCdataStart.size(), written.size() - kCdataStart.size() - kCdataEnd.size());
  const auto begin = writtenOffset(written, splice.begin, cdata, impl.doc.get());
  const auto end = writtenOffset(written, splice.end, cdata, impl.doc.get());
  if (!begin || !end) return refuse(impl, node, "the property comes from an entity", "edit the entity's declaration");
  std::string put = cdata ? splice.text : escapeText(splice.text);
  const std::string lineEnd = lineEndFor(put, first);
  put = replaceAll(std::move(put), "\n", lineEnd);
  Result<std::string> fitted = fitEncoding(impl, std::move(put), !cdata);
  if (!fitted) return fitted.error();
  written = fmt::format("{}{}{}", written.substr(0, *begin), *fitted, written.substr(*end));
  if (written.find(kCdataEnd) != std::string::npos) return refuse(impl, node, "the new value would hold \"]]>\"");
  if (cdata) written = fmt::format("{}{}{}", kCdataStart, written, kCdataEnd);
  respell(impl, node, impl.arena.makeOwned(cdata ? PieceKind::cdata : PieceKind::text, std::move(written)),
          text.substr(0, splice.begin) + splice.text + text.substr(splice.end));
  return {};
}

}  // namespace

Result<bool> Editor::setPropertyInText(Node node, std::string_view key, std::string_view value, WhenAbsent absent) {
  Document::Impl& impl = document_.impl();
  if (!isXmlText(value) || !isXmlText(key)) {
    return Error{"the property holds characters that XML does not allow", impl.path};
  }
  if (Result<Piece*> piece = editable(impl, node.raw()); !piece) return piece.error();
  if (impl.adapter != nullptr) {
    return refuse(impl, node.raw(), "key is for lines inside a text of an XML file",
                  "select the property itself and set its value");
  }
  const auto holds = [](char32_t) { return true; };
  if (spellKey(key, holds) != key || spellValue(value, Before::blank, holds) != value || trim(value) != value) {
    return refuse(impl, node.raw(),
                  fmt::format("\"{}\" would need an escape, or blanks at an end, which such lines may not have", key));
  }
  Result<_xmlNode*> in = textIn(impl, node.raw());
  if (!in) return in.error();
  if (*in != nullptr) {
    if (Result<Piece*> piece = editable(impl, *in); !piece) return piece.error();
  }
  const std::string text = *in == nullptr ? std::string() : Node(*in).value();
  const Found found = find(text, key);
  if (found.named && found.named->value == value) return false;
  if (!found.named && absent == WhenAbsent::fail) {
    return refuse(impl, node.raw(),
                  fmt::format("its text has no property \"{}\"{}", key, didYouMean(std::string(key), found.keys)),
                  "missing=\"add\" adds it");
  }
  if (*in == nullptr) return setValue(node, fmt::format("{}={}", key, value));
  const Splice splice = found.named ? setting(text, *found.named, value) : adding(text, found.last, key, value);
  if (Status ok = apply(impl, *in, text, splice); !ok) return ok.error();
  return true;
}

}  // namespace carbonfix
