// What a rule file says, loaded: plain data, no behaviour. The language is docs/rule-language.md and
// rules/schema/rules.rng.
//
// Expressions are compiled on first use unless the pack was checked whole when loaded (user packs are, shipped packs
// were at build time); Expression holds the source and where it stands, so a late error still names file, line and
// column.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/document/xpath.h"

namespace carbonfix {

enum class Severity { info, warning, error };
enum class Safety { safe, unsafe };
// When the product reads what a patch writes; none: the patch does not say.
enum class Effect { none, hot, restart, firstStart };
// What a patch moves: only with the operator's word (--consent).
enum class Consent { none, data, identity };

// An XPath expression of a rule file, and where it stands there.
class Expression {
 public:
  Expression() = default;
  Expression(std::string text, std::shared_ptr<const std::string> path, Position at, bool pattern)
      : text_(std::move(text)), path_(std::move(path)), at_(at), isPattern_(pattern) {}
  Expression(std::string text, std::string path, Position at, bool pattern)
      : Expression(std::move(text), std::make_shared<const std::string>(std::move(path)), at, pattern) {}
  // Compiled when the tool was built: `image` is part of that of its pack, and lives as long as the program.
  Expression(std::string text, std::shared_ptr<const std::string> path, Position at, bool pattern,
             std::string_view image)
      : Expression(std::move(text), std::move(path), at, pattern) {
    image_ = image;
  }

  // A copy is compiled anew: it may be for another thread.
  Expression(const Expression& other)
      : text_(other.text_), path_(other.path_), at_(other.at_), isPattern_(other.isPattern_), image_(other.image_) {}
  Expression& operator=(const Expression& other) {
    if (this != &other) *this = Expression(other);
    return *this;
  }
  Expression(Expression&&) noexcept = default;
  Expression& operator=(Expression&&) noexcept = default;
  ~Expression() = default;

  explicit operator bool() const { return !text_.empty(); }
  const std::string& text() const { return text_; }
  const std::string& path() const;
  Position at() const { return at_; }            // of the first character of the attribute's value
  bool isPattern() const { return isPattern_; }  // an XSLT match pattern
  // Compiles once, for one thread: neither this nor the XPath may be used by two at a time.
  Result<const XPath*> compiled(const Namespaces& namespaces) const;
  // One more, of the caller's own.
  Result<XPath> compile(const Namespaces& namespaces) const;

