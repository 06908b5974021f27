// XPath 1.0 over views: compiled once, evaluated many times, with limits so that no rule can hang a start script.
//
// Unprefixed element names mean what xpath-default-namespace says: ##any (that local name in no namespace or in
// whatever default namespace the file declares), ##local (no namespace, XPath 1.0 as it is), or a URI.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/document/node.h"

namespace carbonfix {

// In the place of xpath-default-namespace: names mean elements of whatever namespace, prefixes or not. For hints.
inline constexpr const char* kIgnoreNamespaces = "##ignore";

struct Namespaces {
  std::map<std::string, std::string, std::less<>> prefixes;  // prefix → URI
  std::string defaultElement = "##any";                      // xpath-default-namespace
  // text() is XPath's own: texts and CDATA sections that touch are one, and the first of them stands for it.
  bool joinsTexts = false;
};

class XPath {
 public:
  // Errors carry `at.column`: 1-based code point inside `text`. Undeclared prefixes and unknown functions are errors.
  static Result<XPath> compile(std::string_view text, const Namespaces& namespaces);
  // An XSLT match pattern ("Connector" matches at any depth) as the expression that selects what it matches, from the
  // root.
  static Result<XPath> compilePattern(std::string_view pattern, const Namespaces& namespaces);

  const std::string& text() const;                    // as written
  const std::vector<std::string>& variables() const;  // names it refers to, without $
  bool calls(std::string_view function) const;
  bool looksAtDocument() const;  // at the one it is evaluated on
  bool isConstant() const;       // neither path nor variable nor function that looks at the document

  struct Impl;
  explicit XPath(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  const Impl& impl() const { return *impl_; }

 private:
  std::shared_ptr<const Impl> impl_;
};

// The prefixes of names in an expression, each once, in order.
std::vector<std::string> prefixesIn(std::string_view expression);

// An expression for messages: where it names a secret, its literals are masked.
std::string maskedExpression(std::string_view expression);

using NodeSet = std::vector<Node>;  // document order

// A node, or the declaration of a namespace that is in sight at an element (XPath's namespace node).
struct Selected {
  Node node;  // the element, for a declaration
  bool isDeclaration = false;
  std::string prefix = {};  // of a declaration; empty: the default namespace
};
using Value = std::variant<bool, double, std::string, NodeSet>;

bool toBool(const Value& value);
double toNumber(const Value& value);
std::string toString(const Value& value);  // a node-set's is its first node's

// Names in sight: an inner scope hides an outer one.
class Scope {
 public:
  explicit Scope(const Scope* outer = nullptr) : outer_(outer) {}
  void set(std::string name, Value value) { values_.insert_or_assign(std::move(name), std::move(value)); }
  // Made when it is first looked for.
  void setLazy(std::string name, std::function<Value()> make) {
    lazy_.insert_or_assign(std::move(name), std::move(make));
  }
  const Value* find(std::string_view name) const;

 private:
  const Scope* outer_;
  mutable std::map<std::string, Value, std::less<>> values_;
  std::map<std::string, std::function<Value()>, std::less<>> lazy_;
};

// Which entries of a key are asked for: those with this value, those of this group, or of this group the first one that
// has the most common value.
enum class KeyAsk { value, group, usual };

// What expressions reach outside their document. Paths are relative to the product home.
class Surroundings {
 public:
  virtual ~Surroundings() = default;
  virtual NodeSet document(std::string_view path) = 0;  // document node, or empty
  virtual bool fileExists(std::string_view path) = 0;   // a folder counts
  virtual NodeSet key(std::string_view name, KeyAsk ask, std::string_view of) = 0;
  // Paths of the files that match one of the globs; of the folders, for a glob that ends in "/".
  virtual std::vector<std::string> files(std::string_view /*globs*/) { return {}; }
  // The elements of the file's view by line (see FileFormat::lines).
  virtual NodeSet lines(std::string_view /*path*/) { return {}; }
  // Null: there is no such file. The bytes stay while the file does.
  virtual const std::string* bytes(std::string_view /*path*/) { return nullptr; }
  // SHA-256 of the file's bytes; empty: there is no such file, or it can't be read.
  virtual std::string digest(std::string_view /*path*/) { return {}; }
  // What a function about the machine gives (see live_functions.h). Error: no answer, and why.
  virtual Result<Value> live(std::string_view /*function*/, const std::vector<std::string>& /*arguments*/) {
    return Error{"live checks are off"};
  }
};

// Evaluates; keeps one libxml2 context. Not shared between threads.
class XPathEvaluator {
 public:
  explicit XPathEvaluator(Surroundings* surroundings = nullptr);
  // One for expressions that come from files: select() gives nothing in them.
  static std::unique_ptr<XPathEvaluator> inner();
  ~XPathEvaluator();
  XPathEvaluator(const XPathEvaluator&) = delete;
  XPathEvaluator& operator=(const XPathEvaluator&) = delete;

  // `current` is what current() gives; the context node unless said otherwise. Error: limit hit, wrong types.
  Result<Value> evaluate(const XPath& expression, Node context, const Scope& scope, Node current = {});
  Result<NodeSet> select(const XPath& expression, Node context, const Scope& scope, Node current = {});
  // The same with namespace nodes, which no other function gives.
  Result<std::vector<Selected>> selectAll(const XPath& expression, Node context, const Scope& scope);
  Result<bool> test(const XPath& expression, Node context, const Scope& scope, Node current = {});

  // From now on an expression may take this many steps only.
  void limitSteps(unsigned long steps);
  // Those that the last one took.
  unsigned long steps() const;
  // Why the last one failed, where that was a function about the machine that had no answer; else empty.
  const std::string& noAnswer() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace carbonfix
