// *.properties, spark-defaults.conf and wrapper.conf. What the view looks like is said in view.h.
#include <fmt/format.h>
#include <libxml/tree.h>

#include "carbonfix/base/text.h"
#include "document/adapter.h"
#include "document/properties/commented.h"
#include "document/properties/lines.h"
#include "document/properties/style.h"
#include "document/properties/view.h"
#include "document/xml/layout.h"
#include "document/xml/references.h"
#include "document/xml/tree_edit.h"

namespace carbonfix {
namespace {

Holds holdsOf(const Document::Impl& impl) {
  return [&impl](char32_t codePoint) { return impl.source->holds(codePoint); };
}

_xmlNode* rootOf(const Document::Impl& impl) { return xmlDocGetRootElement(impl.doc.get()); }

bool isPropertyText(const _xmlNode* node) { return node->type == XML_TEXT_NODE; }

std::string_view markOf(const Piece* comment) { return comment->text.substr(0, 1); }

bool isElement(const _xmlNode* node) { return node->type == XML_ELEMENT_NODE; }

// The live property of this name below `parent`, but for `except`.
const _xmlNode* liveProperty(const _xmlNode* parent, std::string_view name, const _xmlNode* except = nullptr) {
  for (_xmlNode* node = parent->children; node != nullptr; node = node->next) {
    if (node != except && isProperty(node) && Node(node).attribute("name") == name) return node;
  }
  return nullptr;
}

Status notTwice(const Document::Impl& impl, const _xmlNode* at, std::string_view name, const _xmlNode* except) {
  if (liveProperty(rootOf(impl), name, except) == nullptr) return {};
  return refuse(impl, at, fmt::format("the file has a property \"{}\" already", name), "set its value instead");
}

// Without this line an earlier one of the same name would hold again.
Status hidesNothing(const Document::Impl& impl, const _xmlNode* node) {
  if (!isProperty(node)) return {};
  const std::string name = Node(const_cast<_xmlNode*>(node)).attribute("name");
  for (const _xmlNode* each = node->prev; each != nullptr; each = each->prev) {
    if (isOverridden(each) && Node(const_cast<_xmlNode*>(each)).attribute("name") == name) {
      return refuse(impl, node, "an earlier line of the same name would hold again",
                    fmt::format("remove that one first: overridden[@name='{}']", name));
    }
  }
  return {};
}

// "\n", "\r\n", "\r", or nothing on a last line without one.
std::string lineEndOf(std::string_view tail) {
  if (tail.ends_with("\r\n")) return "\r\n";
  const bool isEnded = tail.ends_with('\n') || tail.ends_with('\r');
  return isEnded ? std::string(1, tail.back()) : std::string();
}

void takeLine(Document::Impl& impl, _xmlNode* node) {
  const PieceRun line = lineOf(node);
  unlink(line.first, line.last);
  impl.bury(node);
}

// Puts what was read behind a piece, before `next` in the tree (null: at the end).
void placeLines(Document::Impl& impl, Piece* behind, _xmlNode* next, PropertyNodes lines) {
  linkAfter(behind, lines.run);
  while (_xmlNode* node = lines.holder->children) {
    xmlUnlinkNode(node);
    if (next == nullptr) {
      xmlAddChild(rootOf(impl), node);
    } else {
      xmlAddPrevSibling(next, node);
    }
  }
}

class PropertiesAdapter : public Adapter {
 public:
  Result<SourceText> decode(std::string bytes, const std::string& path) const override {
    // Java takes a byte order mark for a part of the first key, in both encodings.
    const Encoding encoding = isSparkPath(path) ? Encoding::utf8 : Encoding::latin1;
    return SourceText::decode(std::move(bytes), path, encoding, ByteOrderMark::text);
  }

  Status read(Document::Impl& impl) const override {
    const ViewRoot root = startView(impl, "properties");
    Result<PropertyNodes> lines = readProperties(impl, impl.text(), true);
    if (!lines) return lines.error();
    placeLines(impl, root.piece, nullptr, std::move(*lines));
    markOverridden(root.element);
    return {};
  }

