// JSON files (site.json). What the view looks like is said in reader.h.
#include "document/adapter.h"

#include <fmt/format.h>
#include <libxml/tree.h>

#include "carbonfix/base/text.h"
#include "document/json/layout.h"
#include "document/json/reader.h"
#include "document/json/strings.h"
#include "document/json/writer.h"

namespace carbonfix {
namespace {

bool isRoot(const _xmlNode* node) { return node->parent->type == XML_DOCUMENT_NODE; }
bool isComment(const _xmlNode* node) { return node->type == XML_COMMENT_NODE; }
bool isValue(const _xmlNode* node) { return node->type == XML_ELEMENT_NODE; }

_xmlNode* valueBefore(const _xmlNode* node) {
  _xmlNode* each = node->prev;
  while (each != nullptr && !isValue(each)) each = each->prev;
  return each;
}

_xmlNode* valueFrom(_xmlNode* node) {
  while (node != nullptr && !isValue(node)) node = node->next;
  return node;
}

_xmlNode* lastValue(const _xmlNode* container) {
  _xmlNode* last = container->last;
  return last == nullptr || isValue(last) ? last : valueBefore(last);
}

std::size_t firstInvalidByte(std::string_view text) {
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size(); start = at) {
    nextCodePoint(text, at);
    if (!isValidUtf8(text.substr(start, at - start))) break;
  }
  return start;
}

// New members between two braces, with the pieces of their text; not yet part of the document.
struct Members {
  std::unique_ptr<_xmlNode, void (*)(_xmlNode*)> holder{nullptr, xmlFreeNode};
  _xmlNode* first = nullptr;
  PieceRun run;
};

Result<Members> readMembers(Document::Impl& impl, bool isMap, const std::string& text) {
  Members members;
  members.holder.reset(xmlNewDocNode(impl.doc.get(), nullptr, reinterpret_cast<const xmlChar*>("new"), nullptr));
  const std::string_view owned = impl.arena.own(fmt::format("{}{}{}", isMap ? '{' : '[', text, isMap ? '}' : ']'));
  Result<PieceRun> run = readJson(impl, owned, false, members.holder.get());
  if (!run) return run.error();
  Piece* open = run->first->next;
  members.run = {open->next, run->last->previous};
  unlink(members.run.first, members.run.last);
  members.first = members.holder->children->children;
  return members;
}

// A place for new members: behind `piece` in the text, before `next` in the tree (null: at the end).
struct Spot {
  _xmlNode* container = nullptr;
  _xmlNode* next = nullptr;
  Piece* piece = nullptr;
  std::string lead;   // white space before
  std::string trail;  // and behind
};

Piece* put(Document::Impl& impl, Piece* behind, std::string text) {
  if (text.empty()) return behind;
  Piece* piece = impl.arena.makeOwned(PieceKind::filler, std::move(text));
  linkAfter(behind, {piece, piece});
  return piece;
}

bool liesBehind(const Piece* piece, const Piece* from, const Piece* to) {
  for (const Piece* at = from; at != nullptr; at = at->next) {
    if (at == piece) return true;
    if (at == to) return false;
  }
  return false;
}

void place(Document::Impl& impl, Spot spot, const Members& members) {
  _xmlNode* previous = spot.next == nullptr ? lastValue(spot.container) : valueBefore(spot.next);
  Piece* comma = previous == nullptr ? nullptr : commaBehind(pieceOf(previous)->last);
  const bool isBehindComma = comma != nullptr && liesBehind(comma, pieceOf(previous)->last, spot.piece);
  if (previous != nullptr && !isBehindComma) {
    Piece* added = put(impl, pieceOf(previous)->last, ",");
    if (spot.piece == pieceOf(previous)->last) spot.piece = added;
  }
  Piece* behind = put(impl, spot.piece, spot.lead);
  linkAfter(behind, members.run);
  behind = members.run.last;
  const bool isFollowed = previous == nullptr && valueFrom(spot.next) != nullptr;
  if (isBehindComma || isFollowed) behind = put(impl, behind, ",");
  put(impl, behind, spot.trail);
  for (_xmlNode* node = members.first; node != nullptr;) {
    _xmlNode* following = node->next;
    xmlUnlinkNode(node);
    if (spot.next == nullptr) {
      xmlAddChild(spot.container, node);
    } else {
      xmlAddPrevSibling(spot.next, node);
    }
    node = following;
  }
}

// Behind a value or comment; a comment that begins on its line belongs to it.
Spot spotBehind(_xmlNode* node, const JsonStyle& style) {
  Spot spot{node->parent, node->next, pieceOf(node)->last, {}, {}};
  if (Piece* comma = isValue(node) ? commaBehind(spot.piece) : nullptr; comma != nullptr) {
    for (const Piece* at = spot.piece; at != comma; at = at->next) {
      if (at->kind == PieceKind::comment && at->node != node) spot.next = at->node->next;
    }
    spot.piece = comma;
  }
  spot.lead = style.ownLines ? style.lineEnd + style.indent : style.gap;
  if (!style.ownLines) return spot;
  for (Piece* at = spot.piece->next; at != nullptr; at = at->next) {
    if (at->text.find_first_of("\r\n") != std::string_view::npos) break;
    if (at->kind == PieceKind::comment) {
      spot.piece = at;
      spot.next = at->node->next;
    } else if (!isSpace(at)) {
      break;
    }
  }
  return spot;
}

Spot spotBefore(_xmlNode* node, const JsonStyle& style) {
  const std::string trail = style.ownLines ? style.lineEnd + style.indent : style.gap;
  return {node->parent, node, pieceOf(node)->previous, {}, trail};
}

// Between the braces of a map or array that has nothing in it.
Spot spotInside(_xmlNode* container, const JsonStyle& style) {
  Piece* open = pieceOf(container);
  while (open->text != "{" && open->text != "[") open = open->next;
  Spot spot{container, nullptr, open, {}, {}};
  if (!style.ownLines) return spot;
  spot.lead = style.lineEnd + style.indent;
  spot.trail = style.lineEnd + style.indent.substr(0, style.indent.size() - style.unit.size());
  return spot;
}

class JsonAdapter : public Adapter {
 public:
  Result<SourceText> decode(std::string bytes, const std::string& path) const override {
    return SourceText::decode(std::move(bytes), path, Encoding::utf8);
  }

