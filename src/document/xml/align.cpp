#include "document/xml/align.h"

#include <fmt/format.h>
#include <libxml/entities.h>
#include <libxml/tree.h>

#include <string>
#include <vector>

namespace carbonfix {
namespace {

constexpr std::size_t kMaxEntityDepth = 40;

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

// Is this the node's name as the file writes it?
bool isNamed(const _xmlNode* node, std::string_view name) {
  const std::string_view local = view(node->name);
  const std::string_view prefix = node->ns == nullptr ? std::string_view() : view(node->ns->prefix);
  if (prefix.empty()) return name == local;
  return name.size() == prefix.size() + 1 + local.size() && name.substr(0, prefix.size()) == prefix &&
         name[prefix.size()] == ':' && name.substr(prefix.size() + 1) == local;
}

bool isSkipped(const _xmlNode* node) {
  return node->type == XML_DTD_NODE || node->type == XML_ENTITY_DECL || node->type == XML_XINCLUDE_START ||
         node->type == XML_XINCLUDE_END;
}

class Aligner {
 public:
  Aligner(PieceRun run, _xmlDoc* doc) : doc_(doc) { cursors_.push_back({run.first, run.last}); }

  Status run(_xmlNode* node) {
    if (!siblings(node) || peek() != nullptr) {
      return Error{fmt::format("the text does not match what libxml2 read{}", where_)};
    }
    return {};
  }

 private:
  struct Cursor {
    Piece* next;
    Piece* last;
  };

  // Cursors above the first read the text of entities.
  bool inFile() const { return cursors_.size() == 1; }

  Piece* peek() {
    while (cursors_.size() > 1 && cursors_.back().next == nullptr) cursors_.pop_back();
    return cursors_.back().next;
  }

  Piece* take() {
    Piece* piece = peek();
    Cursor& cursor = cursors_.back();
    cursor.next = piece == cursor.last ? nullptr : piece->next;
    return piece;
  }

  bool fail(const Piece* piece) {
    if (where_.empty() && piece != nullptr) where_ = fmt::format(" (near \"{}\")", piece->text.substr(0, 40));
    return false;
  }

  void tie(_xmlNode* node, Piece* piece, bool own) {
    node->_private = own ? piece : nullptr;
    if (own) piece->node = node;
  }

  // Reads pieces until the parent's end tag (which is left) or the end.
  bool siblings(_xmlNode* node) {
    for (Piece* piece = peek(); piece != nullptr && piece->kind != PieceKind::end; piece = peek()) {
      while (node != nullptr && isSkipped(node)) node = node->next;
      switch (piece->kind) {
        case PieceKind::declaration:
        case PieceKind::doctype:
        case PieceKind::blank:
          take();
          break;
        case PieceKind::text:
        case PieceKind::reference:
          if (!characters(node)) return false;
          break;
        case PieceKind::cdata:
          if (!sections(node)) return false;
          break;
        case PieceKind::open:
          if (node == nullptr || node->type != XML_ELEMENT_NODE || !element(node)) return fail(piece);
          node = node->next;
          break;
        case PieceKind::comment:
        case PieceKind::instruction:
          if (node == nullptr || node->type != (piece->kind == PieceKind::comment ? XML_COMMENT_NODE : XML_PI_NODE)) {
            return fail(piece);
          }
          tie(node, piece, inFile());
          take();
          node = node->next;
          break;
        default:
          return fail(piece);
      }
    }
    while (node != nullptr && isSkipped(node)) node = node->next;
    return node == nullptr || fail(peek());
  }