  Status verify(Document::Impl& impl, _xmlNode* node) const override {
    if (node == rootOf(impl)) return {};
    const Node seen(node);
    const std::string_view spelled = pieceOf(node)->text;
    if (node->type == XML_COMMENT_NODE) {
      if (readableText(spelled.substr(1)) == seen.value()) return {};
    } else if (const auto characters = readSpelling(spelled)) {
      if (readable(*characters) == (node->type == XML_ELEMENT_NODE ? seen.attribute("name") : seen.value())) return {};
    }
    return refuse(impl, node, "it does not read as its text in the file says");
  }

  Result<bool> setValue(Document::Impl& impl, _xmlNode* node, std::string_view value) const override {
    if (node == rootOf(impl)) return refuse(impl, node, "it has no value of its own; name one of its properties");
    if (node->type == XML_COMMENT_NODE) return setComment(impl, node, value);
    if (node->type == XML_ATTRIBUTE_NODE) return rename(impl, node->parent, value);
    _xmlNode* element = isPropertyText(node) ? node->parent : node;
    if (element != node) {
      if (Status ok = verify(impl, element); !ok) return ok.error();
    } else if (element->children != nullptr) {
      if (Status ok = verify(impl, element->children); !ok) return ok.error();
    }
    return setProperty(impl, element, value);
  }

  Result<bool> setAttribute(Document::Impl& impl, _xmlNode* element, std::string_view name,
                            std::string_view value) const override {
    if (element == rootOf(impl) || name != "name") {
      return refuse(impl, element, fmt::format("the attribute {} can't be set; a property has a name only", name));
    }
    return rename(impl, element, value);
  }

  Status insert(Document::Impl& impl, _xmlNode* anchor, Place where, const _xmlNode* nodes) const override {
    const bool asChild = where == Place::firstChild || where == Place::lastChild;
    if (asChild != (anchor == rootOf(impl)) || isPropertyText(anchor) || anchor->type == XML_ATTRIBUTE_NODE) {
      return refuse(impl, anchor, "properties are added to /properties, or before or after a property or a comment");
    }
    _xmlNode* beside = anchor;
    if (asChild) beside = where == Place::firstChild ? anchor->children : anchor->last;
    const bool after = where == Place::after || where == Place::lastChild;
    const LineStyle style = styleNear(impl, beside);
    if (beside == nullptr) return place(impl, pieceOf(rootOf(impl)), nullptr, nodes, style, style.lineEnd);
    if (!after) return place(impl, lineOf(beside).first->previous, beside, nodes, style, style.lineEnd);
    return placeAfter(impl, beside, nodes, style);
  }

  Status replace(Document::Impl& impl, _xmlNode* node, const _xmlNode* nodes) const override {
    if (node == rootOf(impl) || isPropertyText(node)) {
      return refuse(impl, node, "only a property or a comment can be replaced; set a value instead");
    }
    const PieceRun line = lineOf(node);
    const LineStyle style = styleNear(impl, node);
    Result<PropertyNodes> made = make(impl, node, nodes, style, lineEndOf(line.last->text), node);
    if (!made) return made.error();
    if (isProperty(node) && liveProperty(made->holder.get(), Node(node).attribute("name")) == nullptr) {
      if (Status ok = hidesNothing(impl, node); !ok) return ok;
    }
    placeLines(impl, line.last, node->next, std::move(*made));
    takeLine(impl, node);
    return {};
  }

  Status remove(Document::Impl& impl, _xmlNode* node) const override {
    if (node == rootOf(impl)) return refuse(impl, node, "the document element can't be removed");
    if (node->type == XML_ATTRIBUTE_NODE) return refuse(impl, node, "a property can't be without a name");
    if (isPropertyText(node)) {
      const Result<bool> emptied = setValue(impl, node, "");
      return emptied ? Status() : Status(emptied.error());
    }
    if (Status ok = hidesNothing(impl, node); !ok) return ok;
    takeLine(impl, node);
    return {};
  }