 private:
  std::string text_;
  std::shared_ptr<const std::string> path_;  // of all expressions of the file
  Position at_;
  bool isPattern_ = false;
  std::string_view image_;
  mutable std::shared_ptr<const XPath> compiled_;
};

struct Let {
  std::string name;
  Expression value;
};

// Text with value-of in it: messages, diagnostics, the value of a set.
struct MessagePart {
  enum class Kind { text, valueOf, name } kind = Kind::text;
  std::string text;   // for Kind::text; may hold {$name} where the schema allows it
  Expression select;  // value-of/@select, name/@path
};
using Message = std::vector<MessagePart>;

struct Operation {
  enum class Kind { set, add, replace, remove, rename, comment, uncomment, merge } kind = Kind::set;
  Expression select;
  Expression condition;              // @if
  std::string type;                  // "@name" of set and add; empty
  std::string pos;                   // add: "", before, after, prepend
  std::string ws;                    // remove: "", before, after, both
  std::string to;                    // rename: the new name
  Expression holds;                  // uncomment
  std::string by;                    // merge: names of the attributes or child elements that tell siblings apart
  std::string key;                   // set: the property of this name inside the selected text
  std::vector<std::string> missing;  // set: what to try, in order, when sel selects nothing: uncomment, add, fail
  Message value;                     // set; add and replace too where the content is text (an attribute's value)
  std::string content;  // add, replace, merge: the content's own text, as the author wrote it, {$name} not yet replaced
  std::vector<Expression> selects;  // of value-of and for-each in the content; for checks only
  Position at;                      // of the operation in its file
};

struct Fix {
  std::string id;
  Safety safety = Safety::safe;
  std::string title;
  std::vector<Let> lets;
  std::vector<Operation> operations;
  Position at;  // of its id
};

struct Check {
  bool isReport = false;  // fires when true; an assert fires when false
  std::string id;
  Severity severity = Severity::error;
  Expression test;
  Expression subject;
  std::string see;
  std::vector<std::string> diagnostics;
  std::string fix;
  Message message;
  Position at;  // of its id
};

struct Rule {
  Expression context;
  std::size_t min = 0;
  std::vector<Let> lets;
  std::vector<Check> checks;
  std::vector<Fix> fixes;
  Position at;
};

struct Pattern {
  std::string id;
  std::string files;
  bool required = false;
  bool optional = false;  // that a file of it is absent is nothing to mention
  bool live = false;      // asks the machine, so it runs under --live only
  Expression condition;   // @if: facts decide whether it applies
  std::string title;
  std::vector<std::string> about = {};  // paragraphs
  std::vector<Let> lets;
  std::vector<Rule> rules;
  Position at;
};

struct Patch {
  std::string id;
  std::string files;
  Expression context;    // default "/"
  Expression condition;  // @if
  Expression ensure;
  bool optional = false;
  bool create = false;  // makes the file when it is absent
  Effect effect = Effect::none;
  Consent consent = Consent::none;
  Safety safety = Safety::safe;
  std::string title;
  std::vector<std::string> about = {};
  std::vector<Let> lets;
  std::vector<Operation> operations;
  Position at;
};

// <key name files match use group across>: an index over files of one node or of all nodes.
struct Key {
  std::string name;
  std::string files;
  Expression match;
  Expression use;
  Expression group;  // absent: all entries are in the group ''
  bool acrossCluster = false;
};

// <port>: a listener of the product for each node that `match` selects; see carbonfix/lint/ports.h.
struct Port {
  std::string name;
  std::string files;
  Expression match;
  Expression use;           // the setting, seen from what opens the port; none: that itself
  Expression to;            // of a range: its end
  std::string defaultPort;  // where there is no setting; empty: it is not opened then
  Expression offsetIf;      // is the port offset added? none: yes
  std::string protocol;
  std::vector<std::string> from;  // who connects
  Message what;
  Position at;
};

struct Param {
  std::string name;
  std::optional<std::string> defaultValue;
  bool sensitive = false;
  std::string type;                 // "": any text; integer, port, boolean, host, url
  std::vector<std::string> values;  // the only ones allowed; empty: any
  std::string description;
  Position at;  // of its name
};

struct Phase {
  std::string id;
  std::vector<std::string> active;  // pattern ids
};

struct ExampleFile {
  std::string node;  // empty: the only node
  std::string path;
  std::string text;      // dedented
  std::size_t line = 0;  // expected line of the finding; 0 = not said
};

// What the machine of an example answers: "port-free(8080)", "false".
struct ExampleAnswer {
  std::string asked;
  std::string answer;
};

struct Example {
  struct Snippet {
    std::vector<ExampleAnswer> live;
    std::vector<ExampleFile> files;
    std::optional<std::size_t> count;
    // Where the text stands in the rule file, for `test --update`; bytes. Single-snippet form only.
    std::size_t offset = 0;
    std::size_t length = 0;
    bool cdata = false;
  };
  std::string of;  // a check's or patch's id
  std::vector<std::pair<std::string, std::string>> params;
  std::optional<Snippet> bad;
  std::optional<Snippet> good;
  std::vector<Snippet> alsoGood;  // further ones
  Position at;
};

struct Diagnostic {
  std::string id;
  Message text;
};

struct Pack {
  std::string id;
  std::string version;
  std::string title;
  std::vector<std::string> about = {};
  std::string path;  // the file, or "builtin:lint/clustering.xml"
  bool builtin = false;
  bool asksForPlaces = false;    // an expression names @line or @column, as entries of keys have them
  bool plainSchematron = false;  // a schema of ISO Schematron, run as it is
  Namespaces namespaces;
  std::vector<Param> params;
  std::vector<Let> lets;
  std::vector<Key> keys;
  std::vector<Port> ports = {};
  std::vector<Phase> phases;
  std::vector<Pattern> patterns;
  std::vector<Patch> patches;
  std::vector<Example> examples;
  std::vector<Diagnostic> diagnostics;
};

const char* severityName(Severity severity);
std::optional<Severity> severityFromName(std::string_view name);

}  // namespace carbonfix
