#include "document/xpath_program.h"

#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "carbonfix/base/text.h"
#include "document/xpath_program_nodes.h"
#include "document/xpath_state.h"
#include "document/xpath_text.h"

namespace carbonfix {
namespace {

using Kind = XPathOp::Kind;
using Function = XPathOp::Function;
using Axis = XPathStep::Axis;
using Outcome = XPathProgram::Outcome;

// One evaluation. After stop() everything comes to its end soon, and what it gives is thrown away.
class Run {
 public:
  Run(const XPathProgram::Place& place, unsigned long limit, unsigned long& steps)
      : place_(place), limit_(limit), steps_(steps) {}

  Outcome outcome() const { return outcome_; }

  Value value(const XPathOp& op, _xmlNode* at) {
    switch (op.kind) {
      case Kind::literal:
        return op.text;
      case Kind::number:
        return op.number;
      case Kind::variable: {
        const Value* found = variable(op);
        if (found == nullptr) return false;
        if (const auto* nodes = std::get_if<NodeSet>(found)) count(nodes->size());
        return *found;
      }
      case Kind::path:
      case Kind::unite:
        return nodes(op, at);
      case Kind::call:
        return result(op, at);
      default:
        return test(op, at);
    }
  }

 private:
  bool stopped() const { return outcome_ != Outcome::done; }
  void stop(Outcome outcome) {
    if (!stopped()) outcome_ = outcome;
  }
  void count(std::size_t steps) {
    steps_ += steps;
    if (steps_ > limit_) stop(Outcome::tooManySteps);
  }

  const Value* variable(const XPathOp& op) {
    const Value* found = place_.scope == nullptr ? nullptr : place_.scope->find(op.text);
    if (found == nullptr) stop(Outcome::unsupported);
    return found;
  }

  // --- truth ---

  bool test(const XPathOp& op, _xmlNode* at) {
    if (stopped()) return false;
    switch (op.kind) {
      case Kind::either:
        return test(op.operands[0], at) || test(op.operands[1], at);
      case Kind::both:
        return test(op.operands[0], at) && test(op.operands[1], at);
      case Kind::eq:
      case Kind::ne:
        return equality(op, at);
      case Kind::lt:
      case Kind::le:
      case Kind::gt:
      case Kind::ge:
        return relation(op, at);
      case Kind::variable: {
        const Value* found = variable(op);
        return found != nullptr && toBool(*found);
      }
      case Kind::path:
        if (isPlain(op)) return any(op, at, [](_xmlNode*) { return true; });
        return toBool(value(op, at));
      default:
        return toBool(value(op, at));
    }
  }

  bool equality(const XPathOp& op, _xmlNode* at) {
    const bool wanted = op.kind == Kind::eq;
    if (givesText(op.operands[1])) {
      std::string held;
      if (isPlain(op.operands[0])) {
        const std::string_view right = textOf(op.operands[1], at, held);
        return any(op.operands[0], at, [&](_xmlNode* node) { return (text(node) == right) == wanted; });
      }
      if (givesText(op.operands[0])) {
        std::string heldLeft;
        const std::string_view left = textOf(op.operands[0], at, heldLeft);
        return (left == textOf(op.operands[1], at, held)) == wanted;
      }
    }
    const Value left = value(op.operands[0], at);
    const Value right = value(op.operands[1], at);
    if (stopped()) return false;
    const auto* leftNodes = std::get_if<NodeSet>(&left);
    const auto* rightNodes = std::get_if<NodeSet>(&right);
    if (leftNodes != nullptr && rightNodes != nullptr) return equalNodes(*leftNodes, *rightNodes, wanted);
    if (leftNodes != nullptr) return equalToNodes(*leftNodes, right, wanted);
    if (rightNodes != nullptr) return equalToNodes(*rightNodes, left, wanted);
    return equalValues(left, right) == wanted;
  }

  static bool equalValues(const Value& left, const Value& right) {
    const auto either = [&]<typename Type>(Type*) {
      return std::holds_alternative<Type>(left) || std::holds_alternative<Type>(right);
    };
    if (either(static_cast<bool*>(nullptr))) return toBool(left) == toBool(right);
    if (either(static_cast<double*>(nullptr))) return toNumber(left) == toNumber(right);
    return std::get<std::string>(left) == std::get<std::string>(right);
  }

