#include "document/xpath_program_nodes.h"

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <algorithm>

namespace carbonfix {
namespace {

using Kind = XPathOp::Kind;
using Function = XPathOp::Function;
using Axis = XPathStep::Axis;

// Could its value be a number, or hang on how many nodes there are?
bool mayAskForPosition(const XPathOp& predicate) {
  return predicate.kind == Kind::variable || givesNumber(predicate) || asksForLast(predicate);
}

bool isWalk(const std::vector<XPathStep>& steps) {
  bool isOne = true;     // no more than one node comes so far
  bool mayNest = false;  // one node may stand inside another
  for (const XPathStep& step : steps) {
    if (!step.isOfEach) return false;
    switch (step.axis) {
      case Axis::self:
      case Axis::attribute:
        break;
      case Axis::parent:
        if (!isOne) return false;
        continue;
      case Axis::child:
        if (mayNest) return false;
        break;
      case Axis::descendant:
      case Axis::descendantOrSelf:
        if (mayNest) return false;
        mayNest = true;
        break;
      default:
        return false;
    }
    isOne = isOne && step.axis == Axis::self;
  }
  return true;
}

}  // namespace

void markWalks(XPathOp& op) {
  for (XPathOp& each : op.operands) markWalks(each);
  for (XPathOp& each : op.predicates) markWalks(each);
  for (XPathStep& step : op.steps) {
    for (XPathOp& each : step.predicates) markWalks(each);
    step.isOfEach = std::ranges::none_of(step.predicates, mayAskForPosition);
  }
  op.isWalk = op.kind == Kind::path && op.operands.empty() && isWalk(op.steps);
}

bool givesText(const XPathOp& op) {
  if (op.kind == Kind::literal) return true;
  if (op.kind != Kind::call) return false;
  switch (op.function) {
    case Function::concat:
    case Function::localName:
    case Function::lowerCase:
    case Function::name:
    case Function::normalizeSpace:
    case Function::stringOf:
    case Function::substring:
    case Function::substringAfter:
    case Function::substringBefore:
    case Function::translate:
    case Function::upperCase:
      return true;
    default:
      return false;
  }
}

bool givesNumber(const XPathOp& op) {
  switch (op.kind) {
    case Kind::number:
    case Kind::plus:
    case Kind::minus:
    case Kind::times:
    case Kind::divide:
    case Kind::modulo:
      return true;
    case Kind::call:
      return op.function == Function::count || op.function == Function::last || op.function == Function::numberOf ||
             op.function == Function::stringLength;
    default:
      return false;
  }
}

bool asksForLast(const XPathOp& op) {
  if (op.kind == Kind::call && op.function == Function::last) return true;
  const auto isStepAsking = [](const XPathStep& step) { return std::ranges::any_of(step.predicates, asksForLast); };
  return std::ranges::any_of(op.operands, asksForLast) || std::ranges::any_of(op.predicates, asksForLast) ||
         std::ranges::any_of(op.steps, isStepAsking);
}

bool appendTexts(const _xmlNode* top, std::string& out) {
  if (firstChild(top) == nullptr) return false;
  for (const _xmlNode* node = firstChild(top); node != nullptr; node = nextInside(node, top)) {
    if (isTextual(node)) out += view(node->content);
    if (node->type == XML_ENTITY_REF_NODE) return false;
  }
  return true;
}

void sortInDocumentOrder(NodeSet& nodes) {
  if (nodes.size() < 2) return;
  xmlNodeSetPtr set = xmlXPathNodeSetCreate(nullptr);
  for (const Node& node : nodes) xmlXPathNodeSetAddUnique(set, node.raw());
  xmlXPathNodeSetSort(set);
  nodes.clear();
  for (int i = 0; i < set->nodeNr; ++i) {
    if (nodes.empty() || nodes.back().raw() != set->nodeTab[i]) nodes.emplace_back(set->nodeTab[i]);
  }
  xmlXPathFreeNodeSet(set);
}

}  // namespace carbonfix
