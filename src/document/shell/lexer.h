// Shell text as words, signs, comments and here-documents, as sh reads it.
//
// A word is cut where the shell cuts it; what it says is known only when nothing in it is left to the shell to find out
// (parameters, commands, arithmetic). Here-documents, and commands inside $(…), are passed over whole.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace carbonfix {

struct ShellToken {
  enum class Kind { blank, lineEnd, comment, word, sign, body, end };
  Kind kind = Kind::end;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string value;        // of a word: what it says, when `doubt` is empty
  std::string doubt;        // why that is not certain
  bool isExpanded = false;  // has characters that the shell would make file names of, were they no assignment
};

struct ShellError {
  std::size_t at = 0;
  std::string message;
};

class ShellLexer {
 public:
  explicit ShellLexer(std::string_view text) : text_(text) {}
  // False: lost, see error().
  bool next(ShellToken& token);
  const ShellError& error() const { return error_; }

 private:
  bool fail(std::size_t at, std::string message);
  bool word(ShellToken& token);
  bool singleQuoted(std::string& value);
  bool doubleQuoted(ShellToken& token);
  bool expansion(ShellToken& token, bool inQuotes);
  bool backquoted(ShellToken& token);
  bool parameter(bool inQuotes);
  bool arithmetic();
  bool substitution();
  bool array();
  void sign(ShellToken& token);
  bool hereDocument(ShellToken& token);
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool startsWith(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;  // of substitutions
  struct Pending {
    std::string delimiter;
    bool stripsTabs = false;
  };
  std::vector<Pending> pending_;  // here-documents whose text begins behind the next line end
  std::optional<bool> awaits_;    // their delimiter is the next word; true: tabs are stripped
  bool isBodyNext_ = false;
  ShellError error_;
};

// Which words are reserved, and what blocks they open and close.
class ShellBlocks {
 public:
  // Empty: all is well; else what is wrong at this token.
  std::string take(const ShellToken& token, std::string_view text);
  std::size_t depth() const { return frames_.size(); }
  bool inPattern() const { return !frames_.empty() && frames_.back().kind == Kind::cases && frames_.back().inPattern; }
  // Was the word that was taken last reserved, or a pattern of `case`?
  bool wasSpecial() const { return wasSpecial_; }
  // What the innermost open block waits for; empty when none is open.
  std::string awaited() const;

 private:
  enum class Kind { condition, loop, cases, brace, bracket };
  struct Frame {
    Kind kind;
    bool inPattern = false;
  };
  std::string close(Kind kind, std::string_view text);
  std::string word(std::string_view text);
  void sign(std::string_view text);

  std::vector<Frame> frames_;
  bool isFirst_ = true;       // where a command begins
  bool isTarget_ = false;     // of a redirection
  bool isFunction_ = false;   // its name comes next
  std::size_t awaitsIn_ = 0;  // the depth of the case whose "in" comes next
  bool wasSpecial_ = false;
};

// --- words ---

// What a word says, when that is certain.
std::optional<std::string> readShellWord(std::string_view spelled);
// A word that says this: in the quotes that `like` has where they can hold it, else in '…'.
std::string spellShellWord(std::string_view value, std::string_view like);
// Characters that mean themselves everywhere in a script, in quotes and out of them, and never end a word.
bool isPlainInShell(std::string_view value);
bool isShellName(std::string_view name);

}  // namespace carbonfix
