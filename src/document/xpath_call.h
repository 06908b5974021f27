// How extension functions take their arguments and give their results.
#pragma once

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <algorithm>
#include <cstddef>
#include <string>

#include "document/xpath_state.h"

namespace carbonfix {

inline FunctionState& stateOf(xmlXPathParserContextPtr context) {
  return *static_cast<FunctionState*>(context->context->user);
}

inline bool hasArguments(xmlXPathParserContextPtr context, int given, int wanted) {
  if (given == wanted) return true;
  xmlXPathErr(context, XPATH_INVALID_ARITY);
  return false;
}

// What libxml2 does not see as steps; the next one that it does see ends an evaluation that has had too many.
inline void charge(xmlXPathParserContextPtr context, unsigned long steps) {
  unsigned long& count = context->context->opCount;
  count += std::min(steps, context->context->opLimit - count);
}

// Nodes that a function makes are kept until the run ends, so they cost more. False: too many; that is the answer.
inline bool mayMake(xmlXPathParserContextPtr context, std::size_t nodes) {
  charge(context, nodes * kStepsOfMadeNode);
  if (context->context->opCount < context->context->opLimit) return true;
  xmlXPathErr(context, XPATH_OP_LIMIT_EXCEEDED);
  return false;
}

inline std::string popString(xmlXPathParserContextPtr context) {
  xmlChar* text = xmlXPathPopString(context);
  std::string result = text == nullptr ? std::string() : reinterpret_cast<const char*>(text);
  xmlFree(text);
  charge(context, result.size() / kTextStep);
  return result;
}

inline void push(xmlXPathParserContextPtr context, const Value& value) { valuePush(context, toObject(value)); }

// An argument that the function can't take.
inline void fail(xmlXPathParserContextPtr context) { xmlXPathErr(context, XPATH_EXPR_ERROR); }

inline void addFunction(xmlXPathContextPtr context, const char* name, xmlXPathFunction function) {
  // libxml2 does not replace a function that it has; it has to be taken away first.
  xmlXPathRegisterFunc(context, reinterpret_cast<const xmlChar*>(name), nullptr);
  xmlXPathRegisterFunc(context, reinterpret_cast<const xmlChar*>(name), function);
}

}  // namespace carbonfix
