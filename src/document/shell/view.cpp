#include "document/shell/view.h"

#include <fmt/format.h>
#include <libxml/tree.h>

#include <algorithm>
#include <vector>

#include "document/adapter.h"
#include "document/shell/lexer.h"

namespace carbonfix {
namespace {

using Kind = ShellToken::Kind;

constexpr const char* kCondition = "it is set on a condition, in a loop or in a function";
constexpr const char* kOneCommand = "it holds for one command only";
constexpr const char* kOwnProcess = "it is set in a process of its own";
constexpr const char* kDeclared = "it is set by a command other than export";
constexpr const char* kAdds = "+= adds to what the variable has, in some shells only";

bool isNamed(const _xmlNode* node, const char* name) {
  return node->type == XML_ELEMENT_NODE && xmlStrEqual(node->name, reinterpret_cast<const xmlChar*>(name)) != 0;
}

// How long the name of an assignment is; 0: the word is none.
std::size_t assignedName(std::string_view word) {
  const std::size_t sign = word.find('=');
  if (sign == std::string_view::npos) return 0;
  const std::size_t end = sign > 0 && word[sign - 1] == '+' ? sign - 1 : sign;
  return isShellName(word.substr(0, end)) ? end : 0;
}

// java, "$JAVA_HOME/bin/java", $JAVACMD
bool isJava(std::string_view word) {
  while (!word.empty() && (word.back() == '"' || word.back() == '\'')) word.remove_suffix(1);
  return word == "java" || word.ends_with("/java") || word.ends_with("$JAVACMD") || word.ends_with("${JAVACMD}") ||
         word.ends_with("$JAVA") || word.ends_with("${JAVA}");
}

bool isOptionName(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("._-").find(c) != std::string_view::npos;
}

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct OptionSpan {
  Span name;
  Span value;
};

// Options -Dname=value in a text of several words, with values that are plain in every kind of quotes.
std::vector<OptionSpan> optionsIn(std::string_view text) {
  constexpr std::string_view kAround = " \t\n\"'`";
  std::vector<OptionSpan> found;
  for (std::size_t at = text.find("-D"); at != std::string_view::npos; at = text.find("-D", at + 1)) {
    if (at > 0 && kAround.find(text[at - 1]) == std::string_view::npos) continue;
    OptionSpan option;
    option.name = {at + 2, at + 2};
    while (option.name.end < text.size() && isOptionName(text[option.name.end])) ++option.name.end;
    if (option.name.end == option.name.begin || !text.substr(option.name.end).starts_with('=')) continue;
    option.value = {option.name.end + 1, std::min(text.find_first_of(kAround, option.name.end), text.size())};
    if (isPlainInShell(text.substr(option.value.begin, option.value.end - option.value.begin))) found.push_back(option);
  }
  return found;
}

class Reader {
 public:
  Reader(Document::Impl& impl, std::string_view text, bool original) : impl_(impl), text_(text), original_(original) {
    nodes_.holder = {xmlNewDocNode(impl.doc.get(), nullptr, reinterpret_cast<const xmlChar*>("content"), nullptr),
                     xmlFreeNode};
  }

  Result<ShellNodes> read() {
    ShellLexer lexer(text_);
    ShellToken token;
    while (lexer.next(token)) {
      const std::string_view text = textOfToken(token);
      const std::size_t depth = blocks_.depth();
      const bool wasPattern = blocks_.inPattern();
      if (std::string wrong = blocks_.take(token, text); !wrong.empty()) return fail(token.begin, std::move(wrong));
      if (token.kind == Kind::end) break;
      if (token.kind == Kind::word) {
        if (!blocks_.wasSpecial()) words_.push_back(token);
      } else if (token.kind == Kind::comment) {
        comments_.push_back(token);
      } else if (token.kind == Kind::lineEnd || (token.kind == Kind::sign && !isRedirection(text) && !wasPattern)) {
        flush(text, depth);
      }
    }
    if (token.kind != Kind::end) return fail(lexer.error().at, lexer.error().message);
    if (blocks_.depth() > 0) return fail(text_.size(), fmt::format("{} is missing at the end", blocks_.awaited()));
    flush({}, 0);
    put(PieceKind::filler, text_.size());
    return std::move(nodes_);
  }

 private:
  static bool isRedirection(std::string_view sign) {
    return sign.front() == '<' || sign.front() == '>' || sign == "&>";
  }

  std::string_view textOfToken(const ShellToken& token) const {
    return text_.substr(token.begin, token.end - token.begin);
  }

  Error fail(std::size_t at, std::string message) {
    return Error{std::move(message), impl_.path, original_ ? impl_.positionInText(at) : Position{}};
  }

  // The piece from behind the last one to `end`; an empty filler is none.
  Piece* put(PieceKind kind, std::size_t end) {
    if (kind == PieceKind::filler && end <= at_) return nullptr;
    Piece* piece = impl_.arena.make(kind, text_.substr(at_, end - at_), original_);
    append(nodes_.run, piece);
    at_ = end;
    return piece;
  }

