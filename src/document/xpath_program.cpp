#include "document/xpath_program.h"

#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <utility>

#include "carbonfix/base/text.h"
#include "document/xpath_program_nodes.h"
#include "document/xpath_program_values.h"
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
      case Kind::plus:
      case Kind::minus:
      case Kind::times:
      case Kind::divide:
      case Kind::modulo:
        return computed(op, at);
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
        if (op.isWalk) return any(op, at, [](_xmlNode*) { return true; });
        return toBool(value(op, at));
      case Kind::call:
        return givesTruth(op.function) ? truth(op, at) : toBool(result(op, at));
      default:
        return toBool(value(op, at));
    }
  }

  // What a function says that can only say yes or no.
  bool truth(const XPathOp& op, _xmlNode* at) {
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
      case Function::fileExists:
        return fileExists(string(op.operands[0], at));
      default:
        break;
    }
    std::string heldFirst;
    std::string heldSecond;
    const std::string_view first = textOf(op.operands[0], at, heldFirst);
    const std::string_view second = textOf(op.operands[1], at, heldSecond);
    if (stopped()) return false;
    return op.function == Function::matches ? matches(op, first, second) : compareTexts(op.function, first, second);
  }

  bool equality(const XPathOp& op, _xmlNode* at) {
    const bool wanted = op.kind == Kind::eq;
    if (givesText(op.operands[1])) {
      std::string held;
      if (op.operands[0].isWalk) {
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
    return areEqual(left, right) == wanted;
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

  // --- numbers ---

  double computed(const XPathOp& op, _xmlNode* at) {
    const double left = number(op.operands[0], at);
    if (op.operands.size() == 1) return -left;
    return compute(op.kind, left, number(op.operands[1], at));
  }

  double number(const XPathOp& op, _xmlNode* at) {
    const Value given = value(op, at);
    return std::holds_alternative<NodeSet>(given) ? toNumber(stringOf(given)) : toNumber(given);
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
    if (op.kind == Kind::call && op.operands.empty() && hasPlainName(op.function, at)) return view(at->name);
    if (op.isWalk) {
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
    if (givesTruth(op.function)) return truth(op, at);
    switch (op.function) {
      case Function::numberOf:
        return op.operands.empty() ? toNumber(std::string(text(at))) : number(op.operands[0], at);
      case Function::count:
        return static_cast<double>(nodes(op.operands[0], at).size());
      case Function::current:
        return NodeSet{place_.current};
      case Function::last:
        return static_cast<double>(size_);
      case Function::document:
      case Function::group:
      case Function::key:
      case Function::usual:
        return around(op, at);
      case Function::substring:
        return substring(op, at);
      case Function::name:
      case Function::localName:
        return nameOf(op, at);
      default:
        return ofTexts(op, at);
    }
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

  bool fileExists(const std::string& path) {
    return !stopped() && place_.surroundings != nullptr && place_.surroundings->fileExists(path);
  }

  Value around(const XPathOp& op, _xmlNode* at) {
    Surroundings* around = place_.surroundings;
    const Value asked = value(op.operands.back(), at);
    const std::string name = asksKey(op.function) ? string(op.operands[0], at) : std::string();
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
    const KeyAsk ask = op.function == Function::group   ? KeyAsk::group
                       : op.function == Function::usual ? KeyAsk::usual
                                                        : KeyAsk::value;
    for (const std::string& each : values) {
      const NodeSet some = around->key(name, ask, each);
      count(some.size());
      found.insert(found.end(), some.begin(), some.end());
    }
    if (values.size() > 1) sortInDocumentOrder(found);
    return found;
  }

  Value substring(const XPathOp& op, _xmlNode* at) {
    std::string held;
    const std::string_view whole = textOf(op.operands[0], at, held);
    const double start = number(op.operands[1], at);
    std::optional<double> size;
    if (op.operands.size() > 2) size = number(op.operands[2], at);
    return std::string(partOf(whole, start, size));
  }

  Value ofTexts(const XPathOp& op, _xmlNode* at) {
    std::string heldFirst;
    std::string heldSecond;
    const std::string_view first = textArgument(op, at, heldFirst);
    const std::string_view second = op.operands.size() > 1 ? textOf(op.operands[1], at, heldSecond) : "";
    if (stopped()) return false;
    switch (op.function) {
      case Function::stringOf:
        if (first.data() == heldFirst.data()) return heldFirst;
        return std::string(first);
      case Function::stringLength:
        return static_cast<double>(countCodePoints(first));
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
        return textMadeOf(op.function, first, second);
    }
  }

  bool matches(const XPathOp& op, std::string_view text, std::string_view pattern) {
    count(text.size() / kTextStep);
    if (pattern.size() > kLongestPattern) {
      stop(Outcome::unsupported);
      return false;
    }
    if (op.pattern == nullptr || op.pattern->text() != pattern) {
      const bool isFixed = op.operands[1].kind == Kind::literal;
      op.pattern = isFixed ? TextPattern::shared(pattern) : std::make_shared<TextPattern>(pattern);
    }
    const auto found = op.pattern->matches(text);
    if (!found) stop(Outcome::unsupported);
    return found.value_or(false);
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
    if (op.isWalk) {
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

  // Is there a node of the walk for which `holds` is true? No further one is looked at.
  template <typename Holds>
  bool any(const XPathOp& op, _xmlNode* at, const Holds& holds) {
    _xmlNode* start = op.isAbsolute ? reinterpret_cast<_xmlNode*>(at->doc) : at;
    return anyFrom(op.steps.data(), op.steps.data() + op.steps.size(), start, holds);
  }

  template <typename Holds>
  bool anyFrom(const XPathStep* step, const XPathStep* end, _xmlNode* at, const Holds& holds) {
    if (step == end) return !stopped() && holds(at);
    const auto leads = [&](_xmlNode* node) {
      count(1);
      return passes(*step, node) && holdAll(*step, node) && anyFrom(step + 1, end, node, holds);
    };
    return anyOnAxis(step->axis, at, leads);
  }

  // For a step whose predicates look at each node alone.
  bool holdAll(const XPathStep& step, _xmlNode* node) {
    return std::ranges::all_of(step.predicates, [&](const XPathOp& predicate) {
      count(1);
      return test(predicate, node);
    });
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
      anyOnAxis(step.axis, node.raw(), [&](_xmlNode* each) {
        add(step, each, found);
        return stopped();
      });
      if (!step.isOfEach) filter(step.predicates, found, start, step.isShort);
      if (isReverse(step.axis)) std::reverse(found.begin() + static_cast<std::ptrdiff_t>(start), found.end());
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
    if (!passes(step, node) || (step.isOfEach && !holdAll(step, node)) || stopped()) return;
    found.emplace_back(node);
  }

  // Keeps of the nodes from `start` on those for which each predicate holds.
  void filter(const std::vector<XPathOp>& predicates, NodeSet& nodes, std::size_t start, bool isShort) {
    for (const XPathOp& predicate : predicates) {
      std::size_t kept = start;
      double position = 1;
      const std::size_t outerSize = std::exchange(size_, nodes.size() - start);
      for (std::size_t i = start; i < nodes.size() && !stopped(); ++i, ++position) {
        count(1);
        if (holds(predicate, nodes[i].raw(), position, isShort)) nodes[kept++] = nodes[i];
      }
      size_ = outerSize;
      nodes.resize(stopped() ? start : kept);
    }
  }

  bool holds(const XPathOp& predicate, _xmlNode* node, double position, bool isShort) {
    if (predicate.kind == Kind::number) return predicate.number == position;
    const bool mayBeNumber = predicate.kind == Kind::variable || predicate.kind == Kind::call;
    if (!mayBeNumber && !givesNumber(predicate)) return test(predicate, node);
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
  std::size_t size_ = 0;  // of the nodes that a predicate is held against
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