  bool equalNodes(const NodeSet& left, const NodeSet& right, bool wanted) {
    std::vector<std::string> values;
    values.reserve(right.size());
    for (const Node& node : right) values.emplace_back(text(node.raw()));
    for (const Node& node : left) {
      const std::string one(text(node.raw()));
      count(values.size());
      if (stopped()) return false;
      if (std::ranges::any_of(values, [&](const std::string& each) { return (each == one) == wanted; })) return true;
    }
    return false;
  }

  bool equalToNodes(const NodeSet& nodes, const Value& other, bool wanted) {
    if (std::holds_alternative<bool>(other)) return (!nodes.empty() == std::get<bool>(other)) == wanted;
    return std::ranges::any_of(nodes, [&](const Node& node) {
      if (const auto* number = std::get_if<double>(&other)) {
        return (toNumber(std::string(text(node.raw()))) == *number) == wanted;
      }
      return (text(node.raw()) == std::get<std::string>(other)) == wanted;
    });
  }

  bool relation(const XPathOp& op, _xmlNode* at) {
    const std::vector<double> left = numbers(value(op.operands[0], at));
    const std::vector<double> right = numbers(value(op.operands[1], at));
    count(left.size() * right.size());
    if (stopped()) return false;
    for (const double a : left) {
      for (const double b : right) {
        if (op.kind == Kind::lt ? a < b : op.kind == Kind::le ? a <= b : op.kind == Kind::gt ? a > b : a >= b) {
          return true;
        }
      }
    }
    return false;
  }

  std::vector<double> numbers(const Value& value) {
    std::vector<double> list;
    if (const auto* nodes = std::get_if<NodeSet>(&value)) {
      for (const Node& node : *nodes) list.push_back(toNumber(std::string(text(node.raw()))));
      return list;
    }
    if (std::holds_alternative<bool>(value)) stop(Outcome::unsupported);
    list.push_back(toNumber(value));
    return list;
  }

  // --- texts; a view lives until the next call ---

  std::string_view text(_xmlNode* node) { return text(node, scratch_); }

  // In the document where it stands in one piece there, else in `held`.
  std::string_view text(_xmlNode* node, std::string& held) {
    switch (node->type) {
      case XML_TEXT_NODE:
      case XML_CDATA_SECTION_NODE:
      case XML_COMMENT_NODE:
      case XML_PI_NODE:
        return counted(view(node->content));
      default:
        break;
    }
    const _xmlNode* only = node->children;
    if (only == nullptr) return {};
    if (only->next == nullptr && isTextual(only)) return counted(view(only->content));
    held.clear();
    if (!appendTexts(node, held)) {
      xmlChar* content = xmlNodeGetContent(node);
      held = view(content);
      xmlFree(content);
    }
    return counted(held);
  }

  std::string_view counted(std::string_view text) {
    count(1 + text.size() / kTextStep);
    return text;
  }

  // What string() makes of an operand; `held` holds it where nothing else does.
  std::string_view textOf(const XPathOp& op, _xmlNode* at, std::string& held) {
    if (op.kind == Kind::literal) return op.text;
    if (op.kind == Kind::variable) {
      const Value* found = variable(op);
      if (found == nullptr) return {};
      if (const auto* text = std::get_if<std::string>(found)) return *text;
      return held = stringOf(*found);
    }
    if (isPlain(op)) {
      std::string_view first;
      any(op, at, [&](_xmlNode* node) {
        first = text(node, held);
        return true;
      });
      return first;
    }
    Value given = value(op, at);
    if (auto* text = std::get_if<std::string>(&given)) return held = std::move(*text);
    return held = stringOf(given);
  }

  std::string string(const XPathOp& op, _xmlNode* at) {
    std::string held;
    return std::string(textOf(op, at, held));
  }

  std::string stringOf(const Value& value) {
    const auto* nodes = std::get_if<NodeSet>(&value);
    if (nodes == nullptr) return toString(value);
    return nodes->empty() ? std::string() : std::string(text(nodes->front().raw()));
  }

  // Of a function's first operand, which is the context node when it is not there.
  std::string_view textArgument(const XPathOp& op, _xmlNode* at, std::string& held) {
    return op.operands.empty() ? text(at, held) : textOf(op.operands[0], at, held);
  }

