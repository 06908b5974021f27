#include "document/xml/adopt.h"

#include <fmt/format.h>
#include <libxml/tree.h>

#include <set>

#include "document/xml/namespace_scope.h"
#include "document/xml/references.h"
#include "document/xml/tree_edit.h"

namespace carbonfix {
namespace {

using Origin = NamespaceBinding::Origin;

std::string contentOf(const _xmlNode* node) {
  return node->content == nullptr ? std::string() : reinterpret_cast<const char*>(node->content);
}

std::string localName(const _xmlNode* node) { return reinterpret_cast<const char*>(node->name); }

std::string qualified(const std::string& prefix, const std::string& local) {
  return prefix.empty() ? local : fmt::format("{}:{}", prefix, local);
}

bool holdsReference(const Piece* first) {
  for (const Piece* piece = first; piece != nullptr; piece = piece->next) {
    if (piece->kind == PieceKind::reference) return true;
    if (piece == first->last) break;
  }
  return false;
}

const _xmlNode* asNode(const _xmlAttr* attribute) { return reinterpret_cast<const _xmlNode*>(attribute); }

class Adopter {
 public:
  Adopter(Document::Impl& source, Document::Impl& target, const _xmlNode* place)
      : source_(source), target_(target), scope_(place) {}

  Result<std::string> run(const std::vector<Node>& content) {
    for (const Node& node : content) {
      if (Status ok = copy(node.raw(), scope_); !ok) return ok.error();
    }
    return decodeLineEnds(out_);
  }

 private:
  // Only references let a text or value hold characters that the target's encoding has not.
  Status emit(std::string text, bool references) {
    Result<std::string> fitted = fitEncoding(target_, std::move(text), references);
    if (!fitted) return Error{"invalid-character-set: " + fitted.error().message};
    out_ += *fitted;
    return {};
  }

  Status copy(const _xmlNode* node, const NamespaceScope& scope) {
    const Piece* piece = pieceOf(node);
    switch (node->type) {
      case XML_ELEMENT_NODE:
        return element(node, scope);
      case XML_TEXT_NODE:
        return emit(
            piece != nullptr && !holdsReference(piece) ? textOf(piece, piece->last) : escapeText(contentOf(node)),
            true);
      case XML_CDATA_SECTION_NODE:
        return emit(piece != nullptr ? textOf(piece, piece->last) : "<![CDATA[" + contentOf(node) + "]]>", false);
      case XML_COMMENT_NODE:
        return emit(piece != nullptr ? textOf(piece, piece->last) : "<!--" + contentOf(node) + "-->", false);
      case XML_PI_NODE:
        return emit(
            piece != nullptr ? textOf(piece, piece->last) : fmt::format("<?{} {}?>", localName(node), contentOf(node)),
            false);
      default:
        return Error{fmt::format("invalid-entity-declaration: the entity \"{}\" has no text in its own file",
                                 node->name == nullptr ? std::string() : localName(node))};
    }
  }

  // A start tag on its way: what it declares, and which prefixes its names use by now.
  struct Tag {
    NamespaceScope scope;
    std::set<std::string> used;
    std::string declarations;
  };

