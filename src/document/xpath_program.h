// The part of XPath 1.0 that rules mostly consist of, evaluated straight on the view: lint runs in front of every
// server start, and libxml2 makes a set and an object of every step. What is outside of that part (prefixes,
// position(), tokenize() …) is left to libxml2, whole expression by whole expression; both give the same answers.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "carbonfix/document/xpath.h"
#include "document/xpath_lexer.h"

namespace carbonfix {

class TextPattern;
struct XPathOp;

struct XPathStep {
  enum class Axis : std::uint8_t {
    child,
    attribute,
    descendant,
    descendantOrSelf,
    self,
    parent,
    ancestor,
    ancestorOrSelf,
    precedingSibling,
    followingSibling
  } axis = Axis::child;
  enum class Test : std::uint8_t { name, anyName, text, comment, node } test = Test::node;
  bool isShort = false;  // "//name": positions in its predicates would count children, not descendants
  bool isOfEach = true;  // what its predicates say of a node hangs on that node alone, and on no position
  std::string name;
  std::vector<XPathOp> predicates;
};

struct XPathOp {
  enum class Kind : std::uint8_t {
    literal,
    number,
    variable,
    path,
    call,
    either,
    both,
    eq,
    ne,
    lt,
    le,
    gt,
    ge,
    plus,
    minus,  // with one operand: the sign
    times,
    divide,
    modulo,
    unite
  } kind = Kind::path;
  enum class Function : std::uint8_t {
    none,
    booleanOf,
    concat,
    contains,
    containsToken,
    count,
    current,
    document,
    endsWith,
    fileExists,
    group,
    isFalse,
    isTrue,
    key,
    last,
    localName,
    lowerCase,
    matches,
    name,
    normalizeSpace,
    negate,
    numberOf,
    startsWith,
    stringLength,
    stringOf,
    substring,
    substringAfter,
    substringBefore,
    translate,
    upperCase,
    usual
  } function = Function::none;
  bool isAbsolute = false;
  bool isWalk = false;  // a path whose nodes can be walked one by one, in document order and each once
  std::string text;     // a literal, or the name of a variable
  double number = 0;
  std::vector<XPathOp> operands;    // of a path: what it starts from, when that is an expression
  std::vector<XPathOp> predicates;  // of that start
  std::vector<XPathStep> steps;
  mutable std::shared_ptr<TextPattern> pattern;  // of matches(), made when first needed
};

class XPathProgram {
 public:
  // Null: outside of the part.
  static std::shared_ptr<const XPathProgram> parse(const std::vector<XPathToken>& tokens, bool isPattern);

  static std::shared_ptr<const XPathProgram> of(XPathOp root);
  const XPathOp& root() const { return root_; }

  struct Place {
    Node node;
    Node current;
    const Scope* scope = nullptr;
    Surroundings* surroundings = nullptr;
  };
  enum class Outcome { done, unsupported, tooManySteps };
  // `steps` counts from where it stands: nodes looked at, and bytes of text.
  Outcome evaluate(const Place& place, unsigned long limit, unsigned long& steps, Value& value) const;

 private:
  explicit XPathProgram(XPathOp root) : root_(std::move(root)) {}
  XPathOp root_;
};

}  // namespace carbonfix