  Status comment(Document::Impl& impl, _xmlNode* element) const override {
    if (!isProperty(element) && !isOverridden(element)) {
      return refuse(impl, element, "only a property can be commented out");
    }
    if (Status ok = hidesNothing(impl, element); !ok) return ok;
    const PieceRun line = lineOf(element);
    std::string text(line.first->text);
    const std::string rest = textOf(line.first->next, line.last);
    for (const std::string_view each : splitLines(rest)) {
      if (!isBlank(each)) text += '#';
      text += each;
    }
    return exchange(impl, element, std::move(text), NodeKind::comment);
  }

  Status uncomment(Document::Impl& impl, _xmlNode* comment) const override {
    Result<PropertyNodes> content = commented(impl, comment);
    if (!content) return content.error();
    const std::string name = Node(content->holder->children).attribute("name");
    if (Status ok = notTwice(impl, comment, name, nullptr); !ok) return ok;
    const PieceRun line = lineOf(comment);
    return exchange(impl, comment,
                    fmt::format("{}{}{}", line.first->text, textOf(content->run.first, nullptr), line.last->text),
                    NodeKind::element);
  }

  Status withCommented(Document::Impl& impl, _xmlNode* comment,
                       const std::function<Status(Node content)>& look) const override {
    Result<PropertyNodes> content = commented(impl, comment);
    return content ? look(Node(content->holder.get())) : Status(content.error());
  }

 private:
  static Result<bool> setProperty(Document::Impl& impl, _xmlNode* element, std::string_view value) {
    Piece* piece = pieceOf(element)->last;
    const auto old = readSpelling(piece->text);
    bool isReadableOld = old.has_value();
    for (const SpelledCharacter& character : *old) isReadableOld = isReadableOld && isReadable(character.codePoint);
    if (isReadableOld && Node(element).value() == value) return false;
    if (isSparkPath(impl.path) && trim(value) != value) {
      return refuse(impl, element, "Spark cuts blanks off the ends of a value");
    }
    Piece* separator = piece->previous;
    if (separator->text.empty() && !value.empty()) {
      // Blanks alone don't show where an empty key ends.
      rewrite(impl, separator, pieceOf(element)->text.empty() ? "=" : styleNear(impl, element).separator);
    }
    if (value.empty() && separator->text.find_first_of("\r\n") != std::string_view::npos) {
      // A line that is carried on to nothing could be carried on to the next.
      rewrite(impl, separator, std::string(separator->text.substr(0, separator->text.find('\\'))));
    }
    const bool sign = separator->text.find_first_of("=:") != std::string_view::npos;
    const Before before = sign ? Before::sign : Before::blank;
    rewrite(impl, piece, respellValue(piece->text, value, before, holdsOf(impl)));
    setTextInView(impl, element, std::string(value), piece);
    return true;
  }

  static Result<bool> setComment(Document::Impl& impl, _xmlNode* comment, std::string_view value) {
    if (Node(comment).value() == value) return false;
    if (value.find_first_of("\r\n") != std::string_view::npos) {
      return refuse(impl, comment, "a comment is one line; the new text has a line break");
    }
    Piece* piece = pieceOf(comment);
    Result<std::string> fitted = fitEncoding(impl, fmt::format("{}{}", markOf(piece), value), false);
    if (!fitted) return fitted.error();
    respell(impl, comment, impl.arena.makeOwned(PieceKind::comment, std::move(*fitted)), std::string(value));
    return true;
  }