  Status read(Document::Impl& impl) const override {
    const std::string_view all = impl.text();
    if (!isValidUtf8(all)) {
      return Error{"a byte that is no UTF-8, which JSON is written in", impl.path,
                   impl.positionInText(firstInvalidByte(all))};
    }
    impl.doc = XmlDoc(xmlNewDoc(reinterpret_cast<const xmlChar*>("1.0")));
    addPiece(impl, PieceKind::filler, all.substr(0, 0));
    Result<PieceRun> run = readJson(impl, all, true, reinterpret_cast<_xmlNode*>(impl.doc.get()));
    if (!run) return run.error();
    linkAfter(impl.pieces.last, *run);
    impl.pieces.last = run->last;
    return {};
  }

  Status verify(Document::Impl& impl, _xmlNode* node) const override {
    const Node seen(node);
    const std::string_view text = pieceOf(node)->text;
    bool same = true;
    if (isComment(node)) {
      const std::size_t end = text.starts_with("/*") ? text.size() - 2 : text.size();
      same = shownText(text.substr(2, end - 2)) == seen.value();
    } else if (node->type == XML_TEXT_NODE) {
      same = (text.starts_with('"') ? readJsonString(text) : std::string(text)) == seen.value();
    } else if (!text.empty()) {
      same = readJsonString(text) == (isValue(node) ? seen.attribute("key") : seen.value());
    }
    if (same) return {};
    return refuse(impl, node, "it does not read as its text in the file says");
  }

  Result<bool> setValue(Document::Impl& impl, _xmlNode* node, std::string_view value) const override {
    if (isComment(node)) return setComment(impl, node, value);
    if (node->type == XML_ATTRIBUTE_NODE) return rename(impl, node->parent, value);
    _xmlNode* element = isValue(node) ? node : node->parent;
    if (isContainer(element)) return refuse(impl, element, "it holds other values; name one of them, or replace it");
    if (element->children != nullptr) {
      if (Status ok = verify(impl, element->children); !ok) return ok.error();
    }
    Piece* piece = pieceOf(element)->last;
    const bool isString = piece->text.starts_with('"');
    if (isString && hidesCharacters(piece->text)) {
      return refuse(impl, element, "it has characters that can't be shown here; replace it as a whole");
    }
    if (piece->text != "null" && Node(element).value() == value) return false;
    Result<std::string> spelled = spellLeaf(impl, element, Node(element).name(), value);
    if (!spelled) return spelled.error();
    if (piece->text == "null") return refuse(impl, element, "null has no value to set; replace it");
    rewrite(impl, piece, isString ? respellJsonString(piece->text, value) : std::move(*spelled));
    setTextInView(impl, element, std::string(value), piece);
    return true;
  }

  Result<bool> setAttribute(Document::Impl& impl, _xmlNode* element, std::string_view name,
                            std::string_view value) const override {
    if (name != "key" || !isValue(element) || isRoot(element) || !isNamed(element->parent, "map")) {
      return refuse(impl, element, fmt::format("the attribute {} can't be set; members of a map have a key", name));
    }
    return rename(impl, element, value);
  }

