// Commenting out and in. WSO2 ships both <!-- <a>..</a> --> and <!--a>..</a-->, where the comment marks have eaten the
// brackets (SEED-STEPS: 16,568 and 9,060 of them in a collection of 4,557 files).
#include <fmt/format.h>
#include <libxml/tree.h>

#include "carbonfix/base/text.h"
#include "carbonfix/document/editor.h"
#include "document/adapter.h"
#include "document/xml/layout.h"
#include "document/xml/references.h"
#include "document/xml/tree_edit.h"

namespace carbonfix {
namespace {

constexpr std::size_t kOpenMark = 4;   // <!--
constexpr std::size_t kCloseMark = 3;  // -->

struct Commented {
  std::string_view inner;  // between the comment marks
  std::string_view core;   // without white space at the ends
  bool glued = false;      // "<" and ">" have to be given back
};

Error doesNotQualify(Document::Impl& impl, const Node& comment, const std::string& why) {
  return Error{fmt::format("the comment at {} can't be uncommented: {}", comment.path(), why), impl.path};
}

// Elements and white space only, at least one element: what a commented-out setting is.
std::string whyNotSettings(std::string_view text) {
  PieceArena arena;
  const Result<PieceRun> run = tokenize(text, Start::content, false, arena);
  if (!run) return run.error().message;
  bool element = false;
  bool more = false;
  for (const Piece* piece = run->first; piece != nullptr; piece = piece->next) {
    if (piece->kind == PieceKind::open) {
      element = true;
      piece = piece->last;
    } else {
      more = more || piece->kind != PieceKind::text || !isBlank(piece->text);
    }
  }
  if (!element) return "it holds no element";
  return more ? "it holds more than elements" : "";
}

// Content that does not parse in its place; on its own libxml2 says more about it, if that is what is wrong.
std::string whyNotWellFormed(std::string_view text, const std::string& message) {
  const Status alone = checkXml(fmt::format("<a>{}</a>", text), "", nullptr);
  const std::string& why = alone ? message : alone.error().message;
  return fmt::format("what it holds is not well-formed ({})", why);
}

// `text` parsed where the comment stands, if it is nothing but elements. Errors say only why not.
Result<_xmlNode*> parseSettings(Document::Impl& impl, const Node& comment, std::string_view text) {
  Result<_xmlNode*> nodes = parseContent(text, comment.raw()->parent, impl.path);
  if (!nodes) return Error{whyNotWellFormed(text, nodes.error().message)};
  if (std::string why = whyNotSettings(text); !why.empty()) {
    xmlFreeNodeList(*nodes);
    return Error{std::move(why)};
  }
  return nodes;
}

struct Qualified {
  Commented commented;
  _xmlNode* nodes = nullptr;  // owned by the caller
};

Result<Qualified> qualify(Document::Impl& impl, const Node& comment) {
  if (comment.kind() != NodeKind::comment) return doesNotQualify(impl, comment, "it is no comment");
  const Result<Piece*> editablePiece = editable(impl, comment.raw());
  if (!editablePiece) return editablePiece.error();
  const Piece* piece = *editablePiece;
  if (comment.raw()->parent->type != XML_ELEMENT_NODE) {
    return doesNotQualify(impl, comment, "it stands outside the document element");
  }
  Qualified found;
  found.commented.inner = piece->text.substr(kOpenMark, piece->text.size() - kOpenMark - kCloseMark);
  found.commented.core = trim(found.commented.inner);
  const std::string_view core = found.commented.core;
  if (core.empty()) return doesNotQualify(impl, comment, "it is empty");
  Result<_xmlNode*> nodes = parseSettings(impl, comment, core);
  if (!nodes && core.front() != '<') {
    Result<_xmlNode*> glued = parseSettings(impl, comment, fmt::format("<{}>", core));
    if (glued) {
      found.commented.glued = true;
      nodes = std::move(glued);
    }
  }
  if (!nodes) return doesNotQualify(impl, comment, nodes.error().message);
  found.nodes = *nodes;
  return found;
}

// Commented-out elements taken apart at one of them.
struct Parts {
  std::string_view before;  // the elements before it, without white space at the ends
  std::string_view spaceBefore;
  std::string_view wanted;
  std::string_view spaceBehind;
  std::string_view behind;
};

Result<Parts> takeApart(std::string_view elements, std::size_t index) {
  PieceArena arena;
  const Result<PieceRun> run = tokenize(elements, Start::content, false, arena);
  if (!run) return run.error();
  const Piece* piece = run->first;
  for (std::size_t seen = 0; piece != nullptr; piece = piece->last == nullptr ? piece->next : piece->last->next) {
    if (piece->kind == PieceKind::open && seen++ == index) break;
  }
  if (piece == nullptr) return Error{"the comment holds fewer elements than that"};
  const auto start = static_cast<std::size_t>(piece->text.data() - elements.data());
  const Piece* last = piece->last;
  const auto end = static_cast<std::size_t>(last->text.data() - elements.data()) + last->text.size();
  Parts parts;
  parts.wanted = elements.substr(start, end - start);
  const std::string_view head = elements.substr(0, start);
  parts.before = head.substr(0, head.find_last_not_of(" \t\r\n") + 1);
  parts.spaceBefore = head.substr(parts.before.size());
  const std::string_view tail = elements.substr(end);
  parts.behind = trim(tail);
  parts.spaceBehind = tail.substr(0, tail.size() - parts.behind.size());
  return parts;
}

bool hasLineBreak(std::string_view text) { return text.find_first_of("\r\n") != std::string_view::npos; }

}  // namespace

Status Editor::withCommented(Node comment, const std::function<Status(Node content)>& look) const {
  Document::Impl& impl = document_.impl();
  if (impl.adapter != nullptr) {
    if (Result<Piece*> piece = editable(impl, comment.raw()); !piece) return piece.error();
    return impl.adapter->withCommented(impl, comment.raw(), look);
  }
  Result<Qualified> found = qualify(impl, comment);
  if (!found) return found.error();
  _xmlNode* holder = xmlNewDocNode(impl.doc.get(), nullptr, reinterpret_cast<const xmlChar*>("content"), nullptr);
  xmlAddChildList(holder, found->nodes);
  Status status = look(Node(holder));
  xmlFreeNode(holder);
  return status;
}

Status Editor::uncomment(Node comment) {
  Document::Impl& impl = document_.impl();
  if (impl.adapter != nullptr) {
    if (Result<Piece*> piece = editable(impl, comment.raw()); !piece) return piece.error();
    return impl.adapter->uncomment(impl, comment.raw());
  }
  Result<Qualified> found = qualify(impl, comment);
  if (!found) return found.error();
  xmlFreeNodeList(found->nodes);  // parsed again below, with the white space that becomes live
  const Commented& is = found->commented;
  _xmlNode* raw = comment.raw();
  Piece* piece = pieceOf(raw);
  const std::string_view lead = is.inner.substr(0, static_cast<std::size_t>(is.core.data() - is.inner.data()));
  // Comment marks on lines of their own take their lines with them: the content brings its indentation.
  Piece* before = piece->previous;
  const bool ownLines = hasLineBreak(lead) && beginsLine(piece) && before->kind == PieceKind::text && canCut(before);
  std::string_view kept = is.core;
  if (ownLines) {
    const std::size_t start = static_cast<std::size_t>(is.core.data() - is.inner.data());
    const std::size_t lineStart = is.inner.find_last_of("\r\n", start - 1) + 1;
    kept = is.inner.substr(lineStart, start - lineStart + is.core.size());
  }
  Result<Fragment> fragment =
      is.glued ? parseFragment(impl, fmt::format("{}<{}>", kept.substr(0, kept.size() - is.core.size()), is.core),
                               raw->parent, false)
               : parseFragment(impl, kept, raw->parent, piece->original);
  if (!fragment) return fragment.error();
  const std::size_t blanks =
      ownLines ? before->text.size() - (before->text.find_last_not_of(" \t") + 1) : std::size_t{0};
  place(impl, gapAfter(raw), std::move(*fragment));
  take(impl, raw);
  if (blanks > 0) {
    // The text before the comment and the content's own indentation are one text by now.
    cutBack(impl, before, blanks);
  }
  return {};
}

Status Editor::uncommentOnly(Node comment, std::size_t index) {
  Document::Impl& impl = document_.impl();
  if (impl.adapter != nullptr) return doesNotQualify(impl, comment, "it holds more than what is wanted");
  Result<Qualified> found = qualify(impl, comment);
  if (!found) return found.error();
  xmlFreeNodeList(found->nodes);
  const Commented& is = found->commented;
  const std::string whole = is.glued ? fmt::format("<{}>", is.core) : std::string(is.core);
  const Result<Parts> parts = takeApart(whole, index);
  if (!parts) return parts.error();
  if (parts->before.empty() && parts->behind.empty()) return uncomment(comment);
  const bool alone = (parts->before.empty() || hasLineBreak(parts->spaceBefore)) &&
                     (parts->behind.empty() || hasLineBreak(parts->spaceBehind));
  if (!alone) {
    Error error = doesNotQualify(impl, comment, "what is wanted of it shares a line with what is not");
    error.hint = "give each of its elements a line of its own, or take the comment apart by hand";
    return error;
  }
  _xmlNode* raw = comment.raw();
  const std::string_view lead = is.inner.substr(0, static_cast<std::size_t>(is.core.data() - is.inner.data()));
  const std::string_view trail = is.inner.substr(lead.size() + is.core.size());
  const auto commented = [&](std::string_view elements) {
    if (is.glued) elements = elements.substr(1, elements.size() - 2);
    return fmt::format("<!--{}{}{}-->", lead, elements, trail);
  };
  std::string text;
  if (!parts->before.empty()) text = commented(parts->before) + std::string(parts->spaceBefore);
  text += parts->wanted;
  if (!parts->behind.empty()) {
    std::string_view space = parts->spaceBehind;
    // Marks on lines of their own keep their indentation.
    const std::optional<std::string> indent = hasLineBreak(lead) ? lineIndent(pieceOf(raw)) : std::nullopt;
    if (indent) space = space.substr(0, space.find_last_of("\r\n") + 1);
    text += std::string(space) + indent.value_or("") + commented(parts->behind);
  }
  Result<Fragment> fragment = parseFragment(impl, text, raw->parent, false);
  if (!fragment) return fragment.error();
  place(impl, gapAfter(raw), std::move(*fragment));
  take(impl, raw);
  return {};
}

Status Editor::comment(Node node) {
  Document::Impl& impl = document_.impl();
  const Result<Piece*> found = editable(impl, node.raw());
  if (!found) return found.error();
  if (impl.adapter != nullptr) return impl.adapter->comment(impl, node.raw());
  const Piece* piece = *found;
  if (node.kind() != NodeKind::element) {
    return Error{fmt::format("{}: only an element can be commented out", node.path()), impl.path};
  }
  if (node.raw()->parent->type != XML_ELEMENT_NODE) {
    return Error{fmt::format("{}: the document element can't be commented out", node.path()), impl.path};
  }
  const std::string raw = textOf(piece, piece->last);
  if (raw.find("--") != std::string::npos) {
    return Error{fmt::format("{} can't be commented out: it holds \"--\" (a comment inside it, perhaps), which may not "
                             "stand in a comment",
                             node.path()),
                 impl.path, Position{}, "remove it instead, or take the inner comment away first"};
  }
  Result<Fragment> fragment = parseFragment(impl, "<!-- " + raw + " -->", node.raw()->parent, false);
  if (!fragment) return fragment.error();
  place(impl, gapAfter(node.raw()), std::move(*fragment));
  take(impl, node.raw());
  return {};
}

}  // namespace carbonfix