  // --- functions ---

  Value result(const XPathOp& op, _xmlNode* at) {
    if (stopped()) return false;
    switch (op.function) {
      case Function::isTrue:
        return true;
      case Function::isFalse:
        return false;
      case Function::negate:
        return !test(op.operands[0], at);
      case Function::booleanOf:
        return test(op.operands[0], at);
      case Function::numberOf:
        return op.operands.empty() ? toNumber(std::string(text(at))) : number(value(op.operands[0], at));
      case Function::count:
        return static_cast<double>(nodes(op.operands[0], at).size());
      case Function::current:
        return NodeSet{place_.current};
      case Function::document:
      case Function::key:
      case Function::fileExists:
        return around(op, at);
      case Function::name:
      case Function::localName:
        return nameOf(op, at);
      default:
        return ofTexts(op, at);
    }
  }

  double number(const Value& value) {
    return std::holds_alternative<NodeSet>(value) ? toNumber(stringOf(value)) : toNumber(value);
  }

  Value nameOf(const XPathOp& op, _xmlNode* at) {
    if (!op.operands.empty()) {
      const NodeSet given = nodes(op.operands[0], at);
      if (given.empty()) return std::string();
      at = given.front().raw();
    }
    if (at->type != XML_ELEMENT_NODE && at->type != XML_ATTRIBUTE_NODE) {
      if (at->type == XML_PI_NODE) stop(Outcome::unsupported);
      return std::string();
    }
    return op.function == Function::name ? Node(at).name() : Node(at).localName();
  }

  Value around(const XPathOp& op, _xmlNode* at) {
    Surroundings* around = place_.surroundings;
    if (op.function == Function::fileExists) {
      const std::string path = string(op.operands[0], at);
      return !stopped() && around != nullptr && around->fileExists(path);
    }
    const Value asked = value(op.operands.back(), at);
    const std::string name = op.function == Function::key ? string(op.operands[0], at) : std::string();
    NodeSet found;
    if (around == nullptr || stopped()) return found;
    if (op.function == Function::document) {
      if (!std::holds_alternative<NodeSet>(asked)) return around->document(toString(asked));
      stop(Outcome::unsupported);
      return found;
    }
    std::vector<std::string> values;
    if (const auto* nodes = std::get_if<NodeSet>(&asked)) {
      for (const Node& node : *nodes) values.emplace_back(text(node.raw()));
    } else {
      values.push_back(toString(asked));
    }
    for (const std::string& each : values) {
      const NodeSet some = around->key(name, each);
      found.insert(found.end(), some.begin(), some.end());
    }
    if (values.size() > 1) sortInDocumentOrder(found);
    return found;
  }

  Value ofTexts(const XPathOp& op, _xmlNode* at) {
    std::string heldFirst;
    std::string heldSecond;
    const std::string_view first = textArgument(op, at, heldFirst);
    const std::string_view second = op.operands.size() > 1 ? textOf(op.operands[1], at, heldSecond) : "";
    if (stopped()) return false;
    switch (op.function) {
      case Function::stringOf:
        return std::string(first);
      case Function::stringLength:
        return static_cast<double>(countCodePoints(first));
      case Function::normalizeSpace:
        return normalizeSpace(first);
      case Function::lowerCase:
        return lowered(first);
      case Function::contains:
        return placeOf(second, first) != std::string_view::npos;
      case Function::startsWith:
        return first.starts_with(second);
      case Function::endsWith:
        return first.ends_with(second);
      case Function::substringBefore: {
        const std::size_t place = placeOf(second, first);
        return std::string(first.substr(0, place == std::string_view::npos ? 0 : place));
      }
      case Function::substringAfter: {
        const std::size_t place = placeOf(second, first);
        return std::string(place == std::string_view::npos ? "" : first.substr(place + second.size()));
      }
      case Function::containsToken: {
        const auto words = splitSpace(first);
        return std::ranges::find(words, trim(second)) != words.end();
      }
      case Function::matches:
        return matches(op, first, second);
      case Function::translate:
        return translated(first, second, string(op.operands[2], at));
      case Function::concat: {
        std::string all(first);
        all += second;
        for (std::size_t i = 2; i < op.operands.size(); ++i) all += string(op.operands[i], at);
        count(all.size() / kTextStep);
        if (all.size() > kLongestText) stop(Outcome::tooManySteps);
        return all;
      }
      default:
        stop(Outcome::unsupported);
        return false;
    }
  }