  Status insert(Document::Impl& impl, _xmlNode* anchor, Place where, const _xmlNode* nodes) const override {
    const bool asChild = where == Place::firstChild || where == Place::lastChild;
    _xmlNode* container = asChild ? anchor : anchor->parent;
    if (!isContainer(container) || anchor->type == XML_ATTRIBUTE_NODE) {
      return refuse(impl, anchor, "values are added to a map or an array, or before or after one of theirs");
    }
    _xmlNode* beside = anchor;
    if (asChild) beside = where == Place::firstChild ? anchor->children : anchor->last;
    const JsonStyle style = styleIn(impl, container, beside);
    Result<Members> members = make(impl, container, nodes, style, nullptr);
    if (!members) return members.error();
    if (beside == nullptr) {
      const Spot spot = spotInside(container, style);
      while (isSpace(spot.piece->next)) unlink(spot.piece->next, spot.piece->next);
      place(impl, spot, *members);
    } else {
      const bool behind = where == Place::lastChild || where == Place::after;
      place(impl, behind ? spotBehind(beside, style) : spotBefore(beside, style), *members);
    }
    return {};
  }

  Status replace(Document::Impl& impl, _xmlNode* node, const _xmlNode* nodes) const override {
    if (!isValue(node)) return refuse(impl, node, "only a value as a whole can be replaced");
    if (isRoot(node) && nodes->next != nullptr) return refuse(impl, node, "a JSON file has one value");
    const JsonStyle style = styleIn(impl, node->parent, node);
    Result<Members> members = make(impl, node->parent, nodes, style, node);
    if (!members) return members.error();
    Piece* first = pieceOf(node);
    linkAfter(first->last, members->run);
    unlink(first, first->last);
    while (_xmlNode* each = members->holder->children->children) {
      xmlUnlinkNode(each);
      xmlAddPrevSibling(node, each);
    }
    impl.bury(node);
    return {};
  }

  Status remove(Document::Impl& impl, _xmlNode* node) const override {
    if (isComment(node)) {
      cutOut(impl, pieceOf(node), pieceOf(node)->last, false);
      impl.bury(node);
      return {};
    }
    if (!isValue(node)) return refuse(impl, node, "only a value as a whole can be removed");
    if (isRoot(node)) return refuse(impl, node, "the document element can't be removed");
    Piece* first = pieceOf(node);
    Piece* comma = commaBehind(first->last);
    const bool isLast = comma == nullptr;
    if (isLast) comma = commaBefore(first);
    if (comma != nullptr) unlink(comma, comma);
    cutOut(impl, first, first->last, isLast);
    impl.bury(node);
    return {};
  }

 private:
  static Result<bool> setComment(Document::Impl& impl, _xmlNode* comment, std::string_view value) {
    if (Node(comment).value() == value) return false;
    Piece* piece = pieceOf(comment);
    const bool isBlock = piece->text.starts_with("/*");
    if (value.find_first_of(isBlock ? "\r" : "\r\n") != std::string_view::npos) {
      return refuse(impl, comment, "the comment ends with its line; the new text has a line break");
    }
    if (isBlock && value.find("*/") != std::string_view::npos) {
      return refuse(impl, comment, "the new text has the sign that ends the comment");
    }
    rewrite(impl, piece, isBlock ? fmt::format("/*{}*/", value) : fmt::format("//{}", value));
    xmlNodeSetContent(comment, nullptr);
    xmlNodeAddContent(comment, reinterpret_cast<const xmlChar*>(std::string(value).c_str()));
    return true;
  }

  static Result<bool> rename(Document::Impl& impl, _xmlNode* element, std::string_view key) {
    if (Node(element).attribute("key") == key) return false;
    if (Status ok = notTwice(impl, element, element->parent, key, element); !ok) return ok.error();
    Piece* entry = pieceOf(element);
    rewrite(impl, entry, respellJsonString(entry->text, key));
    setAttributeInView(element, "key", std::string(key));
    return true;
  }

  static Status notTwice(Document::Impl& impl, const _xmlNode* at, const _xmlNode* container, std::string_view key,
                         const _xmlNode* except) {
    for (_xmlNode* each = container->children; each != nullptr; each = each->next) {
      if (each == except || !isValue(each) || Node(each).attribute("key") != key) continue;
      return refuse(impl, at, fmt::format("the map has a member \"{}\" already", key), "set its value instead");
    }
    return {};
  }

  // `replaced` may share a key with one.
  static Result<Members> make(Document::Impl& impl, const _xmlNode* container, const _xmlNode* nodes,
                              const JsonStyle& style, const _xmlNode* replaced) {
    const bool isMap = isNamed(container, "map");
    const _xmlNode* at = replaced == nullptr ? container : replaced;
    Result<std::string> text = spellMembers(impl, at, isMap, nodes, style);
    if (!text) return text.error();
    Result<Members> members = readMembers(impl, isMap, *text);
    if (!members || !isMap) return members;
    for (const _xmlNode* node = members->first; node != nullptr; node = node->next) {
      const std::string key = Node(const_cast<_xmlNode*>(node)).attribute("key");
      if (Status ok = notTwice(impl, container, container, key, replaced); !ok) return ok.error();
      if (Status ok = notTwice(impl, container, node->parent, key, node); !ok) return ok.error();
    }
    return members;
  }
};

}  // namespace

const Adapter& jsonAdapter() {
  static const JsonAdapter adapter;
  return adapter;
}

}  // namespace carbonfix