  // Text and references that touch are one text in the tree, unless an entity put markup between them.
  bool characters(_xmlNode*& node) {
    Piece* first = nullptr;
    Piece* last = nullptr;
    bool own = inFile();
    for (Piece* piece = peek(); piece != nullptr; piece = peek()) {
      if (piece->kind == PieceKind::reference) {
        if (node != nullptr && node->type == XML_ENTITY_REF_NODE && first == nullptr) {
          tie(node, take(), inFile());
          node = node->next;
          return true;
        }
        // A reference that libxml2 kept as a node of its own ends the text before it.
        if (node != nullptr && node->next != nullptr && node->next->type == XML_ENTITY_REF_NODE && first != nullptr)
          break;
        if (first == nullptr) first = piece;
        if (inFile()) last = piece;
        take();
        if (!enter(piece)) return fail(piece);
      } else if (piece->kind == PieceKind::text) {
        if (first == nullptr) first = piece;
        if (inFile()) last = piece;
        take();
      } else {
        break;
      }
    }
    own = own && inFile();
    std::size_t count = 0;
    _xmlNode* only = node;
    while (node != nullptr && node->type == XML_TEXT_NODE) {
      node->_private = nullptr;
      node = node->next;
      ++count;
    }
    if (count == 1 && own) {
      first->last = last;
      tie(only, first, true);
    }
    return true;
  }

  // libxml2 joins CDATA sections that touch.
  bool sections(_xmlNode*& node) {
    Piece* first = nullptr;
    bool own = true;
    while (peek() != nullptr && peek()->kind == PieceKind::cdata) {
      own = own && inFile();
      Piece* piece = take();
      if (first == nullptr) first = piece;
      first->last = piece;
    }
    if (node != nullptr && node->type == XML_CDATA_SECTION_NODE) {
      tie(node, first, own);
      node = node->next;
    }
    return true;
  }

  bool element(_xmlNode* node) {
    Piece* open = take();
    if (!isNamed(node, open->elementName())) return fail(open);
    tie(node, open, inFile());
    _xmlAttr* attribute = node->properties;
    for (_xmlAttr* each = attribute; each != nullptr; each = each->next) each->_private = nullptr;
    while (peek() != nullptr && peek()->kind == PieceKind::attribute) {
      if (!tieAttribute(node, attribute, take())) return false;
    }
    if (peek() == nullptr || peek()->kind != PieceKind::close) return fail(open);
    if (take()->isEmptyTag()) return node->children == nullptr || fail(open);
    if (!siblings(node->children)) return false;
    if (peek() == nullptr || peek()->kind != PieceKind::end) return fail(open);
    take();
    return true;
  }

  // libxml2 keeps the order of the file; declarations of namespaces are not attributes.
  bool tieAttribute(_xmlNode* node, _xmlAttr*& next, Piece* piece) {
    const std::string_view name = piece->attributeName();
    if (name == "xmlns" || name.substr(0, 6) == "xmlns:") return true;
    const auto named = [&](_xmlAttr* each) { return isNamed(reinterpret_cast<_xmlNode*>(each), name); };
    _xmlAttr* found = next;
    if (found == nullptr || !named(found)) {
      found = node->properties;
      while (found != nullptr && !named(found)) found = found->next;
    }
    if (found == nullptr) return fail(piece);
    tie(reinterpret_cast<_xmlNode*>(found), piece, inFile());
    next = found->next;
    return true;
  }

  // Goes on in the text of an entity declared in the file.
  bool enter(const Piece* reference) {
    const std::string name(reference->text.substr(1, reference->text.size() - 2));
    const xmlEntity* entity = xmlGetDocEntity(doc_, reinterpret_cast<const xmlChar*>(name.c_str()));
    if (entity == nullptr || entity->etype != XML_INTERNAL_GENERAL_ENTITY || entity->content == nullptr) return true;
    if (cursors_.size() > kMaxEntityDepth) return false;
    Result<PieceRun> run = tokenize(view(entity->content), Start::content, false, entityArena_);
    if (!run) return false;
    if (run->first != nullptr) cursors_.push_back({run->first, run->last});
    return true;
  }

  _xmlDoc* doc_;
  std::vector<Cursor> cursors_;
  PieceArena entityArena_;
  std::string where_;
};

}  // namespace

Status align(_xmlNode* node, PieceRun run, _xmlDoc* doc) { return Aligner(run, doc).run(node); }

}  // namespace carbonfix