  Status element(const _xmlNode* node, const NamespaceScope& outer) {
    Tag tag{outer, {}, {}};
    tag.scope.declareOwn(node, Origin::copied);
    const std::string name = nameOf(node, tag, false);
    const Piece* open = pieceOf(node);
    std::string attributes;
    const Piece* piece = open == nullptr ? nullptr : open->next;
    for (; piece != nullptr && piece->kind == PieceKind::attribute; piece = piece->next) {
      attributes += writtenAttribute(piece, tag);
    }
    for (const _xmlNs* ns = open == nullptr ? node->nsDef : nullptr; ns != nullptr; ns = ns->next) {
      attributes += declaration(prefixOf(ns), uriOf(ns));
    }
    for (const _xmlAttr* each = node->properties; each != nullptr; each = each->next) {
      if (pieceOf(asNode(each)) != nullptr) continue;
      const std::string value = escapeAttribute(Node(const_cast<_xmlNode*>(asNode(each))).value(), '"');
      attributes += fmt::format(" {}=\"{}\"", nameOf(asNode(each), tag, true), value);
    }
    if (Status ok = emit("<" + name, false); !ok) return ok;
    if (Status ok = emit(tag.declarations + attributes, true); !ok) return ok;
    const bool empty = piece != nullptr && piece->isEmptyTag();
    out_ += piece != nullptr ? piece->text : ">";
    for (const _xmlNode* child = node->children; child != nullptr; child = child->next) {
      if (Status ok = copy(child, tag.scope); !ok) return ok;
    }
    if (empty) return {};
    const std::string_view end = open != nullptr ? open->last->text : std::string_view("</>");
    const std::size_t written = open != nullptr ? open->elementName().size() : 0;
    return emit(fmt::format("</{}{}", name, end.substr(2 + written)), false);
  }

  std::string writtenAttribute(const Piece* piece, Tag& tag) {
    const std::string_view name = piece->attributeName();
    std::string value(piece->attributeValue());
    std::string adopted(name);
    if (piece->node != nullptr) {
      adopted = nameOf(piece->node, tag, true);
      if (source_.doc->intSubset != nullptr && value.find('&') != std::string::npos) {
        value = escapeAttribute(Node(piece->node).value(), piece->text[piece->valueStart - 1]);
      }
    }
    const std::string_view head = piece->text.substr(0, piece->nameStart);
    const std::size_t nameEnd = piece->nameStart + piece->nameSize;
    return fmt::format("{}{}{}{}{}", head, adopted, piece->text.substr(nameEnd, piece->valueStart - nameEnd), value,
                       piece->text.substr(piece->valueStart + piece->valueSize));
  }

  static std::string declaration(const std::string& prefix, const std::string& uri) {
    return fmt::format(" {}=\"{}\"", prefix.empty() ? "xmlns" : "xmlns:" + prefix, escapeAttribute(uri, '"'));
  }

  static std::string declare(Tag& tag, const std::string& prefix, const std::string& uri) {
    tag.declarations += declaration(prefix, uri);
    tag.scope.declare(NamespaceBinding{prefix, uri, Origin::added});
    return prefix;
  }

  static std::string nameOf(const _xmlNode* node, Tag& tag, bool isAttribute) {
    const _xmlNs* ns = ownNamespace(node);
    const std::string prefix = prefixIn(tag, prefixOf(ns), uriOf(ns), isAttribute);
    if (!isAttribute || !prefix.empty()) tag.used.insert(prefix);
    return qualified(prefix, localName(node));
  }

  // The prefix that gives a name its namespace at its new place; declares one when none does.
  static std::string prefixIn(Tag& tag, const std::string& prefix, const std::string& uri, bool isAttribute) {
    if (prefix == "xml" || (isAttribute && uri.empty())) return prefix;
    if (uri.empty()) return tag.scope.isBound("", "") ? prefix : declare(tag, "", "");
    const NamespaceBinding* own = tag.scope.find(prefix);
    if (own != nullptr && own->origin == Origin::copied) return prefix;
    if (const auto found = tag.scope.prefixFor(uri, prefix, isAttribute)) return *found;
    const bool taken = tag.used.contains(prefix) || (isAttribute && prefix.empty());
    return declare(tag, taken ? tag.scope.freePrefix(prefix) : prefix, uri);
  }

  Document::Impl& source_;
  Document::Impl& target_;
  NamespaceScope scope_;
  std::string out_;
};

}  // namespace

Result<std::string> adopt(const Document& source, const std::vector<Node>& content, Document::Impl& target,
                          const _xmlNode* place) {
  if (Status ok = source.impl().needPieces(); !ok) return ok.error();
  if (Status ok = target.needPieces(); !ok) return ok.error();
  return Adopter(source.impl(), target, place).run(content);
}

}  // namespace carbonfix
