// Shell scripts (wso2server.sh, load-spark-env-vars.sh). What the view looks like is said in view.h.
#include "document/adapter.h"

#include <fmt/format.h>
#include <libxml/tree.h>

#include <algorithm>

#include "carbonfix/base/text.h"
#include "document/shell/lexer.h"
#include "document/shell/view.h"
#include "document/xml/layout.h"

namespace carbonfix {
namespace {

_xmlNode* rootOf(const Document::Impl& impl) { return xmlDocGetRootElement(impl.doc.get()); }
bool isComment(const _xmlNode* node) { return node->type == XML_COMMENT_NODE; }
Node seen(const _xmlNode* node) { return Node(const_cast<_xmlNode*>(node)); }

void moveNodes(_xmlNode* from, _xmlNode* parent, _xmlNode* next) {
  while (_xmlNode* node = from->children) {
    xmlUnlinkNode(node);
    if (next == nullptr) {
      xmlAddChild(parent, node);
    } else {
      xmlAddPrevSibling(next, node);
    }
  }
}

// Text from the start of its line up to the piece / from behind it to the end of its line.
std::string lineBefore(const Piece* piece) {
  std::string text;
  for (const Piece* at = piece->previous; at != nullptr; at = at->previous) {
    const std::size_t lineEnd = at->text.rfind('\n');
    text.insert(0, at->text.substr(lineEnd == std::string_view::npos ? 0 : lineEnd + 1));
    if (lineEnd != std::string_view::npos) break;
  }
  return text;
}

std::string lineBehind(const Piece* piece) {
  std::string text;
  for (const Piece* at = piece->next; at != nullptr; at = at->next) {
    const std::size_t lineEnd = at->text.find('\n');
    text += at->text.substr(0, lineEnd);
    if (lineEnd != std::string_view::npos) break;
  }
  return text;
}

// Does the line before it go on with this one?
bool isCarriedOn(const Piece* piece) {
  const std::size_t onLine = lineBefore(piece).size();
  std::string before;
  for (const Piece* at = piece->previous; at != nullptr && before.size() < onLine + 2; at = at->previous) {
    before.insert(0, at->text);
  }
  return before.size() >= onLine + 2 && std::string_view(before).substr(0, before.size() - onLine).ends_with("\\\n");
}

std::string blanksOf(std::string_view line) {
  return std::string(line.substr(0, std::min(line.find_first_not_of(" \t"), line.size())));
}

// An assignment that has its line for itself, but for a comment.
struct Statement {
  std::string indent;
  std::string text;    // export X=v
  std::string behind;  // up to the line's end
};

Result<Statement> statementOf(const Document::Impl& impl, const _xmlNode* element) {
  const Piece* entry = pieceOf(element);
  const std::string before = lineBefore(entry);
  Statement statement;
  statement.indent = blanksOf(before);
  statement.behind = lineBehind(entry->last);
  const std::string_view command = trim(before);
  const std::string_view rest = trim(statement.behind);
  const bool isAlone = (command.empty() || command == "export") && !isCarriedOn(entry) &&
                       (rest.empty() || rest == ";" || rest.front() == '#');
  if (!isAlone) return refuse(impl, element, "its line has other commands, too");
  statement.text = before.substr(statement.indent.size()) + textOf(entry, entry->last);
  return statement;
}

std::string lineEndOf(Document::Impl& impl) {
  return impl.text().find("\r\n") == std::string_view::npos ? "\n" : "\r\n";
}

class ShellAdapter : public Adapter {
 public:
  Result<SourceText> decode(std::string bytes, const std::string& path) const override {
    const Encoding encoding = isValidUtf8(bytes) ? Encoding::utf8 : Encoding::latin1;
    return SourceText::decode(std::move(bytes), path, encoding, ByteOrderMark::text);
  }

  Status read(Document::Impl& impl) const override {
    if (const std::size_t at = impl.text().find('\0'); at != std::string_view::npos) {
      return Error{"a character that no text file holds", impl.path, impl.positionInText(at)};
    }
    const ViewRoot root = startView(impl, "shell");
    Result<ShellNodes> nodes = readShell(impl, impl.text(), true);
    if (!nodes) return nodes.error();
    if (nodes->run.first != nullptr) {
      linkAfter(root.piece, nodes->run);
      impl.pieces.last = nodes->run.last;
    }
    moveNodes(nodes->holder.get(), root.element, nullptr);
    return {};
  }

