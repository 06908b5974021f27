#include "document/xpath_program_nodes.h"

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

namespace carbonfix {
namespace {

using Kind = XPathOp::Kind;
using Function = XPathOp::Function;
using Axis = XPathStep::Axis;

}  // namespace

bool isPlain(const XPathOp& op) {
  if (op.kind != Kind::path || op.isAbsolute || !op.operands.empty()) return false;
  bool isOne = true;
  for (const XPathStep& step : op.steps) {
    if (!step.predicates.empty()) return false;
    if (step.axis == Axis::parent && !isOne) return false;
    if (step.axis == Axis::child || step.axis == Axis::attribute) {
      isOne = false;
    } else if (step.axis != Axis::self && step.axis != Axis::parent) {
      return false;
    }
  }
  return true;
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
    case Function::substringAfter:
    case Function::substringBefore:
    case Function::translate:
      return true;
    default:
      return false;
  }
}

bool appendTexts(const _xmlNode* top, std::string& out) {
  if (firstChild(top) == nullptr) return false;
  for (const _xmlNode* node = firstChild(top); node != nullptr;) {
    if (isTextual(node)) out += view(node->content);
    if (node->type == XML_ENTITY_REF_NODE) return false;
    if (const _xmlNode* child = firstChild(node)) {
      node = child;
      continue;
    }
    while (node->next == nullptr && node->parent != top) node = node->parent;
    node = node->next;
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
