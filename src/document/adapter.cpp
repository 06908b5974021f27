#include "document/adapter.h"

#include <fmt/format.h>
#include <libxml/tree.h>

#include "carbonfix/base/text.h"
#include "document/xml/references.h"

namespace carbonfix {
namespace {

const xmlChar* chars(const char* text) { return reinterpret_cast<const xmlChar*>(text); }
const xmlChar* chars(const std::string& text) { return chars(text.c_str()); }

Error notHere(const Document::Impl& impl, const _xmlNode* node, std::string_view what) {
  return refuse(impl, node, fmt::format("{} in this kind of file", what));
}

bool endsWithName(std::string_view path, std::string_view name) {
  return path == name || (path.ends_with(name) && path[path.size() - name.size() - 1] == '/');
}

}  // namespace

FileFormat formatOf(std::string_view path) {
  if (path.ends_with(".properties") || endsWithName(path, "spark-defaults.conf") ||
      endsWithName(path, "wrapper.conf")) {
    return FileFormat::properties;
  }
  if (path.ends_with(".json")) return FileFormat::json;
  if (path.ends_with(".sh")) return FileFormat::shell;
  return endsWithName(path, "my-node-id.dat") ? FileFormat::text : FileFormat::xml;
}

const Adapter* adapterFor(FileFormat format) {
  switch (format) {
    case FileFormat::text:
      return &textAdapter();
    case FileFormat::properties:
      return &propertiesAdapter();
    case FileFormat::json:
      return &jsonAdapter();
    case FileFormat::shell:
      return &shellAdapter();
    case FileFormat::lines:
      return &linesAdapter();
    default:
      return nullptr;
  }
}

Result<bool> Adapter::setValue(Document::Impl& impl, _xmlNode* node, std::string_view /*value*/) const {
  return notHere(impl, node, "this has no value that can be set");
}

Result<bool> Adapter::setAttribute(Document::Impl& impl, _xmlNode* element, std::string_view name,
                                   std::string_view /*value*/) const {
  return notHere(impl, element, fmt::format("the attribute {} can't be set", name));
}

Status Adapter::insert(Document::Impl& impl, _xmlNode* anchor, Place /*where*/, const _xmlNode* /*nodes*/) const {
  return notHere(impl, anchor, "nothing can be added");
}

Status Adapter::replace(Document::Impl& impl, _xmlNode* node, const _xmlNode* /*nodes*/) const {
  return notHere(impl, node, "this can't be replaced");
}

Status Adapter::remove(Document::Impl& impl, _xmlNode* node) const {
  return notHere(impl, node, "this can't be removed");
}

Status Adapter::comment(Document::Impl& impl, _xmlNode* element) const {
  return notHere(impl, element, "this can't be commented out");
}

Status Adapter::uncomment(Document::Impl& impl, _xmlNode* comment) const {
  return notHere(impl, comment, "comments can't be uncommented");
}

Status Adapter::withCommented(Document::Impl& impl, _xmlNode* comment,
                              const std::function<Status(Node content)>& /*look*/) const {
  return notHere(impl, comment, "comments can't be uncommented");
}

namespace {

struct FreeNodes {
  void operator()(_xmlNode* first) const { xmlFreeNodeList(first); }
};
using Nodes = std::unique_ptr<_xmlNode, FreeNodes>;

// White space between what was pasted is layout of the rule file.
Result<Nodes> parsePasted(Document::Impl& impl, std::string_view xml) {
  Result<_xmlNode*> parsed = parseContent(xml, xmlDocGetRootElement(impl.doc.get()), impl.path);
  if (!parsed) return parsed.error();
  _xmlNode* first = *parsed;
  for (_xmlNode* node = first; node != nullptr;) {
    _xmlNode* next = node->next;
    if (node->type == XML_TEXT_NODE && isBlank(Node(node).value())) {
      if (node == first) first = next;
      xmlUnlinkNode(node);
      xmlFreeNode(node);
    }
    node = next;
  }
  return Nodes(first);
}

}  // namespace

Status insertPasted(Document::Impl& impl, _xmlNode* anchor, Place where, std::string_view xml) {
  Result<Nodes> nodes = parsePasted(impl, xml);
  if (!nodes) return nodes.error();
  return *nodes == nullptr ? Status() : impl.adapter->insert(impl, anchor, where, nodes->get());
}

Status replacePasted(Document::Impl& impl, _xmlNode* node, std::string_view xml) {
  Result<Nodes> nodes = parsePasted(impl, xml);
  if (!nodes) return nodes.error();
  if (*nodes == nullptr) return refuse(impl, node, "there is nothing to put in its place", "remove it instead");
  return impl.adapter->replace(impl, node, nodes->get());
}

ViewRoot startView(Document::Impl& impl, const char* rootName) {
  impl.doc = XmlDoc(xmlNewDoc(chars("1.0")));
  ViewRoot root;
  root.element = xmlNewDocNode(impl.doc.get(), nullptr, chars(rootName), nullptr);
  xmlDocSetRootElement(impl.doc.get(), root.element);
  root.piece = addPiece(impl, PieceKind::filler, impl.text().substr(0, 0));
  root.piece->node = root.element;
  root.element->_private = root.piece;
  return root;
}

Piece* addPiece(Document::Impl& impl, PieceKind kind, std::string_view text) {
  Piece* piece = impl.arena.make(kind, text, true);
  append(impl.pieces, piece);
  return piece;
}

_xmlNode* addElement(_xmlNode* parent, const char* name, Piece* piece) {
  _xmlNode* element = xmlNewDocNode(parent->doc, nullptr, chars(name), nullptr);
  xmlAddChild(parent, element);
  element->_private = piece;
  if (piece != nullptr) piece->node = element;
  return element;
}

void setAttributeInView(_xmlNode* element, const char* name, const std::string& value) {
  xmlSetProp(element, chars(name), chars(value));
}

void setTextInView(Document::Impl& impl, _xmlNode* element, const std::string& value, Piece* piece) {
  if (element->children != nullptr) impl.bury(element->children);
  piece->node = nullptr;
  if (value.empty()) return;
  _xmlNode* text = xmlNewDocText(element->doc, chars(value));
  xmlAddChild(element, text);
  text->_private = piece;
  piece->node = text;
}

_xmlNode* addComment(_xmlNode* parent, const std::string& content, Piece* piece) {
  _xmlNode* comment = xmlNewDocComment(parent->doc, chars(content));
  xmlAddChild(parent, comment);
  comment->_private = piece;
  piece->node = comment;
  return comment;
}

std::string shownText(std::string_view text) {
  if (isXmlText(text)) return std::string(text);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::string character;
    appendUtf8(character, nextCodePoint(text, at));
    out += isXmlText(character) ? character : "\xEF\xBF\xBD";
  }
  return out;
}

void rewrite(Document::Impl& impl, Piece* piece, std::string text) {
  piece->text = impl.arena.own(std::move(text));
  piece->original = false;
}

Error refuse(const Document::Impl& impl, const _xmlNode* node, const std::string& why, const std::string& hint) {
  return Error{fmt::format("{}: {}", Node(const_cast<_xmlNode*>(node)).path(), why), impl.path, Position{}, hint};
}

}  // namespace carbonfix