  Status verify(Document::Impl& impl, _xmlNode* node) const override {
    if (node == rootOf(impl)) return {};
    if (isArgument(node)) return node->children == nullptr ? Status() : verify(impl, node->children);
    const std::string_view text = pieceOf(node)->text;
    bool same = true;
    if (isComment(node)) {
      same = shownText(text.substr(1)) == seen(node).value();
    } else if (node->type == XML_TEXT_NODE) {
      const std::string value = seen(node).value();
      same = shownText(text) == value || readShellWord(text) == value;
    } else if (!text.empty()) {
      same = text == (node->type == XML_ATTRIBUTE_NODE ? seen(node).value() : seen(node).attribute("name"));
    }
    if (same) return {};
    return refuse(impl, node, "it does not read as its text in the file says");
  }

  Result<bool> setValue(Document::Impl& impl, _xmlNode* node, std::string_view value) const override {
    if (isComment(node)) return setComment(impl, node, value);
    if (node->type == XML_ATTRIBUTE_NODE) return setAttribute(impl, node->parent, seen(node).name(), value);
    _xmlNode* element = node->type == XML_TEXT_NODE ? node->parent : node;
    if (element == rootOf(impl)) return refuse(impl, element, "it has no value of its own; name one of its variables");
    for (_xmlNode* child = element->children; child != nullptr; child = child->next) {
      if (Status ok = pieceOf(child) == nullptr ? Status() : verify(impl, child); !ok) return ok.error();
    }
    if (seen(element).value() == value && !seen(element).hasAttribute("uncertain")) return false;
    if (Status ok = isCertain(impl, element); !ok) return ok.error();
    if (Status ok = canHold(impl, element, value); !ok) return ok.error();
    if (isExport(element)) return setExport(impl, element, value);
    if (isExported(element)) return refuse(impl, element, "it has no value; set that of the variable");
    if (isArgument(element)) return setArgument(impl, element, value);
    return setOption(impl, element, value);
  }

  Result<bool> setAttribute(Document::Impl& impl, _xmlNode* element, std::string_view name,
                            std::string_view value) const override {
    if (name != "name" || !isExport(element)) {
      return refuse(impl, element, fmt::format("the attribute {} can't be set; a variable has a name only", name));
    }
    if (seen(element).attribute("name") == value) return false;
    if (Status ok = isCertain(impl, element); !ok) return ok.error();
    if (!isShellName(value)) return refuse(impl, element, "a variable can't have such a name");
    rewrite(impl, pieceOf(element), std::string(value));
    xmlAttrPtr attribute = xmlHasProp(element, reinterpret_cast<const xmlChar*>("name"));
    xmlNodeSetContent(reinterpret_cast<xmlNodePtr>(attribute),
                      reinterpret_cast<const xmlChar*>(std::string(value).c_str()));
    return true;
  }

  Status insert(Document::Impl& impl, _xmlNode* anchor, Place where, const _xmlNode* nodes) const override {
    const bool asChild = where == Place::firstChild || where == Place::lastChild;
    if (asChild != (anchor == rootOf(impl)) || (!asChild && !isExport(anchor) && !isComment(anchor))) {
      return refuse(impl, anchor, "variables are added to /shell, or before or after another or a comment");
    }
    const bool isNested =
        isExport(anchor) && seen(anchor).attribute("uncertain").find("condition") != std::string::npos;
    if (isNested) {
      return refuse(impl, anchor, "it stands in a block that may not be run; a line put there may not be either",
                    "name another place: a variable outside of if, for, case and functions");
    }
    const Result<std::string> lines = linesFor(impl, anchor, nodes);
    if (!lines) return lines.error();
    if (where == Place::lastChild) return insertLast(impl, *lines);
    const bool behind = where == Place::after;
    _xmlNode* beside = anchor;
    if (asChild) beside = firstLineOf(anchor);
    if (beside == nullptr) return insertLast(impl, *lines);
    const Piece* piece = pieceOf(beside);
    if (isCarriedOn(piece) || (!behind && !isLineStart(lineBefore(piece)))) {
      return refuse(impl, anchor, "its line has other commands, too");
    }
    return behind ? insertBehind(impl, beside, *lines) : insertBefore(impl, beside, *lines);
  }

  Status replace(Document::Impl& impl, _xmlNode* node, const _xmlNode* nodes) const override {
    if (!isExport(node)) return refuse(impl, node, "only a variable can be replaced; set a value instead");
    if (Status ok = isCertain(impl, node); !ok) return ok;
    const Result<Statement> statement = statementOf(impl, node);
    if (!statement) return statement.error();
    Result<std::string> lines = linesFor(impl, node, nodes);
    if (!lines) return lines.error();
    if (!statement->behind.empty())
      return refuse(impl, node, "something follows it on its line; set its value instead");
    return exchangeLine(impl, node, statement->indent + std::move(*lines));
  }