  _xmlNode* element(_xmlNode* parent, const char* kind, Span name) {
    put(PieceKind::filler, name.begin);
    Piece* entry = put(PieceKind::entry, name.end);
    _xmlNode* made = addElement(parent, kind, entry);
    setName(made, std::string(text_.substr(name.begin, name.end - name.begin)), entry);
    return made;
  }

  static void setName(_xmlNode* element, const std::string& name, Piece* entry) {
    xmlAttr* attribute =
        xmlSetProp(element, reinterpret_cast<const xmlChar*>("name"), reinterpret_cast<const xmlChar*>(name.c_str()));
    attribute->_private = entry;
  }

  void addText(_xmlNode* parent, std::size_t end, const std::string& value) {
    Piece* piece = put(PieceKind::value, end);
    if (value.empty()) return;
    _xmlNode* text = xmlNewDocText(parent->doc, reinterpret_cast<const xmlChar*>(value.c_str()));
    text->_private = piece;
    piece->node = text;
    xmlAddChild(parent, text);
  }

  // The command is over; `sign` is what ended it, `depth` the blocks around it.
  void flush(std::string_view sign, std::size_t depth) {
    const bool isBranch = previous_ == "&&" || previous_ == "||";
    const bool isOwnProcess = previous_ == "|" || previous_ == "|&" || sign == "|" || sign == "|&" || sign == "&";
    std::string doubt;
    if (depth > 0 || isBranch || blocks_.depth() > depth) doubt = kCondition;
    if (isOwnProcess) doubt = kOwnProcess;
    words(doubt);
    for (const ShellToken& each : comments_) comment(each);
    // A line end does not end what && began.
    if (!words_.empty() || sign != "\n") previous_ = sign;
    words_.clear();
    comments_.clear();
  }

  void words(const std::string& doubt) {
    std::size_t first = 0;
    while (first < words_.size() && assignedName(textOfToken(words_[first])) > 0) ++first;
    const std::string_view command = first < words_.size() ? textOfToken(words_[first]) : std::string_view();
    for (std::size_t i = 0; i < first; ++i) {
      assignment(words_[i], command.empty() ? doubt : kOneCommand, false);
    }
    const bool exports = command == "export";
    const bool declares = command == "readonly" || command == "local" || command == "declare" || command == "typeset";
    bool ofJava = isJava(command);
    for (std::size_t i = first + 1; i < words_.size(); ++i) {
      const std::string_view word = textOfToken(words_[i]);
      if (exports || declares) {
        if (assignedName(word) > 0) {
          assignment(words_[i], declares ? kDeclared : doubt, exports);
        } else if (exports && isShellName(word)) {
          putExported(words_[i]);
        }
        continue;
      }
      argument(words_[i], ofJava);
      ofJava = ofJava || isJava(word);  // exec java, nohup "$JAVACMD"
    }
  }

  // export X: what X was given elsewhere is for other processes, too.
  void putExported(const ShellToken& word) {
    pieceOf(element(nodes_.holder.get(), "exported", {word.begin, word.end}))->last = nodes_.run.last;
  }

  // What the shell makes of a word; why that is not certain.
  static std::string doubtOf(const ShellToken& word, const std::string& value) {
    if (!word.doubt.empty()) return word.doubt;
    if (word.isExpanded) return "its value may stand for names of files";
    return shownText(value) == value ? std::string() : "it has characters that can't be shown here";
  }

  void assignment(const ShellToken& word, std::string doubt, bool exported) {
    const std::size_t size = assignedName(textOfToken(word));
    const std::size_t sign = word.begin + size;
    _xmlNode* made = element(nodes_.holder.get(), "export", {word.begin, sign});
    Piece* entry = pieceOf(made);
    setAttributeInView(made, "exported", exported ? "true" : "false");
    const std::size_t begin = sign + (text_[sign] == '+' ? 2U : 1U);
    if (doubt.empty() && text_[sign] == '+') doubt = kAdds;
    if (doubt.empty()) doubt = word.doubt;
    if (doubt.empty() && exported && word.isExpanded) doubt = "its value may stand for names of files";
    const std::string value = word.doubt.empty() ? word.value.substr(begin - word.begin) : std::string();
    if (doubt.empty() && shownText(value) != value) doubt = "it has characters that can't be shown here";
    put(PieceKind::filler, begin);
    if (!doubt.empty()) {
      setAttributeInView(made, "uncertain", doubt);
      split(made, {begin, word.end});
    } else {
      certain(made, {begin, word.end}, value);
    }
    entry->last = nodes_.run.last;
  }

  // Split where it is one run of characters that mean themselves.
  void certain(_xmlNode* made, Span spelled, const std::string& value) {
    const std::string_view raw = text_.substr(spelled.begin, spelled.end - spelled.begin);
    const bool isQuoted = raw.size() == value.size() + 2 && raw.substr(1, value.size()) == value;
    const bool isPlain = raw == value || isQuoted;
    if (!isPlain || optionsIn(raw).empty()) return addText(made, spelled.end, value);
    const std::size_t quotes = isQuoted ? 1 : 0;
    put(PieceKind::filler, spelled.begin + quotes);
    split(made, {spelled.begin + quotes, spelled.end - quotes});
    put(PieceKind::filler, spelled.end);
  }