  Value matches(const XPathOp& op, std::string_view text, std::string_view pattern) {
    count(text.size() / kTextStep);
    if (pattern.size() > kLongestPattern) {
      stop(Outcome::unsupported);
      return false;
    }
    if (op.regex == nullptr || op.regex->pattern() != pattern) {
      const bool isFixed = op.operands[1].kind == Kind::literal;
      op.regex =
          isFixed ? sharedRegex(pattern) : std::make_shared<const re2::RE2>(std::string(pattern), re2::RE2::Quiet);
    }
    if (!op.regex->ok()) {
      stop(Outcome::unsupported);
      return false;
    }
    return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *op.regex);
  }

  // --- nodes ---

  NodeSet nodes(const XPathOp& op, _xmlNode* at) {
    if (stopped()) return {};
    if (op.kind == Kind::unite) {
      NodeSet all = nodes(op.operands[0], at);
      const NodeSet more = nodes(op.operands[1], at);
      const bool needsOrder = !all.empty() && !more.empty();
      all.insert(all.end(), more.begin(), more.end());
      if (needsOrder) sortInDocumentOrder(all);
      return all;
    }
    if (op.kind != Kind::path) {
      Value given = value(op, at);
      if (auto* nodes = std::get_if<NodeSet>(&given)) return std::move(*nodes);
      stop(Outcome::unsupported);
      return {};
    }
    NodeSet set;
    if (isPlain(op)) {
      any(op, at, [&set](_xmlNode* node) {
        set.emplace_back(node);
        return false;
      });
      return set;
    }
    bool mayNest = false;
    if (!op.operands.empty()) {
      set = nodes(op.operands[0], at);
      filter(op.predicates, set, 0, false);
      mayNest = true;
    } else {
      set.emplace_back(op.isAbsolute ? reinterpret_cast<_xmlNode*>(at->doc) : at);
    }
    for (const XPathStep& step : op.steps) {
      if (set.empty() || stopped()) return {};
      set = take(step, set, mayNest);
    }
    return set;
  }

  // Is there a node of the plain path for which `holds` is true? No further one is looked at.
  template <typename Holds>
  bool any(const XPathOp& op, _xmlNode* at, const Holds& holds) {
    return anyFrom(op.steps.data(), op.steps.data() + op.steps.size(), at, holds);
  }

  template <typename Holds>
  bool anyFrom(const XPathStep* step, const XPathStep* end, _xmlNode* at, const Holds& holds) {
    if (step == end) return !stopped() && holds(at);
    const auto leads = [&](_xmlNode* node) {
      count(1);
      return passes(*step, node) && anyFrom(step + 1, end, node, holds);
    };
    switch (step->axis) {
      case Axis::self:
        return leads(at);
      case Axis::parent:
        return at->parent != nullptr && leads(at->parent);
      case Axis::attribute:
        if (at->type != XML_ELEMENT_NODE) return false;
        for (_xmlAttr* each = at->properties; each != nullptr; each = each->next) {
          if (leads(reinterpret_cast<_xmlNode*>(each))) return true;
        }
        return false;
      default:
        for (_xmlNode* node = firstChild(at); node != nullptr; node = node->next) {
          if (leads(node)) return true;
        }
        return false;
    }
  }

  // One step from each node of the set. `mayNest`: one node of the set may stand inside another.
  NodeSet take(const XPathStep& step, const NodeSet& from, bool& mayNest) {
    NodeSet found;
    if (!step.predicates.empty() && step.predicates[0].kind == Kind::variable) {
      // The same for all nodes: most files have nothing of what such a rule looks for.
      const Value* value = variable(step.predicates[0]);
      if (value == nullptr || (!std::holds_alternative<double>(*value) && !toBool(*value))) return found;
    }
    for (const Node& node : from) {
      const std::size_t start = found.size();
      const bool isReverse = collect(step, node.raw(), found);
      filter(step.predicates, found, start, step.isShort);
      if (isReverse) std::reverse(found.begin() + static_cast<std::ptrdiff_t>(start), found.end());
      if (stopped()) return {};
    }
    const bool staysInOrder =
        step.axis == Axis::self || step.axis == Axis::attribute || (step.axis == Axis::child && !mayNest);
    if (from.size() > 1 && !staysInOrder) sortInDocumentOrder(found);
    mayNest = mayNest || !(step.axis == Axis::self || step.axis == Axis::attribute || step.axis == Axis::child);
    return found;
  }