  Status remove(Document::Impl& impl, _xmlNode* node) const override {
    if (isComment(node)) return removeComment(impl, node);
    if (!isExport(node)) return refuse(impl, node, "only a variable as a whole can be removed");
    if (Status ok = isCertain(impl, node); !ok) return ok;
    const Result<Statement> statement = statementOf(impl, node);
    if (!statement) return statement.error();
    cut(impl, node, statement->behind.find('#') != std::string::npos);
    return {};
  }

  Status comment(Document::Impl& impl, _xmlNode* element) const override {
    if (!isExport(element)) return refuse(impl, element, "only a variable can be commented out");
    if (Status ok = isCertain(impl, element); !ok) return ok;
    const Result<Statement> statement = statementOf(impl, element);
    if (!statement) return statement.error();
    if (statement->text.find('\n') != std::string::npos) return refuse(impl, element, "its value has several lines");
    if (statement->behind.find('#') != std::string::npos) return refuse(impl, element, "a comment follows it");
    return exchangeLine(impl, element, statement->indent + "#" + statement->text + statement->behind);
  }

  Status uncomment(Document::Impl& impl, _xmlNode* comment) const override {
    Result<ShellNodes> content = commented(impl, comment);
    if (!content) return content.error();
    const std::string before = lineBefore(pieceOf(comment));
    if (!isBlank(before)) return refuse(impl, comment, "its line has a command, too");
    const std::string_view text = pieceOf(comment)->text;
    return exchangeLine(impl, comment, before + std::string(text.substr(text.find_first_not_of("# \t"))));
  }

  Status withCommented(Document::Impl& impl, _xmlNode* comment,
                       const std::function<Status(Node content)>& look) const override {
    Result<ShellNodes> content = commented(impl, comment);
    return content ? look(Node(content->holder.get())) : Status(content.error());
  }

 private:
  static Status isCertain(const Document::Impl& impl, const _xmlNode* element) {
    const std::string why = seen(element).attribute("uncertain");
    if (why.empty()) return {};
    return refuse(impl, element, why, "what only the running script knows is left alone; edit the file by hand");
  }

  static Status canHold(const Document::Impl& impl, const _xmlNode* node, std::string_view value) {
    for (std::size_t at = 0; at < value.size();) {
      const char32_t codePoint = nextCodePoint(value, at);
      if (codePoint == U'\r') return refuse(impl, node, "a value with a carriage return can't be written here");
      if (!impl.source->holds(codePoint)) {
        return refuse(impl, node, "the new value has a character that the file's encoding can't hold");
      }
    }
    return {};
  }

  static Result<bool> setComment(Document::Impl& impl, _xmlNode* comment, std::string_view value) {
    if (seen(comment).value() == value) return false;
    if (value.find('\n') != std::string_view::npos) {
      return refuse(impl, comment, "a comment is one line; the new text has a line break");
    }
    if (Status ok = canHold(impl, comment, value); !ok) return ok.error();
    rewrite(impl, pieceOf(comment), fmt::format("#{}", value));
    xmlNodeSetContent(comment, nullptr);
    xmlNodeAddContent(comment, reinterpret_cast<const xmlChar*>(std::string(value).c_str()));
    return true;
  }

  // Its word is read again, so that options in the new value are seen.
  static Result<bool> setExport(Document::Impl& impl, _xmlNode* element, std::string_view value) {
    Piece* entry = pieceOf(element);
    const std::string text = spellShellWord(value, spelledValue(element));
    Result<ShellNodes> made = readShell(impl, impl.arena.own(fmt::format("{}={}", entry->text, text)), false);
    if (!made) return made.error();
    _xmlNode* fresh = made->holder->children;
    if (fresh == nullptr || fresh->next != nullptr || seen(fresh).value() != value) {
      return refuse(impl, element, "the new value can't be written as one word");
    }
    while (element->children != nullptr) impl.bury(element->children);
    moveNodes(fresh, element, nullptr);
    unlink(entry->next, entry->last);
    const PieceRun run = {made->run.first->next, made->run.last};
    unlink(run.first, run.last);
    linkAfter(entry, run);
    entry->last = run.last;
    return true;
  }

  static Result<bool> setArgument(Document::Impl& impl, _xmlNode* element, std::string_view value) {
    Piece* piece = pieceOf(element);
    rewrite(impl, piece, spellShellWord(value, piece->text));
    setTextInView(impl, element, std::string(value), piece);
    return true;
  }

