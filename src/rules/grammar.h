// What the RELAX NG schema allows, element by element, read from the schema itself: which attributes and children an
// element may have. libxml2 says whether a file is valid; its messages name the outermost element at which it gave
// up, so this finds the words and the place.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "carbonfix/base/result.h"
#include "carbonfix/document/document.h"

namespace carbonfix {

struct AttributeRule {
  std::string name;
  bool required = false;
  std::vector<std::string> values;  // the only ones allowed; empty when a type says
  std::string type;                 // of the datatype library; empty: any text
};

struct ElementRule;

struct ChildRule {
  const ElementRule* element = nullptr;
  std::size_t order = 0;  // children of one order stand in any order, those of a higher one behind them
  bool required = false;
};

struct ElementRule {
  std::string name;
  std::vector<AttributeRule> attributes;
  std::vector<ChildRule> children;
  std::vector<std::vector<std::string>> oneOf;  // of each list at least one must be there
  bool anyContent = false;                      // takes elements of any name beside its own
};

class Grammar {
 public:
  static Result<Grammar> parse(std::string_view schema);

  // Of the document element that has this name; of the first that there may be when none has.
  const ElementRule& root(std::string_view name) const;

 private:
  explicit Grammar(Document schema) : schema_(std::move(schema)) {}
  const ElementRule* ruleOf(Node element);

  // Where a particle stands: in a sequence each takes a new order; inside a choice all share one.
  struct Place {
    std::size_t order = 0;
    bool optional = false;
    bool shared = false;
  };
  void collect(Node particle, ElementRule& into, Place& place);
  void collectChildren(Node particle, ElementRule& into, Place& place);
  void collectInside(Node particle, ElementRule& into, Place& place, bool optional, bool shared);
  void collectChoice(Node choice, ElementRule& into, Place& place);
  AttributeRule attributeRule(Node attribute, bool optional);
  void collectValues(Node particle, AttributeRule& rule);
  Node definition(const std::string& name);

  Document schema_;
  std::map<_xmlNode*, std::unique_ptr<ElementRule>> rules_;
  std::map<std::string, Node> definitions_;
  ElementRule start_;
};

// Every place where the element and what is in it differ from the grammar; empty when this finds no words for it.
// Elements of other namespaces than `ours` are not looked at.
Errors explainInvalid(const Document& document, const Grammar& grammar, std::string_view ours);

}  // namespace carbonfix