  // Text as it is written, with the options in it.
  void split(_xmlNode* parent, Span spelled) {
    for (const OptionSpan& option : optionsIn(text_.substr(spelled.begin, spelled.end - spelled.begin))) {
      const Span value = {spelled.begin + option.value.begin, spelled.begin + option.value.end};
      addText(parent, value.begin, shownText(text_.substr(at_, value.begin - at_)));
      Piece* entry = put(PieceKind::entry, at_);
      _xmlNode* made = addElement(parent, "option", entry);
      setAttributeInView(
          made, "name",
          std::string(text_.substr(spelled.begin + option.name.begin, option.name.end - option.name.begin)));
      addText(made, value.end, std::string(text_.substr(value.begin, value.end - value.begin)));
      entry->last = nodes_.run.last;
    }
    addText(parent, spelled.end, shownText(text_.substr(at_, spelled.end - at_)));
  }

  // An argument of a command: -Dname=value, or "-Dname=value" with a value that is plain; of java all others, too.
  void argument(const ShellToken& word, bool ofJava) {
    const std::string_view raw = textOfToken(word);
    std::size_t end = 2;
    while (end < raw.size() && isOptionName(raw[end])) ++end;
    if (raw.starts_with("-D") && end > 2 && (raw.substr(end).starts_with('=') || (ofJava && end == raw.size()))) {
      _xmlNode* made = element(nodes_.holder.get(), "option", {word.begin + 2, word.begin + end});
      const bool hasValue = end < raw.size();
      const std::string value = hasValue && word.doubt.empty() ? word.value.substr(end + 1) : std::string();
      const std::string doubt = doubtOf(word, value);
      if (!doubt.empty()) setAttributeInView(made, "uncertain", doubt);
      if (hasValue) put(PieceKind::filler, word.begin + end + 1);
      addText(made, word.end, doubt.empty() ? value : shownText(text_.substr(at_, word.end - at_)));
      pieceOf(made)->last = nodes_.run.last;
      return;
    }
    const std::vector<OptionSpan> options = optionsIn(raw);
    if (ofJava && options.empty()) return otherArgument(word);
    // In "-Dname=a b" the value is "a b", which can't be told from what stands around options in other words.
    const bool isOne = raw.starts_with("\"-D") || raw.starts_with("'-D");
    if (isOne && !options.empty() && options.front().value.end + 1 != raw.size()) return;
    for (const OptionSpan& option : options) {
      _xmlNode* made =
          element(nodes_.holder.get(), "option", {word.begin + option.name.begin, word.begin + option.name.end});
      put(PieceKind::filler, word.begin + option.value.begin);
      addText(made, word.begin + option.value.end,
              std::string(raw.substr(option.value.begin, option.value.end - option.value.begin)));
      pieceOf(made)->last = nodes_.run.last;
    }
  }

  void otherArgument(const ShellToken& word) {
    put(PieceKind::filler, word.begin);
    Piece* piece = put(PieceKind::value, word.end);
    _xmlNode* made = addElement(nodes_.holder.get(), "argument", piece);
    const std::string doubt = doubtOf(word, word.value);
    if (!doubt.empty()) setAttributeInView(made, "uncertain", doubt);
    setTextInView(impl_, made, doubt.empty() ? word.value : shownText(piece->text), piece);
  }

  void comment(const ShellToken& token) {
    if (token.begin == 0 && original_ && textOfToken(token).starts_with("#!")) return;
    put(PieceKind::filler, token.begin);
    Piece* piece = put(PieceKind::comment, token.end);
    addComment(nodes_.holder.get(), shownText(piece->text.substr(1)), piece);
  }

  Document::Impl& impl_;
  std::string_view text_;
  bool original_;
  ShellNodes nodes_;
  ShellBlocks blocks_;
  std::vector<ShellToken> words_;     // of the command that is being read
  std::vector<ShellToken> comments_;  // behind it
  std::string previous_;              // the sign that ended the command before
  std::size_t at_ = 0;                // behind the last piece
};

}  // namespace

Result<ShellNodes> readShell(Document::Impl& impl, std::string_view text, bool original) {
  return Reader(impl, text, original).read();
}

bool isExport(const _xmlNode* node) { return isNamed(node, "export"); }
bool isOption(const _xmlNode* node) { return isNamed(node, "option"); }
bool isArgument(const _xmlNode* node) { return isNamed(node, "argument"); }
bool isExported(const _xmlNode* node) { return isNamed(node, "exported"); }

std::string spelledValue(const _xmlNode* element) {
  const Piece* entry = pieceOf(element);
  if (entry->text.empty()) return std::string(entry->last->text);  // an option in the value of a variable
  const std::string text = textOf(entry->next, entry->last);
  return text.substr(text.find('=') + 1);
}

}  // namespace carbonfix