  static Result<bool> setOption(Document::Impl& impl, _xmlNode* element, std::string_view value) {
    Piece* entry = pieceOf(element);
    Piece* piece = entry->last;
    if (!entry->text.empty() && entry->next == piece) {
      return refuse(impl, element, "it is written without a value", "write -Dname=value into the script first");
    }
    const bool isQuoted = piece->next != nullptr && piece->next->text.find_first_of("\"'`") == 0;
    if ((isExport(element->parent) || isQuoted) && !isPlainInShell(value)) {
      return refuse(impl, element, "in the value of a variable an option ends at a blank, and can't have quotes",
                    "set the whole variable");
    }
    const bool isOfVariable = isExport(element->parent) || isQuoted;
    rewrite(impl, piece, isOfVariable ? std::string(value) : spellShellWord(value, piece->text));
    setTextInView(impl, element, std::string(value), piece);
    return true;
  }

  // --- lines ---

  static bool isLineStart(std::string_view before) { return trim(before).empty() || trim(before) == "export"; }

  // How the nearest variable writes its values.
  static std::string quotesNear(const _xmlNode* anchor) {
    for (const _xmlNode* node = anchor; node != nullptr; node = node->prev) {
      if (!isExport(node) || seen(node).hasAttribute("uncertain")) continue;
      if (std::string spelled = spelledValue(node); !spelled.empty()) return spelled;
    }
    return {};
  }

  // One line for each variable and comment, without the last line end.
  static Result<std::string> linesFor(Document::Impl& impl, const _xmlNode* anchor, const _xmlNode* pasted) {
    const std::string like = quotesNear(anchor == rootOf(impl) ? anchor->last : anchor);
    std::string out;
    for (const _xmlNode* each = pasted; each != nullptr; each = each->next) {
      if (!out.empty()) out += lineEndOf(impl);
      const Node node = seen(each);
      const std::string value = node.value();
      if (Status ok = canHold(impl, anchor, value); !ok) return ok.error();
      if (isComment(each)) {
        if (value.find('\n') != std::string::npos) return refuse(impl, anchor, "a comment is one line here");
        out += "#" + value;
        continue;
      }
      const std::string name = node.attribute("name");
      const std::string exported = node.attribute("exported");
      const bool isPlain = node.attributes().size() == (node.hasAttribute("exported") ? 2U : 1U);
      if (node.name() != "export" || !isPlain || !node.elements().empty() || !isShellName(name) ||
          (!exported.empty() && exported != "true" && exported != "false")) {
        return refuse(impl, anchor, "what is put here is <export name=\"…\">…</export>, with the name of a variable",
                      "exported=\"false\" on it leaves the word export out");
      }
      out += fmt::format("{}{}={}", exported == "false" ? "" : "export ", name, spellShellWord(value, like));
    }
    return out;
  }

  static _xmlNode* firstLineOf(const _xmlNode* root) {
    _xmlNode* node = root->children;
    const auto isNoLine = [](const _xmlNode* each) {
      return isOption(each) || isArgument(each) || isExported(each) || seen(each).hasAttribute("uncertain");
    };
    while (node != nullptr && isNoLine(node)) node = node->next;
    return node;
  }

  // Where a piece is cut in two; gives the first part, which may be empty.
  static Piece* cutPiece(Document::Impl& impl, Piece* piece, std::size_t at) {
    Piece* rest = impl.arena.make(piece->kind, piece->text.substr(at), piece->original);
    piece->text = piece->text.substr(0, at);
    linkAfter(piece, {rest, rest});
    return piece;
  }

  // The piece that ends with the line on which `piece` ends; null when the file ends without a line end.
  static Piece* lineEndBehind(Document::Impl& impl, Piece* piece) {
    for (Piece* at = piece->next; at != nullptr; at = at->next) {
      if (at->kind != PieceKind::filler) continue;
      std::size_t found = at->text.find('\n');
      while (found != std::string_view::npos && found > 0 && at->text[found - 1] == '\\') {
        found = at->text.find('\n', found + 1);
      }
      if (found != std::string_view::npos) return cutPiece(impl, at, found + 1);
    }
    return nullptr;
  }

  static Piece* lineStartBefore(Document::Impl& impl, const Piece* piece) {
    for (Piece* at = piece->previous; at != nullptr; at = at->previous) {
      const std::size_t found = at->text.rfind('\n');
      if (found != std::string_view::npos) return cutPiece(impl, at, found + 1);
    }
    return pieceOf(rootOf(impl));
  }

  static Status place(Document::Impl& impl, Piece* behind, _xmlNode* next, std::string text) {
    Result<ShellNodes> made = readShell(impl, impl.arena.own(std::move(text)), false);
    if (!made) return made.error();
    linkAfter(behind, made->run);
    moveNodes(made->holder.get(), rootOf(impl), next);
    return {};
  }