  static Result<bool> rename(Document::Impl& impl, _xmlNode* element, std::string_view name) {
    if (Node(element).attribute("name") == name) return false;
    if (!isXmlText(name) || name.empty()) return refuse(impl, element, "a property can't have such a name");
    if (isOverridden(element)) return refuse(impl, element, "a later line of the same name overrides it");
    if (Status ok = notTwice(impl, element, name, element); !ok) return ok.error();
    if (Status ok = hidesNothing(impl, element); !ok) return ok.error();
    rewrite(impl, pieceOf(element), spellKey(name, holdsOf(impl)));
    setAttributeInView(element, "name", std::string(name));
    return true;
  }

  // The line of a node again, from another text, in which every node has to be of the kind wanted.
  static Status exchange(Document::Impl& impl, _xmlNode* node, std::string text, NodeKind kind) {
    Result<PropertyNodes> lines = readProperties(impl, impl.arena.own(std::move(text)), false);
    if (!lines) return lines.error();
    for (const Node& made : Node(lines->holder.get()).children()) {
      if (made.kind() != kind) return refuse(impl, node, "the line can't be read as it would be written");
    }
    placeLines(impl, lineOf(node).last, node->next, std::move(*lines));
    takeLine(impl, node);
    return {};
  }

  // Lines for what was pasted, each on its own, the last one ended by `lastEnd`. `replaced` may share a name with one.
  static Result<PropertyNodes> make(Document::Impl& impl, const _xmlNode* anchor, const _xmlNode* pasted,
                                    const LineStyle& style, const std::string& lastEnd, const _xmlNode* replaced) {
    Result<std::string> text = linesFor(impl, anchor, pasted, style, holdsOf(impl));
    if (!text) return text.error();
    text->resize(text->size() - style.lineEnd.size());
    Result<PropertyNodes> made = readProperties(impl, impl.arena.own(*text + lastEnd), false);
    if (!made) return made.error();
    for (const _xmlNode* node = made->holder->children; node != nullptr; node = node->next) {
      const std::string name = Node(const_cast<_xmlNode*>(node)).attribute("name");
      if (node->type != XML_ELEMENT_NODE) continue;
      if (Status ok = notTwice(impl, anchor, name, replaced); !ok) return ok.error();
      if (liveProperty(made->holder.get(), name) != node)
        return refuse(impl, anchor, "two properties have the same name");
    }
    return made;
  }

  static Status place(Document::Impl& impl, Piece* behind, _xmlNode* next, const _xmlNode* pasted,
                      const LineStyle& style, const std::string& lastEnd) {
    const _xmlNode* anchor = next == nullptr ? rootOf(impl) : next;
    Result<PropertyNodes> made = make(impl, anchor, pasted, style, lastEnd, nullptr);
    if (!made) return made.error();
    placeLines(impl, behind, next, std::move(*made));
    return {};
  }

  // A last line without a line end gets one, and the new last line has none in its stead.
  static Status placeAfter(Document::Impl& impl, _xmlNode* beside, const _xmlNode* pasted, const LineStyle& style) {
    Piece* tail = lineOf(beside).last;
    const std::size_t missing = missingLineEnds(tail->text);
    const bool isLoneBackslash =
        missing > 0 && isElement(beside) && pieceOf(beside)->next->text.empty() && pieceOf(beside)->text.empty();
    if (isLoneBackslash) {
      return refuse(impl, beside, "it is a backslash alone on the last line, which would not be a property any more",
                    "remove it first");
    }
    const std::string lastEnd = lineEndOf(tail->text).empty() ? std::string() : style.lineEnd;
    Result<PropertyNodes> made = make(impl, beside, pasted, style, lastEnd, nullptr);
    if (!made) return made.error();
    if (missing > 0) {
      std::string ended(tail->text);
      for (std::size_t i = 0; i < missing; ++i) ended += style.lineEnd;
      rewrite(impl, tail, std::move(ended));
    }
    placeLines(impl, tail, beside->next, std::move(*made));
    return {};
  }
};

}  // namespace

const Adapter& propertiesAdapter() {
  static const PropertiesAdapter adapter;
  return adapter;
}

}  // namespace carbonfix