  void add(const XPathStep& step, _xmlNode* node, NodeSet& found) {
    count(1);
    if (passes(step, node)) found.emplace_back(node);
  }

  // Appends what stands on the axis and passes the test; true: the nearest is the last in document order.
  bool collect(const XPathStep& step, _xmlNode* from, NodeSet& found) {
    switch (step.axis) {
      case Axis::child:
        for (_xmlNode* node = firstChild(from); node != nullptr; node = node->next) add(step, node, found);
        return false;
      case Axis::attribute:
        if (from->type != XML_ELEMENT_NODE) return false;
        for (_xmlAttr* each = from->properties; each != nullptr; each = each->next) {
          add(step, reinterpret_cast<_xmlNode*>(each), found);
        }
        return false;
      case Axis::descendantOrSelf:
        add(step, from, found);
        [[fallthrough]];
      case Axis::descendant:
        descend(step, from, found);
        return false;
      case Axis::self:
        add(step, from, found);
        return false;
      case Axis::parent:
        if (from->parent != nullptr) add(step, from->parent, found);
        return false;
      case Axis::ancestorOrSelf:
        add(step, from, found);
        [[fallthrough]];
      case Axis::ancestor:
        for (_xmlNode* node = from->parent; node != nullptr; node = node->parent) add(step, node, found);
        return true;
      case Axis::precedingSibling:
        if (from->type == XML_ATTRIBUTE_NODE) return true;
        for (_xmlNode* node = from->prev; node != nullptr; node = node->prev) add(step, node, found);
        return true;
      case Axis::followingSibling:
        if (from->type == XML_ATTRIBUTE_NODE) return false;
        for (_xmlNode* node = from->next; node != nullptr; node = node->next) add(step, node, found);
        return false;
    }
    return false;
  }

  void descend(const XPathStep& step, const _xmlNode* top, NodeSet& found) {
    _xmlNode* node = firstChild(top);
    while (node != nullptr && !stopped()) {
      add(step, node, found);
      if (_xmlNode* child = firstChild(node)) {
        node = child;
        continue;
      }
      while (node->next == nullptr && node->parent != top) node = node->parent;
      node = node->next;
    }
  }

  // Keeps of the nodes from `start` on those for which each predicate holds.
  void filter(const std::vector<XPathOp>& predicates, NodeSet& nodes, std::size_t start, bool isShort) {
    for (const XPathOp& predicate : predicates) {
      std::size_t kept = start;
      double position = 1;
      for (std::size_t i = start; i < nodes.size() && !stopped(); ++i, ++position) {
        count(1);
        if (holds(predicate, nodes[i].raw(), position, isShort)) nodes[kept++] = nodes[i];
      }
      nodes.resize(stopped() ? start : kept);
    }
  }

  bool holds(const XPathOp& predicate, _xmlNode* node, double position, bool isShort) {
    if (predicate.kind == Kind::number) return predicate.number == position;
    if (predicate.kind != Kind::variable && predicate.kind != Kind::call) return test(predicate, node);
    if (predicate.kind == Kind::variable) {
      const Value* found = variable(predicate);
      if (found == nullptr) return false;
      if (!std::holds_alternative<double>(*found)) return toBool(*found);
    }
    const Value value = this->value(predicate, node);
    if (!std::holds_alternative<double>(value)) return toBool(value);
    if (isShort) stop(Outcome::unsupported);
    return std::get<double>(value) == position;
  }

  const XPathProgram::Place& place_;
  unsigned long limit_;
  unsigned long& steps_;
  Outcome outcome_ = Outcome::done;
  std::string scratch_;
};

}  // namespace

Outcome XPathProgram::evaluate(const Place& place, unsigned long limit, unsigned long& steps, Value& value) const {
  if (!place.node) return Outcome::unsupported;
  Run run(place, limit, steps);
  value = run.value(root_, place.node.raw());
  return run.outcome();
}

}  // namespace carbonfix