  static Piece* lastPiece(const Document::Impl& impl) {
    Piece* last = pieceOf(rootOf(impl));
    while (last->next != nullptr) last = last->next;
    return last;
  }

  static Status insertLast(Document::Impl& impl, const std::string& lines) {
    Piece* last = lastPiece(impl);
    while (last->text.empty() && last->previous != nullptr) last = last->previous;
    const bool isEnded = last->text.empty() || last->text.ends_with('\n');
    std::string text = isEnded ? lines + lineEndOf(impl) : lineEndOf(impl) + lines;
    return place(impl, lastPiece(impl), nullptr, std::move(text));
  }

  static Status insertBehind(Document::Impl& impl, _xmlNode* beside, const std::string& lines) {
    const std::string indent = blanksOf(lineBefore(pieceOf(beside)));
    Piece* lineEnd = lineEndBehind(impl, pieceOf(beside)->last);
    if (lineEnd == nullptr) return insertLast(impl, indent + lines);
    // Another variable, and a comment, may stand on the same line.
    _xmlNode* next = beside->next;
    for (const Piece* at = pieceOf(beside); at != lineEnd; at = at->next) {
      if (next != nullptr && at == pieceOf(next)) next = next->next;
    }
    return place(impl, lineEnd, next, indent + lines + lineEndOf(impl));
  }

  static Status insertBefore(Document::Impl& impl, _xmlNode* beside, const std::string& lines) {
    const std::string indent = blanksOf(lineBefore(pieceOf(beside)));
    return place(impl, lineStartBefore(impl, pieceOf(beside)), beside, indent + lines + lineEndOf(impl));
  }

  // The line of a node again, from another text, without its line end.
  static Status exchangeLine(Document::Impl& impl, _xmlNode* node, std::string text) {
    Result<ShellNodes> made = readShell(impl, impl.arena.own(std::move(text)), false);
    if (!made) return made.error();
    Piece* start = lineStartBefore(impl, pieceOf(node));
    Piece* end = lineEndBehind(impl, pieceOf(node)->last);
    if (end != nullptr) end = cutPiece(impl, end, end->text.rfind('\n'));
    unlink(start->next, end == nullptr ? lastPiece(impl) : end);
    linkAfter(start, made->run);
    moveNodes(made->holder.get(), rootOf(impl), node);
    impl.bury(node);
    return {};
  }

  // With its line, when nothing else is on it; a comment behind it stays.
  static void cut(Document::Impl& impl, _xmlNode* node, bool keepsComment) {
    Piece* start = lineStartBefore(impl, pieceOf(node));
    Piece* end = lineEndBehind(impl, pieceOf(node)->last);
    if (keepsComment) {
      end = pieceOf(node)->last;
      while (end->next != nullptr && end->next->kind != PieceKind::comment) end = end->next;
    }
    unlink(start->next, end == nullptr ? lastPiece(impl) : end);
    impl.bury(node);
  }

  static Status removeComment(Document::Impl& impl, _xmlNode* comment) {
    Piece* piece = pieceOf(comment);
    if (isBlank(lineBefore(piece))) {
      cut(impl, comment, false);
      return {};
    }
    Piece* blanks = piece->previous;
    unlink(piece, piece);
    rewrite(impl, blanks, std::string(blanks->text.substr(0, blanks->text.find_last_not_of(" \t") + 1)));
    impl.bury(comment);
    return {};
  }

  // A comment that is one assignment and no more. Error: why it is none.
  static Result<ShellNodes> commented(Document::Impl& impl, const _xmlNode* comment) {
    const std::string_view text = pieceOf(comment)->text;
    const std::size_t start = text.find_first_not_of("# \t");
    const Error isProse = refuse(impl, comment, "it is no variable that is commented out");
    if (start == std::string_view::npos) return isProse;
    Result<ShellNodes> made = readShell(impl, text.substr(start), false);
    if (!made) return isProse;
    const _xmlNode* only = made->holder->children;
    if (only == nullptr || only->next != nullptr || !isExport(only)) return isProse;
    const std::string before = textOf(made->run.first, pieceOf(only)->previous);
    if (pieceOf(only) != made->run.first && trim(before) != "export") return isProse;
    if (pieceOf(only)->last != made->run.last) return isProse;
    if (Status ok = isCertain(impl, only); !ok) return ok.error();
    return made;
  }
};

}  // namespace

const Adapter& shellAdapter() {
  static const ShellAdapter adapter;
  return adapter;
}

}  // namespace carbonfix
